"""
How rows become the CSV that an endpoint is asked with: the same texts as in the training export, type by type (the
table in templates/README.md; the other half is lua/sme/cell_form.lua).

A column at a time: most of the work is then done by str.join, map and str.replace, not by a loop in Python, which is
about twice as fast as csv.writer.
"""

import datetime
import decimal
import re

# What makes quotes necessary. A carriage return alone ends a line for most readers.
SPECIAL = re.compile('[",\r\n]')
BOOLEAN_TEXTS = {True: "true", False: "false", None: ""}
MOST_KEPT_DAYS = 50000


def write_integers(cells):
    texts = list(map(repr, cells))
    return ["" if text == "None" else text for text in texts] if "None" in texts else texts


class DateTexts(dict):
    """Days are few, rows are many: a lookup costs a tenth of isoformat."""

    def __missing__(self, day):
        if len(self) >= MOST_KEPT_DAYS:
            self.clear()
        text = self[day] = "" if day is None else day.isoformat()
        return text


DATE_TEXTS = DateTexts()


def write_dates(cells):
    return list(map(DATE_TEXTS.__getitem__, cells))


def write_booleans(cells):
    return list(map(BOOLEAN_TEXTS.__getitem__, cells))


def write_doubles(cells):
    """The shortest form that reads as the same number; whole numbers without a point, as Exasol writes them."""
    text = repr(list(cells))[1:-1] + ","
    return text.replace("None", "").replace(".0,", ",")[:-1].split(", ")


def write_decimal(value):
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def write_decimals(cells):
    return ["" if cell is None else write_decimal(cell) for cell in cells]


def write_timestamps(cells):
    return ["" if cell is None else cell.isoformat(" ", "milliseconds") for cell in cells]


def write_trimmed(cells):
    return write_texts(["" if cell is None else cell.rstrip(" ") for cell in cells])


def write_texts(cells):
    if None in cells:
        cells = ["" if cell is None else cell for cell in cells]
    lines = "\n".join(cells)
    if '"' in lines or "," in lines or "\r" in lines or lines.count("\n") >= len(cells):
        return [write_quoted(cell) if SPECIAL.search(cell) else cell for cell in cells]
    return cells


def write_quoted(cell):
    return '"' + cell.replace('"', '""') + '"'


def find_cell_writer(column):
    """
    column: one of exa.meta.input_columns.
    Returns what turns a column's values into cells of a CSV.
    """
    if column.sql_type.upper().startswith("CHAR"):
        return write_trimmed
    writers = {
        bool: write_booleans,
        int: write_integers,
        float: write_doubles,
        decimal.Decimal: write_decimals,
        datetime.date: write_dates,
        datetime.datetime: write_timestamps,
    }
    return writers.get(column.type, write_texts)


class CsvBody:
    """Writes the model's columns of rows as CSV. The first columns, the keys, are left out."""

    def __init__(self, columns, keys):
        self.keys = keys
        self.writers = list(map(find_cell_writer, columns[keys:]))

    def write(self, rows):
        """UTF-8, each row with a line end. A lone NULL becomes "": readers pass over blank lines."""
        values = list(zip(*rows))[self.keys :]
        cells = [writer(column) for writer, column in zip(self.writers, values)]
        if len(cells) == 1:
            cells = [[cell or '""' for cell in cells[0]]]
        lines = list(map(",".join, zip(*cells)))
        lines.append("")
        return "\n".join(lines).encode("utf-8")
