"""Labels of a model, which are texts, as values of the target's type."""

import datetime
import decimal
import re

from sme.credentials import word_problem

TRUE_TEXTS = ("true", "t", "yes", "1")
FALSE_TEXTS = ("false", "f", "no", "0")
MOST_KEPT_LABELS = 10000


class PredictionError(Exception):
    """What the user is told, worded as every error of the extension."""


def read_number(text):
    value = decimal.Decimal(text.strip())
    if not value.is_finite():
        raise ValueError(text)
    return value


def read_whole_number(text):
    """1.0 is how some containers answer the label 1; a regression's 34.6 is rounded to what the column can hold."""
    return int(read_number(text).to_integral_value(decimal.ROUND_HALF_EVEN))


def make_decimal_reader(scale):
    unit = decimal.Decimal(1).scaleb(-scale)
    context = decimal.Context(prec=60)
    return lambda text: read_number(text).quantize(unit, decimal.ROUND_HALF_EVEN, context)


def read_double(text):
    return float(read_number(text))


def read_boolean(text):
    word = re.sub(r"\.0+$", "", text.strip().lower())
    if word in TRUE_TEXTS or word in FALSE_TEXTS:
        return word in TRUE_TEXTS
    raise ValueError(text)


def read_timestamp(text):
    match = re.match(r"^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?)?$", text.strip())
    if not match:
        raise ValueError(text)
    day, time, fraction = match.groups()
    moment = datetime.datetime.strptime(day + " " + (time or "00:00:00"), "%Y-%m-%d %H:%M:%S")
    return moment.replace(microsecond=int((fraction or "0")[:6].ljust(6, "0")))


def read_date(text):
    return read_timestamp(text).date()


def find_label_reader(column):
    """column: the last one of exa.meta.output_columns."""
    if column.type is decimal.Decimal and column.scale:
        return make_decimal_reader(column.scale)
    readers = {
        int: read_whole_number,
        decimal.Decimal: read_whole_number,
        float: read_double,
        bool: read_boolean,
        datetime.date: read_date,
        datetime.datetime: read_timestamp,
    }
    return readers.get(column.type, str)


class LabelReader:
    """Reads a label once and keeps its value: there are few in a classification."""

    def __init__(self, column):
        self.sql_type = column.sql_type
        self.read = find_label_reader(column)
        self.known = {}

    def read_all(self, texts):
        known = self.known
        try:
            return list(map(known.__getitem__, texts))
        except KeyError:
            pass
        values = [known[text] if text in known else self.read_one(text) for text in texts]
        if len(known) + len(texts) < MOST_KEPT_LABELS:
            known.update(zip(texts, values))
        return values

    def read_one(self, text):
        if text == "":
            return None
        try:
            return self.read(text)
        except (ValueError, ArithmeticError):
            raise PredictionError(
                word_problem(
                    "E-SME-192",
                    "The endpoint predicted '{}', which is no {}.".format(text[:200], self.sql_type),
                    "The endpoint serves a model with another target than its prediction UDF was made for: create "
                    "the endpoint again under its job.",
                )
            ) from None
