import csv
import datetime
import io
import unittest
from decimal import Decimal

import doubles  # noqa: F401
from prediction_doubles import make_column
from sme.prediction_cells import CsvBody


def write(sql_type, *cells):
    return CsvBody([make_column(sql_type)], 0).write([(cell,) for cell in cells]).decode("utf-8")


class CellsTest(unittest.TestCase):
    def test_forms(self):
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
                self.assertEqual(text + "\n", write(sql_type, value))

    def test_null_of_every_type(self):
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
            self.assertEqual('""\n', write(sql_type, None))
        self.assertEqual(b",\n", CsvBody([make_column("DOUBLE"), make_column("DATE")], 0).write([(None, None)]))

    def test_a_carriage_return_is_no_line_end(self):
        body = write("VARCHAR(9)", "a\rb", "c\r\nd", "e")
        self.assertEqual([["a\rb"], ["c\r\nd"], ["e"]], list(csv.reader(io.StringIO(body, newline=""))))

    def test_keys_are_left_out(self):
        body = CsvBody([make_column("BOOLEAN"), make_column("BOOLEAN"), make_column("DATE")], 1)
        self.assertEqual(b"true,\n", body.write([(False, True, None)]))
