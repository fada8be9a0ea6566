"""Converts the values of columns from JSON to Python and back."""

import datetime
import decimal

from .errors import UdfError

SAFE_INTEGER = 2**53


def parse_date(text):
    return datetime.date(int(text[0:4]), int(text[5:7]), int(text[8:10]))


def parse_timestamp(text):
    fraction = text[20:26].ljust(6, "0")
    return datetime.datetime(
        int(text[0:4]),
        int(text[5:7]),
        int(text[8:10]),
        int(text[11:13]),
        int(text[14:16]),
        int(text[17:19]),
        int(fraction),
    )


def parse_integer(value):
    return int(value)


READERS = {
    "int": parse_integer,
    "bigint": parse_integer,
    "decimal": decimal.Decimal,
    "float": float,
    "date": parse_date,
    "datetime": parse_timestamp,
}
PYTHON_TYPES = {
    "int": int,
    "bigint": int,
    "decimal": decimal.Decimal,
    "float": float,
    "str": str,
    "bool": bool,
    "date": datetime.date,
    "datetime": datetime.datetime,
}


def read_columns(frame, columns):
    """The rows of a frame as tuples."""
    if not columns:
        return [()] * frame["count"]
    values = []
    for column, cells in zip(columns, frame["columns"]):
        reader = READERS.get(column["kind"])
        # JSON numbers need no conversion, except integers in a column of doubles.
        if reader is parse_integer and not any(type(cell) is str for cell in cells):
            reader = None
        if reader is float and not any(type(cell) is int for cell in cells):
            reader = None
        values.append(cells if reader is None else [None if cell is None else reader(cell) for cell in cells])
    return list(zip(*values))


def write_integer(value):
    value = int(value)
    return value if -SAFE_INTEGER < value < SAFE_INTEGER else str(value)


def write_float(value):
    value = float(value)
    if value != value:
        return None
    if value in (float("inf"), float("-inf")):
        limit = "1.7976931348623157e+308"
        raise UdfError("numeric value out of range: value %s is not in [ -%s .. %s ]" % (value, limit, limit))
    return value


WRITERS = {
    "int": write_integer,
    "float": write_float,
    "bigint": str,
    "decimal": str,
    "date": datetime.date.isoformat,
    "datetime": lambda value: value.isoformat(" "),
}


def write_column(kind, cells):
    writer = WRITERS.get(kind)
    if writer is None:
        return cells
    return [None if cell is None else writer(cell) for cell in cells]
