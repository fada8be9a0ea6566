"""Errors of the UDFs. Their messages are in the generated module error_messages."""

import re

from sme.error_messages import ERROR_MESSAGES

MAX_SHOWN_CHARACTERS = 200
MESSAGE_SLOT = re.compile(r"('?)\{(\w+)\}")
# An apostrophe within a word is not a quote.
QUOTED_VALUE = re.compile(r"(?:(?<=[\s(])|^)'([^']*)'")


def format_error(error_key, **values):
    """
    The text of an error: 'E-SME-n: what failed. What to do.'

    error_key: a code, or a code and a case such as E-SME-65.not_numeric; the text has the code only.
    values: one for each slot. A slot in quotes takes a value of the user, any other slot a sentence that may quote such
    values. Long values are cut.
    """

    def fill(match):
        quote, name = match.groups()
        text = str(values[name])
        return quote + (cut_value(text) if quote else cut_quoted_values(text))

    return "{}: {}".format(error_key.split(".")[0], MESSAGE_SLOT.sub(fill, ERROR_MESSAGES[error_key]))


def cut_value(value):
    text = str(value)
    return text if len(text) <= MAX_SHOWN_CHARACTERS else text[:MAX_SHOWN_CHARACTERS] + "…"


def cut_quoted_values(sentence):
    return QUOTED_VALUE.sub(lambda match: "'" + cut_value(match.group(1)) + "'", sentence)
