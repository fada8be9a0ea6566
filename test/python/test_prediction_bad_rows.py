"""Rows that cannot be predicted become an error text, if the caller prefers that to the end of the query."""

from predictor_case import PredictorCase
from sme.prediction_calls import MAX_REAL_TIME_BYTES

REJECTED = (424, "ModelError", {"OriginalStatusCode": 400, "Message": "could not convert string to float: 'bad'."})
TEXT = "ModelError: could not convert string to float: 'bad'"


class BadRowsTest(PredictorCase):
    def setUp(self):
        super().setUp()
        self.server.reject = lambda rows: REJECTED if any(row[1] == "bad" for row in rows) else None

    def predict_rows(self, rows, **changes):
        return self.predict(rows, **{"errors": True, **changes})

    def test_returns_null_and_the_reason(self):
        rows = [(number, "bad" if number in (0, 700, 701, 2999) else "x") for number in range(3000)]
        expected = [row + ((None, TEXT) if row[1] == "bad" else (row[0], None)) for row in rows]
        self.assertEqual(expected, self.predict_rows(rows))

    def test_finds_a_bad_row_by_halving(self):
        rows = [(number, "bad" if number == 70 else "x") for number in range(200)]
        self.predict_rows(rows)
        self.assertLess(len(self.server.requests), 2 * 8 + 2)

    def test_keeps_the_request_size(self):
        predictor = self.make_predictor(errors=True, parallel=1)
        self.predict([(number, "x") for number in range(5000)], predictor)
        rows = predictor.size.rows
        self.predict([(number, "bad" if number == 9 else "x") for number in range(5000)], predictor)
        self.assertGreaterEqual(predictor.size.rows, rows)

    def test_works_with_lines_and_probabilities(self):
        self.server.response = lambda rows: "".join("yes,0.5\n" for _row in rows)
        emitted = self.predict_rows(
            [(1, "1,x"), (2, "2,bad")],
            inputs=("DECIMAL(18,0)", "VARCHAR(99)"),
            target="VARCHAR(9)",
            keys=1,
            input="csv",
            classification=True,
            response_keys=["predicted_label", "probability"],
        )
        self.assertEqual([(1, 0.5, "yes", None), (2, None, None, TEXT)], emitted)

    def test_reports_rows_that_are_too_large(self):
        emitted = self.predict_rows([(1, "x"), (2, "y" * MAX_REAL_TIME_BYTES), (3, "x")])
        self.assertEqual([(1, None), (None, True), (3, None)], [(row[2], row[3] and True) for row in emitted])
        self.assertIn("E-SME-281: The endpoint 'churn-1' cannot receive row 2, which has 6291459 bytes", emitted[1][3])
        self.server.max_bytes = 1000
        emitted = self.predict_rows([(1, "x"), (2, "y" * 1000), (3, "x")])
        self.assertEqual([1, None, 3], [row[2] for row in emitted])

    def test_reports_rows_that_the_endpoint_drops(self):
        self.server.reject = lambda rows: None
        self.server.response = lambda rows: "".join(row[0] + "\n" for row in rows if row[1] != "bad")
        emitted = self.predict_rows([(1, "x"), (2, "bad"), (3, "x")])
        self.assertEqual([1, None, 3], [row[2] for row in emitted])
        self.assertIn("E-SME-190: ", emitted[1][3])

    def test_ends_the_query_after_max_errors(self):
        rows = [(number, "bad" if number % 10 == 0 else "x") for number in range(100)]
        self.assertEqual(100, len(self.predict_rows(rows, max_errors=10)))
        message = self.fail_to_predict(rows, errors=True, max_errors=9)
        self.assertIn("E-SME-340: The endpoint 'churn-1' cannot predict more than 9 rows", message)
        self.assertIn("row 1, which has 6 bytes as CSV: " + TEXT, message)

    def test_takes_max_errors_as_an_argument(self):
        types = {"inputs": ("DECIMAL(9,0)", "DECIMAL(9,0)", "VARCHAR(99)"), "max_errors_argument": True, "keys": 1}
        lines = dict(types, input="csv")
        self.assertEqual([(7, None, TEXT)], self.predict_rows([(1, 7, "7,bad")], **lines))
        self.assertIn("(C = '7')", self.fail_to_predict([(0, 7, "7,bad")], errors=True, **lines))
        for value in (None, -1):
            self.assertIn("E-SME-342: max_errors is ", self.fail_to_predict([(value, 7, "7,x")], errors=True, **lines))

    def test_does_not_take_other_failures_for_bad_rows(self):
        self.server.reject = lambda rows: None
        for failure, code in [
            ((403, "AccessDeniedException", {}), "E-SME-194"),
            ((424, "ModelError", {"OriginalStatusCode": 400, "Message": "number of columns"}), "E-SME-196"),
            ((400, "ValidationError", {"Message": "Endpoint churn-1 of account 1 not found."}), "E-SME-193"),
        ]:
            self.server.failures = [failure]
            self.assertIn(code, self.fail_to_predict([(1, "a"), (2, "b")], errors=True))
        for failure in [(500, "InternalFailure", {}), (424, "ModelError", {"OriginalStatusCode": 504})]:
            self.server.failures = [failure]
            self.assertEqual([(1, "a", 1, None)], self.predict_rows([(1, "a")]))

    def test_a_line_can_have_a_wrong_number_of_cells(self):
        wrong = (424, "ModelError", {"OriginalStatusCode": 400, "Message": "number of columns"})
        self.server.reject = lambda rows: wrong if any(len(row) != 2 for row in rows) else None
        lines = [("1,x",), ("2,x,y",)]
        emitted = self.predict_rows(lines, inputs=("VARCHAR(99)",), input="csv")
        self.assertEqual([(1, None), (None, "ModelError: number of columns")], emitted)

    def test_is_an_error_by_default(self):
        self.assertIn("E-SME-197: ", self.fail_to_predict([(1, "x"), (2, "bad")]))
