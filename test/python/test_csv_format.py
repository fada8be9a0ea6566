import csv
import datetime
import io
import math
import random
import struct
import unittest
from decimal import Decimal
from unittest import mock

import doubles  # noqa: F401
from prediction_doubles import make_column
from sme import csv_format
from sme.csv_format import CsvBody


def format_cells(sql_type, *cells):
    return CsvBody([make_column(sql_type)], 0).format([(cell,) for cell in cells]).decode("utf-8")


class CsvBodyTest(unittest.TestCase):
    def test_formats_each_type(self):
        moment = datetime.datetime(2024, 6, 18, 17, 22, 13, 123456)
        for sql_type, value, text in [
            ("BOOLEAN", True, "true"),
            ("BOOLEAN", False, "false"),
            ("DATE", datetime.date(2024, 6, 8), "2024-06-08"),
            ("DATE", datetime.date(999, 1, 1), "0999-01-01"),
            ("TIMESTAMP", moment, "2024-06-18 17:22:13.123"),
            ("TIMESTAMP", datetime.datetime(2024, 1, 1), "2024-01-01 00:00:00.000"),
            ("DECIMAL(10,2)", Decimal("1.50"), "1.5"),
            ("DECIMAL(10,2)", Decimal("100.00"), "100"),
            ("DECIMAL(10,2)", Decimal("0.00"), "0"),
            ("DECIMAL(36,20)", Decimal("1E-20"), "0.00000000000000000001"),
            ("DECIMAL(36,0)", 123456789012345678901234567890, "123456789012345678901234567890"),
            ("DOUBLE", 0.1, "0.1"),
            ("DOUBLE", 1.0, "1"),
            ("DOUBLE", -2.5, "-2.5"),
            ("DOUBLE", 1e300, "1e+300"),
            ("CHAR(5)", "ab   ", "ab"),
            ("VARCHAR(9)", " a ", " a "),
            ("VARCHAR(9)", "a,b", '"a,b"'),
            ("VARCHAR(9)", 'a"b', '"a""b"'),
            ("VARCHAR(9)", "a\nb", '"a\nb"'),
            ("VARCHAR(9)", "a\rb", '"a\rb"'),
            ("VARCHAR(9)", "Größe 😀", "Größe 😀"),
        ]:
            with self.subTest(sql_type=sql_type, value=value):
                self.assertEqual(text + "\n", format_cells(sql_type, value))

    def test_formats_null_of_every_type_as_an_empty_cell(self):
        for sql_type in [
            "BOOLEAN",
            "DATE",
            "TIMESTAMP",
            "DECIMAL(9,2)",
            "DECIMAL(9,0)",
            "DOUBLE",
            "CHAR(3)",
            "VARCHAR(3)",
        ]:
            self.assertEqual('""\n', format_cells(sql_type, None))
        self.assertEqual(b",\n", CsvBody([make_column("DOUBLE"), make_column("DATE")], 0).format([(None, None)]))

    def test_quotes_carriage_returns(self):
        body = format_cells("VARCHAR(9)", "a\rb", "c\r\nd", "e")
        self.assertEqual([["a\rb"], ["c\r\nd"], ["e"]], list(csv.reader(io.StringIO(body, newline=""))))

    def test_leaves_out_key_columns(self):
        body = CsvBody([make_column("BOOLEAN"), make_column("BOOLEAN"), make_column("DATE")], 1)
        self.assertEqual(b"true,\n", body.format([(False, True, None)]))

    def test_formats_columns_like_single_values(self):
        chance = random.Random(5)
        makers = {
            "DECIMAL(18,0)": lambda: chance.randrange(-(10**18), 10**18) // 10 ** chance.randrange(18),
            "DOUBLE": lambda: chance.choice([make_double(chance), float(chance.randrange(1000)), -0.0, 10.05, 1e16]),
            "DATE": lambda: datetime.date.fromordinal(chance.randrange(1, 3652059)),
            "BOOLEAN": lambda: chance.random() < 0.5,
            "VARCHAR(9)": lambda: chance.choice(["None", ".0", "1.0", ", ", "a\nb", '"', "ü"]),
        }
        for _ in range(50):
            columns = [make_column(sql_type) for sql_type in makers]
            share = chance.choice([0, 0.1, 1])
            rows = [
                tuple(None if chance.random() < share else make() for make in makers.values())
                for _ in range(chance.randrange(1, 40))
            ]
            body = CsvBody(columns, 0)
            self.assertEqual(b"".join(body.format([row]) for row in rows), body.format(rows))
            read = list(csv.reader(io.StringIO(body.format(rows).decode("utf-8"), newline="")))
            self.assertEqual([[format_slowly(cell) for cell in row] for row in rows], read)

    def test_limits_the_cache_of_dates(self):
        days = [datetime.date.fromordinal(day) for day in range(700000, 700010)]
        with mock.patch.object(csv_format, "MAX_CACHED_DATES", 3):
            self.assertEqual("".join("{}\n".format(day) for day in days), format_cells("DATE", *days))
            self.assertLessEqual(len(csv_format.DATE_TEXTS), 3)


def make_double(chance):
    value = struct.unpack("<d", chance.getrandbits(64).to_bytes(8, "little"))[0]
    return value if math.isfinite(value) else 0.5


def format_slowly(cell):
    """Formats a single value in a simple way, as the reference."""
    if cell is None or isinstance(cell, str):
        return cell or ""
    if isinstance(cell, float):
        return repr(cell)[:-2] if repr(cell).endswith(".0") else repr(cell)
    return str(cell).lower()
