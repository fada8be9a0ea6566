"""Characters that AWS accepts in tags: letters, digits and separators of any script, and _ . : / = + - @."""

import unicodedata

from sme.credentials import show_value, word_problem

TAG_SIGNS = "_.:/=+-@"


def find_tag_problems(tags):
    """Lua checks all of ASCII; which other characters are letters is known here only."""
    return [
        word_problem(
            "E-SME-295",
            "The tag '{}' with the value '{}' contains {}.".format(
                show_value(key), show_value(value), describe_characters(key + value)
            ),
            "AWS accepts letters, digits, blanks and _ . : / = + - @ in tags: remove the other characters.",
        )
        for key, value in sorted((tags or {}).items())
        if find_refused_characters(key + value)
    ]


def find_refused_characters(text):
    return [letter for letter in text if letter not in TAG_SIGNS and unicodedata.category(letter)[0] not in "LNZ"]


def describe_characters(text):
    return ", ".join(
        "'{}' (U+{:04X})".format(letter, ord(letter)) for letter in sorted(set(find_refused_characters(text)))[:5]
    )
