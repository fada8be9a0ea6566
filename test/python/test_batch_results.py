import datetime
import decimal
import json
import unittest

import doubles  # noqa: F401
from sme.batch_results import BatchResults
from sme.prediction_labels import PredictionError

LISTS = ["predicted_label", "probabilities", "labels"]


class Column:
    def __init__(self, type, sql_type="VARCHAR(3)", scale=None):
        self.type, self.sql_type, self.scale = type, sql_type, scale


def read(keys, column, *cells, classification=True):
    settings = json.dumps({"response_keys": keys, "classification": classification})
    return BatchResults(settings, [Column(int), column]).read(7, *cells)


class BatchResultsTest(unittest.TestCase):
    def test_returns_the_probability_of_the_predicted_label(self):
        cells = ("yes", "[0.25, 0.75]", "['no', 'yes']")
        self.assertEqual((7, 0.75, "yes"), read(LISTS, Column(str), *cells))
        cells = ("no", "[0.25, 0.75]", "['no', 'yes']")
        self.assertEqual((7, 0.25, "no"), read(LISTS, Column(str), *cells))

    def test_reads_the_probability_of_a_pair(self):
        self.assertEqual((7, 0.5, "yes"), read(["predicted_label", "probability"], Column(str), "yes", "0.5", None))

    def test_a_label_alone_has_no_probability(self):
        self.assertEqual((7, None, "yes"), read(None, Column(str), "yes", None, None))

    def test_converts_labels_to_the_type_of_the_target(self):
        for column, text, value in (
            (Column(bool), "True", True),
            (Column(int), "1.0", 1),
            (Column(decimal.Decimal, scale=2), "3.14159", decimal.Decimal("3.14")),
            (Column(datetime.date), "2026-11-28", datetime.date(2026, 11, 28)),
        ):
            with self.subTest(text=text):
                self.assertEqual((7, value), read(None, column, text, None, None, classification=False))

    def test_an_empty_prediction_is_null(self):
        self.assertEqual((7, None, None), read(LISTS, Column(str), None, None, None))

    def test_rejects_other_columns(self):
        for cells in (("yes", "x", "['no', 'yes']"), ("yes", "[0.1]", "['no', 'yes']"), ("yes", "[0.1, 0.9]", "no")):
            with self.subTest(cells=cells):
                with self.assertRaisesRegex(PredictionError, "E-SME-385: The output for row 7"):
                    read(LISTS, Column(str), *cells)

    def test_rejects_a_label_of_another_type(self):
        with self.assertRaises(PredictionError):
            read(None, Column(int, "DECIMAL(18,0)"), "yes", None, None, classification=False)


if __name__ == "__main__":
    unittest.main()
