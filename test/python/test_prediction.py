"""The prediction UDF with boto3 and an endpoint on a real HTTP server."""

import gc
import time
import tracemalloc

from prediction_doubles import StubContext
from predictor_case import PredictorCase

KEYS = ["predicted_label", "probabilities", "labels"]


class RowsTest(PredictorCase):
    def test_emits_every_row_once_and_in_order(self):
        def respond_late(rows):
            # The second request overtakes the first.
            if int(rows[0][0]) < 200:
                time.sleep(0.05)
            return "".join("{}\n".format(row[0]) for row in rows)

        self.server.response = respond_late
        emitted = self.predict([(number, "x") for number in range(5000)])
        self.assertEqual([(number, "x", number) for number in range(5000)], emitted)
        self.assertGreater(self.server.max_in_flight, 1)

    def test_emits_keys_without_sending_them(self):
        rows = [("key, {}".format(number), None, number) for number in range(10)]
        emitted = self.predict(rows, inputs=("VARCHAR(9)", "DATE", "DECIMAL(9,0)"), keys=2)
        self.assertEqual([row + (row[2],) for row in rows], emitted)
        self.assertEqual(sum(len("{}\n".format(number)) for number in range(10)), self.server.requests[0][2])

    def test_predicts_from_one_column(self):
        self.assertEqual([(7, 7)], self.predict([(7,)], inputs=("DECIMAL(9,0)",)))

    def test_accepts_a_group_without_rows(self):
        self.assertEqual([], self.predict([]))
        self.assertEqual([], self.server.requests)

    def test_sends_a_single_null_as_a_row(self):
        self.server.response = lambda rows: "1\n" * len(rows)
        self.assertEqual([(None, 1), (None, 1)], self.predict([(None,), (None,)], inputs=("DOUBLE",)))

    def test_fails_if_the_endpoint_drops_rows(self):
        self.server.response = lambda rows: "1\n" * (len(rows) - 1)
        self.assertIn(
            "E-SME-190: The endpoint 'churn-1' received 3 rows and returned 2.", self.fail_to_predict([(1, "a")] * 3)
        )

    def test_fails_for_an_unexpected_number_of_columns(self):
        self.server.response = lambda rows: "1,2\n" * len(rows)
        self.assertIn(
            "E-SME-191: The endpoint 'churn-1' returned '1,2' instead of predicted_label.", self.fail_to_predict()
        )

    def test_emits_the_probability_of_the_predicted_label(self):
        self.server.response = lambda rows: "".join(
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

    def test_sends_a_small_query_in_one_request(self):
        self.predict([(number, "x") for number in range(10)])
        self.assertEqual([10], self.sizes())

    def test_increases_the_request_size(self):
        self.predict([(number, "x") for number in range(60000)])
        sizes = self.sizes()
        self.assertEqual(200, sizes[0])
        self.assertGreater(max(sizes), 3000)
        self.assertEqual(60000, sum(sizes))

    def test_sends_the_first_requests_before_reading_all_rows(self):
        ctx = StubContext([(number, "x") for number in range(100000)])
        predictions = self.make_predictor().predict(ctx)
        next(predictions)
        self.assertLess(ctx.read, 2000)
        predictions.close()

    def test_splits_requests_that_are_too_large(self):
        for too_large in [
            (413, "413", {}),
            (424, "ModelError", {"OriginalStatusCode": 413, "OriginalMessage": "x"}),
            (424, "ModelError", {"OriginalStatusCode": 0, "OriginalMessage": "Your invocation timed out"}),
        ]:
            self.server.requests.clear()
            self.server.max_rows, self.server.too_large = 60, too_large
            emitted = self.predict([(number, "x") for number in range(2000)])
            self.assertEqual(list(range(2000)), [row[2] for row in emitted])
            # The last requests are small from the start.
            self.assertLess(len([size for size in self.sizes() if size > 60]), 25)
            self.assertGreater(self.predictor.statistics.splits, 0)

    def test_reports_a_single_row_that_is_too_large(self):
        self.server.max_rows = 0
        message = self.fail_to_predict([(1, "a"), (2, "b")])
        self.assertIn("E-SME-199: The endpoint 'churn-1' rejected a single row as too large: 413", message)
        self.assertIn("The request contained only row 1, which has 4 bytes as CSV.", message)

    def test_names_key_and_size_of_a_row_above_the_limit(self):
        rows = [(number, number, "x") for number in range(300)] + [(7, 8, "y" * 6291456)]
        inputs = ("DECIMAL(18,0)", "DECIMAL(18,0)", "VARCHAR(100)")
        message = self.fail_to_predict(rows, inputs=inputs, keys=1)
        expected = (
            "E-SME-281: The endpoint 'churn-1' cannot receive row 301 (C = '7'), which has 6291459 bytes as CSV: "
        )
        self.assertIn(expected, message)
        self.assertNotIn(6291459, [size for _path, _rows, size in self.server.requests])

    def test_never_exceeds_the_size_limit(self):
        rows = [(number, "x" * 100000) for number in range(300)]
        for serverless, limit in [(True, 4000000), (False, 6291456)]:
            self.server.requests.clear()
            emitted = self.predict(rows, serverless=serverless)
            self.assertEqual(300, len(emitted))
            self.assertLessEqual(max(size for _path, _rows, size in self.server.requests), limit)

    def test_splits_wide_rows_after_narrow_ones_before_sending(self):
        rows = [(number, "x") for number in range(100)] + [(number, "y" * 1000000) for number in range(20)]
        self.assertEqual(120, len(self.predict(rows)))
        self.assertLessEqual(max(size for _path, _rows, size in self.server.requests), 6291456)

    def test_uses_constant_memory(self):
        def measure(count):
            predictor = self.make_predictor()
            predictor.size.rows, predictor.size.is_settled = 1000, True
            ctx = StubContext((number, "x" * 50) for number in range(count))
            ctx.emit = lambda *cells: None
            tracemalloc.start()
            predictor.emit_predictions(ctx)
            peak = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
            return peak

        self.assertLess(measure(60000), 1.5 * measure(15000))

    def test_still_collects_garbage_but_rarely(self):
        def count():
            return sum(generation["collections"] for generation in gc.get_stats())

        predictor = self.make_predictor()
        before = count()
        self.predict([(number, "x") for number in range(60000)], predictor)
        self.assertTrue(0 < count() - before < 60)


class ClientTest(PredictorCase):
    def test_reuses_connections_for_all_groups(self):
        predictor = self.make_predictor()
        for _ in range(5):
            self.predict([(number, "x") for number in range(2000)], predictor)
        self.assertLessEqual(self.server.connections, 4)
        self.assertGreater(len(self.server.requests), 5)

    def test_sends_the_configured_number_of_parallel_requests(self):
        self.server.latency = 0.02
        for parallel in (1, 3):
            self.server.max_in_flight = 0
            self.predict([(number, "x") for number in range(4000)], parallel=parallel)
            self.assertEqual(parallel, self.server.max_in_flight)

    def test_configures_timeouts(self):
        config = self.make_predictor(parallel=40).caller.client.meta.config
        self.assertEqual((5, 70, 40), (config.connect_timeout, config.read_timeout, config.max_pool_connections))
        self.assertEqual(1, config.retries["total_max_attempts"])
        if "tcp_keepalive" in config.OPTION_DEFAULTS:
            self.assertTrue(config.tcp_keepalive)

    def test_emits_the_statistics_of_each_group(self):
        predictor = self.make_predictor()
        for count in (1000, 10):
            ctx = StubContext([(number, "x") for number in range(count)])
            predictor.emit_statistics(ctx)
            (row,) = ctx.emitted
            rows, calls, retries, splits, sent, received, largest, p50, p95, max_latency, seconds = row
            self.assertEqual((count, 0, 0), (rows, retries, splits))
            self.assertEqual(sum(len("{},x\n".format(number)) for number in range(count)), sent)
            self.assertGreater(received, 0)
            self.assertLessEqual(largest, count)
            self.assertTrue(0 < p50 <= p95 <= max_latency <= seconds * 1000 + 1)
        self.assertEqual(1, calls)
