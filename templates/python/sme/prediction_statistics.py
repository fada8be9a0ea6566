"""What a run of predictions cost."""

import json
import threading

# Latencies kept for the percentiles: beyond this many calls every second one is forgotten.
MOST_LATENCIES = 20000
COLUMNS = (
    "rows",
    "calls",
    "retries",
    "splits",
    "bytes_sent",
    "bytes_received",
    "largest_request_rows",
    "latency_p50_ms",
    "latency_p95_ms",
    "latency_max_ms",
    "seconds",
)


class PredictionStatistics:
    """Counted by several threads."""

    def __init__(self):
        self.lock = threading.Lock()
        self.rows = self.calls = self.retries = self.splits = 0
        self.bytes_sent = self.bytes_received = self.largest_request_rows = 0
        self.seconds = self.latency_max = 0.0
        self.latencies = []
        self.stride = 1

    def note_call(self, rows, sent, received, seconds):
        with self.lock:
            self.rows += rows
            self.calls += 1
            self.bytes_sent += sent
            self.bytes_received += received
            self.largest_request_rows = max(self.largest_request_rows, rows)
            self.latency_max = max(self.latency_max, seconds)
            if self.calls % self.stride == 0:
                self.latencies.append(seconds)
            if len(self.latencies) >= MOST_LATENCIES:
                self.latencies = self.latencies[::2]
                self.stride *= 2

    def note_retry(self):
        with self.lock:
            self.retries += 1

    def note_split(self):
        with self.lock:
            self.splits += 1

    def summarise(self):
        """The values of COLUMNS, in their order."""
        with self.lock:
            ordered = sorted(self.latencies)
            milliseconds = [find_percentile(ordered, 0.5), find_percentile(ordered, 0.95), self.latency_max]
            counts = [
                self.rows,
                self.calls,
                self.retries,
                self.splits,
                self.bytes_sent,
                self.bytes_received,
                self.largest_request_rows,
            ]
            return counts + [round(value * 1000, 3) for value in milliseconds] + [round(self.seconds, 3)]

    def describe(self, endpoint):
        """One line for the script's output, which ALTER SESSION SET SCRIPT_OUTPUT_ADDRESS shows."""
        return json.dumps(dict(zip(COLUMNS, self.summarise()), endpoint=endpoint))


def find_percentile(ordered, share):
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0
