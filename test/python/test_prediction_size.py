import unittest

import doubles  # noqa: F401
from sme.prediction_size import FIRST_ROWS, RequestSize

LIMIT = 6291456


def run(size, latency_of, calls=20, row_bytes=70, waited=True):
    """The rows of successive requests to an endpoint that takes latency_of(rows) seconds."""
    sizes = []
    for _ in range(calls):
        rows = size.rows
        sizes.append(rows)
        size.note_call(rows, rows, rows * row_bytes, latency_of(rows), waited)
    return sizes


class RequestSizeTest(unittest.TestCase):
    def test_grows_while_throughput_increases(self):
        sizes = run(RequestSize(LIMIT), lambda rows: 0.05 + rows * 1e-6)
        self.assertEqual([200, 800, 3200, 12800, 51200], sizes[:5])
        self.assertLessEqual(sizes[-1] * 70, LIMIT)

    def test_stops_growing_when_throughput_stagnates(self):
        sizes = run(RequestSize(LIMIT), lambda rows: 0.001 + rows * 1e-4)
        self.assertEqual(12800, max(sizes))
        self.assertEqual(1, len(set(sizes[4:])))

    def test_sends_small_requests_to_a_slow_model(self):
        self.assertEqual([200, 800, 200, 200], run(RequestSize(LIMIT), lambda rows: 0.01 * rows, 4))

    def test_shrinks_when_larger_requests_are_slower(self):
        sizes = run(RequestSize(LIMIT), lambda rows: 0.01 if rows <= 12800 else 2.0)
        self.assertEqual((51200, 12800), (max(sizes), sizes[-1]))

    def test_exceeds_a_comfortable_size_only_if_responses_are_waited_for(self):
        sizes = run(RequestSize(LIMIT), lambda rows: 0.05 + rows * 1e-6, waited=False)
        self.assertEqual(12800, max(sizes))

    def test_never_grows_to_a_rejected_size_again(self):
        size = RequestSize(LIMIT)
        run(size, lambda rows: 0.01, 3)
        size.note_limit(1600)
        self.assertEqual({1600}, set(run(size, lambda rows: 0.01)))

    def test_considers_the_width_of_rows(self):
        self.assertEqual(FIRST_ROWS, max(run(RequestSize(LIMIT), lambda rows: 0.1, row_bytes=1000000)))

    def test_ignores_the_incomplete_last_request(self):
        size = RequestSize(LIMIT)
        size.note_call(200, 7, 700, 0.001, True)
        self.assertEqual(200, size.rows)

    def test_bounds_the_response(self):
        size = RequestSize(LIMIT)
        for _ in range(20):
            size.note_call(size.rows, size.rows, size.rows * 8, 0.001, True, size.rows * 1327)
        self.assertLess(1000, size.rows)
        self.assertLess(size.rows * 1327, LIMIT)

    def test_shrinks_for_large_responses(self):
        size = RequestSize(LIMIT)
        size.note_call(FIRST_ROWS, FIRST_ROWS, 1600, 0.001, True, FIRST_ROWS * 100000)
        self.assertLess(size.rows * 100000, LIMIT)
