import datetime
import unittest
from decimal import Decimal

import doubles  # noqa: F401
from prediction_doubles import make_column
from sme.prediction_labels import LabelReader, PredictionError


class LabelReaderTest(unittest.TestCase):
    def read(self, sql_type, *texts):
        return LabelReader(make_column(sql_type)).read_all(texts)

    def test_converts_labels_to_each_type(self):
        for sql_type, text, value in [
            ("DECIMAL(9,0)", "1.0", 1),
            ("DECIMAL(9,0)", " 7 ", 7),
            ("DECIMAL(9,0)", "34.6", 35),
            ("DECIMAL(36,0)", "123456789012345678901", 123456789012345678901),
            ("DECIMAL(9,2)", "1.5", Decimal("1.50")),
            ("DECIMAL(9,2)", "1e1", Decimal("10.00")),
            ("DOUBLE", "2.5e-3", 0.0025),
            ("BOOLEAN", "true", True),
            ("BOOLEAN", "False", False),
            ("BOOLEAN", "1.0", True),
            ("BOOLEAN", "0", False),
            ("DATE", "2024-06-18", datetime.date(2024, 6, 18)),
            ("DATE", "2024-06-18 00:00:00", datetime.date(2024, 6, 18)),
            ("TIMESTAMP", "2024-06-18 17:22:13.123", datetime.datetime(2024, 6, 18, 17, 22, 13, 123000)),
            ("VARCHAR(9)", " 1.0 ", " 1.0 "),
            ("VARCHAR(9)", "", None),
        ]:
            with self.subTest(sql_type=sql_type, text=text):
                (found,) = self.read(sql_type, text)
                self.assertEqual((value, type(value)), (found, type(found)))

    def test_names_a_label_that_it_cannot_convert(self):
        for sql_type in ["DECIMAL(9,0)", "DECIMAL(9,2)", "DOUBLE", "BOOLEAN", "DATE", "TIMESTAMP"]:
            with self.assertRaisesRegex(PredictionError, "E-SME-192: The endpoint predicted 'maybe', which is not a "):
                self.read(sql_type, "maybe")
            with self.assertRaises(PredictionError):
                self.read(sql_type, "nan")

    def test_limits_the_cache_of_labels(self):
        self.assertEqual(list(range(30000)), self.read("DECIMAL(9,0)", *map(str, range(30000))))


if __name__ == "__main__":
    unittest.main()
