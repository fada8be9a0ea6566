"""Statistics of the requests that a prediction needed."""

import json
import threading

# Number of latencies kept for the percentiles. When it is reached, every second one is dropped.
MAX_LATENCIES = 20000
STATISTICS_COLUMNS = (
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
    """Several threads share an instance."""

    def __init__(self):
        self.lock = threading.Lock()
        self.rows = self.calls = self.retries = self.splits = 0
        self.bytes_sent = self.bytes_received = self.largest_request_rows = 0
        self.seconds = self.max_latency = 0.0
        # Latencies in seconds of every stride-th call.
        self.latencies = []
        self.stride = 1

    def note_call(self, rows, bytes_sent, bytes_received, seconds):
        with self.lock:
            self.rows += rows
            self.calls += 1
            self.bytes_sent += bytes_sent
            self.bytes_received += bytes_received
            self.largest_request_rows = max(self.largest_request_rows, rows)
            self.max_latency = max(self.max_latency, seconds)
            if self.calls % self.stride == 0:
                self.latencies.append(seconds)
            if len(self.latencies) >= MAX_LATENCIES:
                self.latencies = self.latencies[::2]
                self.stride *= 2

    def note_retry(self):
        with self.lock:
            self.retries += 1

    def note_split(self):
        with self.lock:
            self.splits += 1

    def summarize(self):
        """The values of STATISTICS_COLUMNS, in their order."""
        with self.lock:
            ordered = sorted(self.latencies)
            latencies = [find_percentile(ordered, 0.5), find_percentile(ordered, 0.95), self.max_latency]
            counts = [
                self.rows,
                self.calls,
                self.retries,
                self.splits,
                self.bytes_sent,
                self.bytes_received,
                self.largest_request_rows,
            ]
            return counts + [round(latency * 1000, 3) for latency in latencies] + [round(self.seconds, 3)]

    def to_json(self, endpoint):
        """One line for the script output, which ALTER SESSION SET SCRIPT_OUTPUT_ADDRESS redirects to the user."""
        return json.dumps(dict(zip(STATISTICS_COLUMNS, self.summarize()), endpoint=endpoint))


def find_percentile(ordered, fraction):
    return ordered[min(len(ordered) - 1, int(len(ordered) * fraction))] if ordered else 0.0
