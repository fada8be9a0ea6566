"""Predictions from CSV lines that SQL has built."""

import unittest

from predictor_case import PredictorCase
from sme.prediction_labels import PredictionError
from sme.prediction_lines import CsvLines

PAIR = ["predicted_label", "probability"]


class CsvLinesTest(unittest.TestCase):
    def test_joins_lines_and_leaves_out_keys(self):
        self.assertEqual(b'1,"a, b"\n2,\xc3\xa4\n', CsvLines().format([(7, '1,"a, b"'), (8, "2,ä")]))

    def test_sends_a_single_null_as_a_row(self):
        self.assertEqual(b'""\n5\n', CsvLines().format([(None,), ("5",)]))

    def test_accepts_line_breaks_in_quotes_only(self):
        quoted = '1,"a\nb","c\r\n""d"""'
        self.assertEqual((quoted + "\n").encode(), CsvLines().format([(quoted,)]))
        for line in ["1,a\nb", '1,"a"\r2,"b"', "x\n", '"open\n']:
            with self.assertRaises(PredictionError) as caught:
                CsvLines().format([("1,2",), (line,), ("3,4",)])
            self.assertIn("E-SME-341: The CSV line '{}' ".format(line), str(caught.exception))


class PredictionFromLinesTest(PredictorCase):
    def predict_lines(self, rows, **changes):
        settings = {"inputs": ("DECIMAL(18,0)", "VARCHAR(9)", "VARCHAR(2000000)"), "keys": 2, "input": "csv"}
        settings.update(changes)
        return self.predict(rows, **settings)

    def test_emits_keys_and_predictions_in_order(self):
        rows = [(number, None if number % 3 else "ü", "{},x".format(number)) for number in range(5000)]
        emitted = self.predict_lines(rows)
        self.assertEqual([row[:2] + (row[0],) for row in rows], emitted)
        self.assertEqual(sum(len(line) + 1 for _key, _text, line in rows), sum(r[2] for r in self.server.requests))

    def test_emits_probabilities(self):
        self.server.response = lambda rows: "".join("{},0.75\n".format(row[1]) for row in rows)
        rows = [(1, "a", "1,yes"), (2, "b", "2,no")]
        emitted = self.predict_lines(rows, target="VARCHAR(20)", classification=True, response_keys=PAIR)
        self.assertEqual([(1, "a", 0.75, "yes"), (2, "b", 0.75, "no")], emitted)

    def test_works_without_keys_and_rows(self):
        self.assertEqual([(7,)], self.predict_lines([("7",)], inputs=("VARCHAR(9)",), keys=0))
        self.assertEqual([], self.predict_lines([]))
