"""Failures of predictions: retries and their budget, and the errors for users."""

import os
import time
from unittest import mock

from botocore.exceptions import ClientError, ConnectionClosedError, ReadTimeoutError
from doubles import StubConnection
from prediction_doubles import StubContext, make_exa
from predictor_case import PredictorCase
from sme import prediction_calls
from sme.prediction_labels import PredictionError

MODEL_TIMEOUT = ClientError(
    {
        "Error": {"Code": "ModelError", "Message": "Your invocation timed out"},
        "OriginalStatusCode": 0,
        "ResponseMetadata": {"HTTPStatusCode": 424},
    },
    "InvokeEndpoint",
)


class FailureTest(PredictorCase):
    def test_retries_and_counts_throttled_requests(self):
        self.server.failures = [(400, "ThrottlingException", {})] * 2
        self.predict([(1, "a")])
        self.assertEqual((2, 2), (self.predictor.statistics.retries, len(self.pauses)))

    def test_excludes_pauses_and_failed_attempts_from_latency(self):
        self.server.failures = [(500, "InternalFailure", {}), (400, "ThrottlingException", {})] * 2
        predictor = self.make_predictor()
        predictor.caller.sleep = lambda _seconds: time.sleep(0.3)
        self.predict([(1, "a")], predictor)
        self.assertLess(predictor.statistics.max_latency, 0.3)

    def test_keeps_the_request_size_after_faults(self):
        predictor = self.make_predictor(parallel=1)
        self.predict([(number, "x") for number in range(3000)], predictor)
        rows = predictor.size.rows
        for fault in [(500, "InternalFailure", {}), (424, "ModelError", {"OriginalStatusCode": 504})]:
            self.server.failures = [fault] * 2
            self.predict([(number, "x") for number in range(500)], predictor)
        self.assertEqual((rows, 0), (predictor.size.rows, predictor.statistics.splits))

    def test_keeps_the_request_size_after_one_quick_timeout(self):
        self.server.failures = [(424, "ModelError", {"OriginalStatusCode": 504})]
        self.predict([(number, "x") for number in range(200)], parallel=1)
        self.assertEqual(([200, 200], 0), ([r for _p, r, _s in self.server.requests], self.predictor.statistics.splits))

    def test_reopens_a_broken_connection(self):
        predictor = self.make_predictor()
        send, broken = predictor.caller.client.invoke_endpoint, [ConnectionClosedError(endpoint_url="x")] * 2

        def invoke(**call):
            if broken:
                raise broken.pop()
            return send(**call)

        predictor.caller.client.invoke_endpoint = invoke
        self.assertEqual([(1, "a", 1)], self.predict([(1, "a")], predictor))
        self.assertEqual(2, predictor.statistics.retries)

    def test_spends_one_budget_on_a_stuck_endpoint(self):
        rows = [(number, "x") for number in range(150)]
        for error in [ReadTimeoutError(endpoint_url="x"), MODEL_TIMEOUT]:
            predictor, clock = self.make_predictor(), [0.0]
            sizes = []

            def hang(Body, error=error, clock=clock, sizes=sizes, **_call):
                sizes.append(Body.count(b"\n"))
                clock[0] += 70
                raise error

            predictor.caller.client.invoke_endpoint = hang
            with mock.patch.object(prediction_calls.time, "monotonic", lambda clock=clock: clock[0]):
                self.assertIn("E-SME-280: ", self.fail_to_predict(rows, predictor=predictor))
            self.assertEqual([150, 150, 150] if error is not MODEL_TIMEOUT else [150, 75, 37], sizes)

    def test_waits_for_a_model_that_is_not_ready(self):
        self.server.failures = [
            (429, "ModelNotReadyException", {}),
            (424, "ModelError", {"OriginalStatusCode": 503}),
            (424, "ModelError", {"OriginalStatusCode": 429}),
        ]
        self.assertEqual([(1, "a", 1)], self.predict([(1, "a")]))
        self.assertEqual(3, len(self.pauses))
        self.assertLess(self.pauses[0], self.pauses[2] + 1)

    def test_gives_up_when_the_budget_is_spent(self):
        self.server.failures = [(429, "ModelNotReadyException", {})] * 100
        self.assertIn("E-SME-195: ", self.fail_to_predict())
        self.assertLess(sum(self.pauses), 200)
        self.assertLess(len(self.server.requests), 30)

    def test_does_not_retry_if_the_model_rejects_the_rows(self):
        message = "Received data of unknown size. Expected number of columns is 3."
        self.server.failures = [(424, "ModelError", {"OriginalStatusCode": 400, "Message": message})]
        self.assertIn("ModelError: " + message.rstrip("."), self.fail_to_predict())
        self.assertEqual(1, len(self.server.requests))

    def test_maps_failures_to_errors(self):
        for failure, code in [
            ((400, "ValidationError", {"Message": "Endpoint churn-1 of account 1 not found."}), "E-SME-193"),
            ((403, "AccessDeniedException", {}), "E-SME-194"),
            ((403, "UnrecognizedClientException", {}), "E-SME-194"),
            ((424, "ModelError", {"OriginalStatusCode": 400, "Message": "number of columns"}), "E-SME-196"),
            ((424, "ModelError", {"OriginalStatusCode": 500, "Message": "x"}), "E-SME-197"),
            ((400, "ValidationError", {"Message": "odd"}), "E-SME-197"),
        ]:
            self.server.failures = [failure]
            self.assertRegex(self.fail_to_predict(), "^" + code + ": .*'churn-1'")

    def test_reports_an_unreachable_service(self):
        with mock.patch.dict(os.environ, {"AWS_ENDPOINT_URL": "http://127.0.0.1:1"}), mock.patch("time.sleep"):
            self.assertIn("E-SME-198: ", self.fail_to_predict())

    def test_reports_a_connection_without_keys(self):
        exa = make_exa(["DOUBLE"], "DOUBLE", {"AWS": StubConnection(user=None, password=None)})
        message = self.fail_to_predict(exa=exa)
        self.assertIn("E-SME-91", message)
        self.assertIn("E-SME-92", message)

    def test_stops_reading_rows_after_a_failure(self):
        self.server.response = lambda rows: ""
        predictor = self.make_predictor()
        ctx = StubContext([(number, "x") for number in range(100000)])
        with self.assertRaises(PredictionError):
            predictor.emit_predictions(ctx)
        self.assertLess(ctx.read, 3000)
