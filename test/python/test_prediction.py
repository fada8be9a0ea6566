"""The prediction UDF against an endpoint that is a real HTTP server, through boto3."""

import gc
import os
import time
import tracemalloc
import unittest
from unittest import mock

from botocore.exceptions import ClientError, ConnectionClosedError, ReadTimeoutError
from doubles import StubConnection
from endpoint_server import EndpointServer
from prediction_doubles import StubContext, make_exa
from sme import prediction_calls
from sme.prediction import Predictor
from sme.prediction_labels import PredictionError

KEYS = ["predicted_label", "probabilities", "labels"]
MODEL_TIMEOUT = ClientError(
    {
        "Error": {"Code": "ModelError", "Message": "Your invocation timed out"},
        "OriginalStatusCode": 0,
        "ResponseMetadata": {"HTTPStatusCode": 424},
    },
    "InvokeEndpoint",
)


class PredictorCase(unittest.TestCase):
    def setUp(self):
        self.server = EndpointServer()
        self.addCleanup(self.server.stop)
        environment = mock.patch.dict(os.environ, {"AWS_ENDPOINT_URL": self.server.url})
        environment.start()
        self.addCleanup(environment.stop)
        self.addCleanup(gc.set_threshold, *gc.get_threshold())
        self.addCleanup(getattr(gc, "unfreeze", gc.collect))

    def make_predictor(self, inputs=("DECIMAL(18,0)", "VARCHAR(100)"), target="DECIMAL(18,0)", exa=None, **changes):
        settings = {
            "endpoint": "churn-1",
            "connection": "AWS",
            "region": "eu-central-1",
            "keys": 0,
            "classification": False,
            "response_keys": None,
            "serverless": False,
            "parallel": 4,
        }
        settings.update(changes)
        predictor = Predictor(exa or make_exa(inputs, target), settings)
        predictor.caller.sleep = lambda seconds: self.pauses.append(seconds)
        self.pauses = []
        self.addCleanup(predictor.threads.shutdown)
        return predictor

    def predict(self, rows, predictor=None, **changes):
        predictor = predictor or self.make_predictor(**changes)
        ctx = StubContext(rows)
        predictor.emit_predictions(ctx)
        self.predictor = predictor
        return ctx.emitted

    def fail_to_predict(self, rows=((1, "a"),), **changes):
        with self.assertRaises(PredictionError) as caught:
            self.predict(rows, **changes)
        return str(caught.exception)


class RowsTest(PredictorCase):
    def test_every_row_once_and_in_order_whatever_the_order_of_answers(self):
        def answer_late(rows):
            # The second request overtakes the first.
            if int(rows[0][0]) < 200:
                time.sleep(0.05)
            return "".join("{}\n".format(row[0]) for row in rows)

        self.server.answer = answer_late
        emitted = self.predict([(number, "x") for number in range(5000)])
        self.assertEqual([(number, "x", number) for number in range(5000)], emitted)
        self.assertGreater(self.server.most_in_flight, 1)

    def test_keys_are_handed_on_and_not_sent(self):
        rows = [("key, {}".format(number), None, number) for number in range(10)]
        emitted = self.predict(rows, inputs=("VARCHAR(9)", "DATE", "DECIMAL(9,0)"), keys=2)
        self.assertEqual([row + (row[2],) for row in rows], emitted)
        self.assertEqual(sum(len("{}\n".format(number)) for number in range(10)), self.server.requests[0][2])

    def test_one_column(self):
        self.assertEqual([(7, 7)], self.predict([(7,)], inputs=("DECIMAL(9,0)",)))

    def test_no_rows(self):
        self.assertEqual([], self.predict([]))
        self.assertEqual([], self.server.requests)

    def test_a_lone_null_is_a_row(self):
        self.server.answer = lambda rows: "1\n" * len(rows)
        self.assertEqual([(None, 1), (None, 1)], self.predict([(None,), (None,)], inputs=("DOUBLE",)))

    def test_dropped_rows_are_an_error(self):
        self.server.answer = lambda rows: "1\n" * (len(rows) - 1)
        self.assertIn(
            "E-SME-190: The endpoint 'churn-1' was sent 3 rows and answered 2.", self.fail_to_predict([(1, "a")] * 3)
        )

    def test_another_number_of_columns_in_the_answer(self):
        self.server.answer = lambda rows: "1,2\n" * len(rows)
        self.assertIn("E-SME-191: The endpoint 'churn-1' answered '1,2'", self.fail_to_predict())

    def test_probability_is_that_of_the_predicted_label(self):
        self.server.answer = lambda rows: "".join(
            "{},\"[0.75, 0.25]\",\"['no', 'yes']\"\n".format(row[1]) for row in rows
        )
        emitted = self.predict(
            [(1, "no"), (2, "yes"), (3, "<unseen_label>")],
            target="VARCHAR(20)",
            classification=True,
            response_keys=KEYS,
        )
        self.assertEqual([(0.75, "no"), (0.25, "yes"), (None, "<unseen_label>")], [row[2:] for row in emitted])


class SizeTest(PredictorCase):
    def sizes(self):
        return [rows for _path, rows, _size in self.server.requests]

    def test_small_query_is_one_small_request(self):
        self.predict([(number, "x") for number in range(10)])
        self.assertEqual([10], self.sizes())

    def test_requests_grow(self):
        self.predict([(number, "x") for number in range(60000)])
        sizes = self.sizes()
        self.assertEqual(200, sizes[0])
        self.assertGreater(max(sizes), 3000)
        self.assertEqual(60000, sum(sizes))

    def test_the_first_requests_do_not_wait_for_all_rows(self):
        ctx = StubContext([(number, "x") for number in range(100000)])
        predictions = self.make_predictor().predict(ctx)
        next(predictions)
        self.assertLess(ctx.read, 2000)
        predictions.close()

    def test_halved_when_too_much(self):
        for too_much in [
            (413, "413", {}),
            (424, "ModelError", {"OriginalStatusCode": 413, "OriginalMessage": "x"}),
            (424, "ModelError", {"OriginalStatusCode": 0, "OriginalMessage": "Your invocation timed out"}),
        ]:
            self.server.requests.clear()
            self.server.most_rows, self.server.too_much = 60, too_much
            emitted = self.predict([(number, "x") for number in range(2000)])
            self.assertEqual(list(range(2000)), [row[2] for row in emitted])
            # Learnt: the last requests are small at once.
            self.assertLess(len([size for size in self.sizes() if size > 60]), 25)
            self.assertGreater(self.predictor.statistics.splits, 0)

    def test_a_row_that_is_too_large_alone(self):
        self.server.most_rows = 0
        message = self.fail_to_predict([(1, "a"), (2, "b")])
        self.assertIn("E-SME-199: sagemaker:InvokeEndpoint of 'churn-1' failed: 413", message)
        self.assertIn("The request contained only row 1, which has 4 bytes as CSV.", message)

    def test_a_row_above_the_limit_is_named_with_its_key_and_size(self):
        rows = [(number, number, "x") for number in range(300)] + [(7, 8, "y" * 6291456)]
        inputs = ("DECIMAL(18,0)", "DECIMAL(18,0)", "VARCHAR(100)")
        message = self.fail_to_predict(rows, inputs=inputs, keys=1)
        expected = "E-SME-281: Endpoint 'churn-1' cannot be sent row 301 (C = '7'), which has 6291459 bytes as CSV: "
        self.assertIn(expected, message)
        self.assertNotIn(6291459, [size for _path, _rows, size in self.server.requests])

    def test_no_request_is_larger_than_the_limit(self):
        rows = [(number, "x" * 100000) for number in range(300)]
        for serverless, limit in [(True, 4000000), (False, 6291456)]:
            self.server.requests.clear()
            emitted = self.predict(rows, serverless=serverless)
            self.assertEqual(300, len(emitted))
            self.assertLessEqual(max(size for _path, _rows, size in self.server.requests), limit)

    def test_wide_rows_after_narrow_ones_are_halved_before_they_are_sent(self):
        rows = [(number, "x") for number in range(100)] + [(number, "y" * 1000000) for number in range(20)]
        self.assertEqual(120, len(self.predict(rows)))
        self.assertLessEqual(max(size for _path, _rows, size in self.server.requests), 6291456)

    def test_memory_does_not_grow_with_the_rows(self):
        def measure(count):
            predictor = self.make_predictor()
            predictor.size.rows, predictor.size.settled = 1000, True
            ctx = StubContext((number, "x" * 50) for number in range(count))
            ctx.emit = lambda *cells: None
            tracemalloc.start()
            predictor.emit_predictions(ctx)
            peak = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
            return peak

        self.assertLess(measure(60000), 1.5 * measure(15000))

    def test_the_search_for_cycles_is_rare_but_goes_on(self):
        def count():
            return sum(generation["collections"] for generation in gc.get_stats())

        predictor = self.make_predictor()
        before = count()
        self.predict([(number, "x") for number in range(60000)], predictor)
        self.assertTrue(0 < count() - before < 60)


class FailureTest(PredictorCase):
    def test_throttling_is_waited_for_and_counted(self):
        self.server.failures = [(400, "ThrottlingException", {})] * 2
        self.predict([(1, "a")])
        self.assertEqual((2, 2), (self.predictor.statistics.retries, len(self.pauses)))

    def test_pauses_and_failed_attempts_are_not_latency(self):
        self.server.failures = [(500, "InternalFailure", {}), (400, "ThrottlingException", {})] * 2
        predictor = self.make_predictor()
        predictor.caller.sleep = lambda _seconds: time.sleep(0.1)
        self.predict([(1, "a")], predictor)
        self.assertLess(predictor.statistics.latency_max, 0.1)

    def test_faults_do_not_shrink_requests(self):
        predictor = self.make_predictor(parallel=1)
        self.predict([(number, "x") for number in range(3000)], predictor)
        most = predictor.size.rows
        for fault in [(500, "InternalFailure", {}), (424, "ModelError", {"OriginalStatusCode": 504})]:
            self.server.failures = [fault] * 2
            self.predict([(number, "x") for number in range(500)], predictor)
        self.assertEqual((most, 0), (predictor.size.rows, predictor.statistics.splits))

    def test_a_connection_that_breaks_is_opened_again(self):
        predictor = self.make_predictor()
        send, broken = predictor.caller.client.invoke_endpoint, [ConnectionClosedError(endpoint_url="x")] * 2

        def invoke(**call):
            if broken:
                raise broken.pop()
            return send(**call)

        predictor.caller.client.invoke_endpoint = invoke
        self.assertEqual([(1, "a", 1)], self.predict([(1, "a")], predictor))
        self.assertEqual(2, predictor.statistics.retries)

    def test_a_stuck_endpoint_exhausts_one_budget_whatever_the_rows(self):
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

    def test_a_model_that_is_not_ready_is_waited_for(self):
        self.server.failures = [
            (429, "ModelNotReadyException", {}),
            (424, "ModelError", {"OriginalStatusCode": 503}),
            (424, "ModelError", {"OriginalStatusCode": 429}),
        ]
        self.assertEqual([(1, "a", 1)], self.predict([(1, "a")]))
        self.assertEqual(3, len(self.pauses))
        self.assertLess(self.pauses[0], self.pauses[2] + 1)

    def test_patience_ends(self):
        self.server.failures = [(429, "ModelNotReadyException", {})] * 100
        self.assertIn("E-SME-195: ", self.fail_to_predict())
        self.assertLess(sum(self.pauses), 200)
        self.assertLess(len(self.server.requests), 30)

    def test_other_refusals_of_the_model_are_not_repeated(self):
        message = "Received data of unknown size. Expected number of columns is 3."
        self.server.failures = [(424, "ModelError", {"OriginalStatusCode": 400, "Message": message})]
        self.assertIn("ModelError: " + message.rstrip("."), self.fail_to_predict())
        self.assertEqual(1, len(self.server.requests))

    def test_words(self):
        for failure, code in [
            ((400, "ValidationError", {"Message": "Endpoint churn-1 of account 1 not found."}), "E-SME-193"),
            ((403, "AccessDeniedException", {}), "E-SME-194"),
            ((403, "UnrecognizedClientException", {}), "E-SME-194"),
            ((424, "ModelError", {"OriginalStatusCode": 400, "Message": "number of columns"}), "E-SME-196"),
            ((424, "ModelError", {"OriginalStatusCode": 500, "Message": "x"}), "E-SME-197"),
            ((400, "ValidationError", {"Message": "odd"}), "E-SME-197"),
        ]:
            self.server.failures = [failure]
            self.assertIn(code + ": sagemaker:InvokeEndpoint of 'churn-1' failed: ", self.fail_to_predict())

    def test_nobody_there(self):
        with mock.patch.dict(os.environ, {"AWS_ENDPOINT_URL": "http://127.0.0.1:1"}), mock.patch("time.sleep"):
            self.assertIn("E-SME-198: ", self.fail_to_predict())

    def test_connection_without_keys(self):
        exa = make_exa(["DOUBLE"], "DOUBLE", {"AWS": StubConnection(user=None, password=None)})
        message = self.fail_to_predict(exa=exa)
        self.assertIn("E-SME-91", message)
        self.assertIn("E-SME-92", message)

    def test_no_further_rows_are_read_after_a_failure(self):
        self.server.answer = lambda rows: ""
        predictor = self.make_predictor()
        ctx = StubContext([(number, "x") for number in range(100000)])
        with self.assertRaises(PredictionError):
            predictor.emit_predictions(ctx)
        self.assertLess(ctx.read, 3000)


class ClientTest(PredictorCase):
    def test_connections_are_kept_for_all_groups(self):
        predictor = self.make_predictor()
        for _ in range(5):
            self.predict([(number, "x") for number in range(2000)], predictor)
        self.assertLessEqual(self.server.connections, 4)
        self.assertGreater(len(self.server.requests), 5)

    def test_as_many_requests_in_flight_as_asked_for(self):
        self.server.latency = 0.02
        for parallel in (1, 3):
            self.server.most_in_flight = 0
            self.predict([(number, "x") for number in range(4000)], parallel=parallel)
            self.assertEqual(parallel, self.server.most_in_flight)

    def test_timeouts(self):
        config = self.make_predictor(parallel=40).caller.client.meta.config
        self.assertEqual((5, 70, 40), (config.connect_timeout, config.read_timeout, config.max_pool_connections))
        self.assertEqual(1, config.retries["total_max_attempts"])
        self.assertTrue(config.tcp_keepalive)

    def test_statistics_of_a_group(self):
        predictor = self.make_predictor()
        for count in (1000, 10):
            ctx = StubContext([(number, "x") for number in range(count)])
            predictor.emit_statistics(ctx)
            (row,) = ctx.emitted
            rows, calls, retries, splits, sent, received, largest, p50, p95, most, seconds = row
            self.assertEqual((count, 0, 0), (rows, retries, splits))
            self.assertEqual(sum(len("{},x\n".format(number)) for number in range(count)), sent)
            self.assertGreater(received, 0)
            self.assertLessEqual(largest, count)
            self.assertTrue(0 < p50 <= p95 <= most <= seconds * 1000 + 1)
        self.assertEqual(1, calls)
