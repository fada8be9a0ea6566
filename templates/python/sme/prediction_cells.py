"""
How rows become the CSV that an endpoint is asked with: the same texts as in the training export, type by type (the
table in templates/README.md; the other half is lua/sme/cell_form.lua).
"""

import csv
import datetime
import decimal
import io

# Whole numbers that a DOUBLE holds exactly are written without a point, as Exasol writes them.
EXACT_WHOLE_NUMBER = 1e15


def write_booleans(cells):
    return ["true" if cell else None if cell is None else "false" for cell in cells]


def write_doubles(cells):
    limit = EXACT_WHOLE_NUMBER
    return [cell if cell is None or not -limit < cell < limit or cell != int(cell) else int(cell) for cell in cells]


def write_decimal(value):
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def write_decimals(cells):
    return [None if cell is None else write_decimal(cell) for cell in cells]


def write_timestamps(cells):
    return [None if cell is None else cell.isoformat(" ", "milliseconds") for cell in cells]


def write_trimmed(cells):
    return [None if cell is None else cell.rstrip(" ") for cell in cells]


def find_cell_writer(column):
    """
    column: one of exa.meta.input_columns.
    Returns what turns a column's cells into those of a CSV, or None where csv.writer's own form is the right one:
    whole numbers, dates and texts as they are, NULL as nothing.
    """
    if column.sql_type.upper().startswith("CHAR"):
        return write_trimmed
    writers = {
        bool: write_booleans,
        float: write_doubles,
        decimal.Decimal: write_decimals,
        datetime.datetime: write_timestamps,
    }
    return writers.get(column.type)


class CsvBody:
    """Writes the model's columns of rows as CSV. The first columns, the keys, are left out."""

    def __init__(self, columns, keys):
        self.keys = keys
        self.writers = [(at, writer) for at, writer in enumerate(map(find_cell_writer, columns[keys:])) if writer]

    def write(self, rows):
        """UTF-8, each row with a line end. csv.writer makes "" of a lone NULL: readers pass over blank lines."""
        if self.keys:
            keys = self.keys
            rows = [row[keys:] for row in rows]
        if self.writers:
            columns = list(zip(*rows))
            for at, writer in self.writers:
                columns[at] = writer(columns[at])
            rows = list(zip(*columns))
        text = write_csv(rows, csv.QUOTE_MINIMAL)
        # Before Python 3.13 a carriage return alone goes without quotes, and readers take it for the end of a line.
        if "\r" in text:
            text = write_csv(rows, csv.QUOTE_ALL)
        return text.encode("utf-8")


def write_csv(rows, quoting):
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\n", quoting=quoting).writerows(rows)
    return buffer.getvalue()
