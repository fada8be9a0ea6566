"""
Formats rows as the CSV of a request to an endpoint, with the same texts as the training export. templates/README.md has
the format of each type; lua/sme/csv_format.lua is the counterpart.

Formats a column at a time with str.join, map and str.replace, which is about twice as fast as csv.writer.
"""

import datetime
import decimal
import re

# Characters that require quotes. Most CSV readers treat a single carriage return as the end of a line.
NEEDS_QUOTES = re.compile('[",\r\n]')
BOOLEAN_TEXTS = {True: "true", False: "false", None: ""}
MAX_CACHED_DATES = 50000


def format_integers(values):
    texts = list(map(repr, values))
    return ["" if text == "None" else text for text in texts] if "None" in texts else texts


class DateTexts(dict):
    """Caches the texts of dates: rows have few different dates, and a lookup takes a tenth of isoformat's time."""

    def __missing__(self, day):
        if len(self) >= MAX_CACHED_DATES:
            self.clear()
        text = self[day] = "" if day is None else day.isoformat()
        return text


DATE_TEXTS = DateTexts()


def format_dates(values):
    return list(map(DATE_TEXTS.__getitem__, values))


def format_booleans(values):
    return list(map(BOOLEAN_TEXTS.__getitem__, values))


def format_doubles(values):
    """The shortest text that reads as the same number; whole numbers without a point, as Exasol writes them."""
    text = repr(list(values))[1:-1] + ","
    return text.replace("None", "").replace(".0,", ",")[:-1].split(", ")


def format_decimal(value):
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def format_decimals(values):
    return ["" if value is None else format_decimal(value) for value in values]


def format_timestamps(values):
    return ["" if value is None else value.isoformat(" ", "milliseconds") for value in values]


def format_char(values):
    """CHAR values are padded with spaces, which the export removes."""
    return format_texts(["" if value is None else value.rstrip(" ") for value in values])


def format_texts(values):
    if None in values:
        values = ["" if value is None else value for value in values]
    lines = "\n".join(values)
    if '"' in lines or "," in lines or "\r" in lines or lines.count("\n") >= len(values):
        return [quote(value) if NEEDS_QUOTES.search(value) else value for value in values]
    return values


def quote(text):
    return '"' + text.replace('"', '""') + '"'


def find_formatter(column):
    """
    The function that turns the values of a column into cells of a CSV.

    column: one of exa.meta.input_columns.
    """
    if column.sql_type.upper().startswith("CHAR"):
        return format_char
    formatters = {
        bool: format_booleans,
        int: format_integers,
        float: format_doubles,
        decimal.Decimal: format_decimals,
        datetime.date: format_dates,
        datetime.datetime: format_timestamps,
    }
    return formatters.get(column.type, format_texts)


class CsvBody:
    """
    Formats the columns that are inputs of the model.

    columns: exa.meta.input_columns. key_count: number of key columns at the start, which are left out.
    """

    # Every row has the columns of the UDF.
    is_fixed_width = True

    def __init__(self, columns, key_count):
        self.key_count = key_count
        self.formatters = list(map(find_formatter, columns[key_count:]))

    def format(self, rows):
        """CSV in UTF-8 with a line feed after each row. A single NULL becomes "", because readers skip blank lines."""
        columns = list(zip(*rows))[self.key_count :]
        cells = [formatter(values) for formatter, values in zip(self.formatters, columns)]
        if len(cells) == 1:
            cells = [[cell or '""' for cell in cells[0]]]
        lines = list(map(",".join, zip(*cells)))
        lines.append("")
        return "\n".join(lines).encode("utf-8")
