"""Converts the labels that an endpoint returns as text to values of the target's type."""

import datetime
import decimal
import re

from sme.errors import format_error

TRUE_TEXTS = ("true", "t", "yes", "1")
FALSE_TEXTS = ("false", "f", "no", "0")
MAX_CACHED_LABELS = 10000


class PredictionError(Exception):
    """An error of a prediction. Its text is the message for the user, see format_error."""


class RowCountError(PredictionError):
    """A response that has another number of rows than its request."""


def parse_number(text):
    value = decimal.Decimal(text.strip())
    if not value.is_finite():
        raise ValueError(text)
    return value


def parse_integer(text):
    """Some containers return the label 1 as 1.0; a regression's 34.6 is rounded to fit the column."""
    return int(parse_number(text).to_integral_value(decimal.ROUND_HALF_EVEN))


def make_decimal_parser(scale):
    unit = decimal.Decimal(1).scaleb(-scale)
    context = decimal.Context(prec=60)
    return lambda text: parse_number(text).quantize(unit, decimal.ROUND_HALF_EVEN, context)


def parse_double(text):
    return float(parse_number(text))


def parse_boolean(text):
    label = re.sub(r"\.0+$", "", text.strip().lower())
    if label in TRUE_TEXTS or label in FALSE_TEXTS:
        return label in TRUE_TEXTS
    raise ValueError(text)


def parse_timestamp(text):
    match = re.match(r"^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?)?$", text.strip())
    if not match:
        raise ValueError(text)
    day, time, fraction = match.groups()
    moment = datetime.datetime.strptime(day + " " + (time or "00:00:00"), "%Y-%m-%d %H:%M:%S")
    return moment.replace(microsecond=int((fraction or "0")[:6].ljust(6, "0")))


def parse_date(text):
    return parse_timestamp(text).date()


def find_label_parser(column):
    """
    The function that converts the text of a label; it raises ValueError or ArithmeticError for an invalid text.

    column: the last one of exa.meta.output_columns.
    """
    if column.type is decimal.Decimal and column.scale:
        return make_decimal_parser(column.scale)
    parsers = {
        int: parse_integer,
        decimal.Decimal: parse_integer,
        float: parse_double,
        bool: parse_boolean,
        datetime.date: parse_date,
        datetime.datetime: parse_timestamp,
    }
    return parsers.get(column.type, str)


class LabelReader:
    """Converts labels and caches their values: a classification has few different labels."""

    def __init__(self, column):
        self.sql_type = column.sql_type
        self.parse = find_label_parser(column)
        self.cache = {}
        # A bad row has no label text.
        self.cache[None] = None

    def read_all(self, texts):
        """The values of the texts. Raises PredictionError if a text is not a value of the target's type."""
        cache = self.cache
        try:
            return list(map(cache.__getitem__, texts))
        except KeyError:
            pass
        values = [cache[text] if text in cache else self.read_one(text) for text in texts]
        if len(cache) + len(texts) < MAX_CACHED_LABELS:
            cache.update(zip(texts, values))
        return values

    def read_one(self, text):
        if text == "":
            return None
        try:
            return self.parse(text)
        except (ValueError, ArithmeticError):
            raise PredictionError(format_error("E-SME-192", label=text, type=self.sql_type)) from None
