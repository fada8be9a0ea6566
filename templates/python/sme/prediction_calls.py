"""Requests to an endpoint: sent, retried where that can help, halved where they are too large."""

import random
import time

from sme.credentials import word_problem
from sme.prediction_failures import CallFailure
from sme.prediction_labels import PredictionError

# AWS's limits of a request: 6 MiB in the service model; 4 MB where the endpoint is serverless.
REAL_TIME_BYTES = 6291456
SERVERLESS_BYTES = 4000000
# botocore does not retry: its back-off would count as the service's latency, and its attempts would multiply ours.
CALL_ATTEMPTS = 1
# The container may take 60 seconds, and boto3's default is to give up at that very moment.
CALL_READ_SECONDS = 70
FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 20.0
# Seconds that one call may lose in failed attempts and pauses, its halves included. A serverless endpoint starts, and a
# model loads, within minutes; AWS ends a call after 60 seconds, so three time-outs of a stuck endpoint exhaust it.
RETRY_BUDGET_SECONDS = 180.0
# A time-out that is reported sooner is more likely a fault on the way than the time that the rows take.
QUICK_SECONDS = 10.0
# Attempts where the network or AWS fails. Throttling lasts longer, so only the budget limits it.
MAX_FAULT_ATTEMPTS = 5
MAX_SHOWN_KEY_CHARACTERS = 200


def find_limit(settings):
    """Bytes of a request."""
    return SERVERLESS_BYTES if settings.get("serverless") else REAL_TIME_BYTES


def make_call_options(threads):
    """Options for make_client."""
    return {
        "attempts": CALL_ATTEMPTS,
        "read_timeout": CALL_READ_SECONDS,
        "max_pool_connections": max(10, threads),
        "tcp_keepalive": True,
    }


class RetryBudget:
    """What one call may still lose in failed attempts and pauses. The time of calls that succeed is not counted."""

    def __init__(self):
        self.left = RETRY_BUDGET_SECONDS
        self.has_repeated_timeout = False

    def spend(self, seconds):
        self.left -= seconds

    def is_spent(self):
        return self.left <= 0

    def take_repetition(self, seconds):
        """Whether a time-out after so many seconds is worth the same request once more: once, where it came quickly."""
        if self.has_repeated_timeout or seconds >= QUICK_SECONDS:
            return False
        self.has_repeated_timeout = True
        return True


class EndpointCaller:
    """
    client: of sagemaker-runtime; target: {'endpoint', 'connection', 'region'}; body: writes rows as CSV; reader: reads
    answers; key_names: names of the columns in front of each row that identify it. Called by several threads.
    """

    def __init__(self, client, target, body, reader, limit_bytes, statistics, key_names=(), sleep=time.sleep):
        self.client = client
        self.target = target
        self.body = body
        self.reader = reader
        self.limit_bytes = limit_bytes
        self.statistics = statistics
        self.key_names = key_names
        self.sleep = sleep
        # Bytes of the largest request that was answered: a request of this size that times out is not too large.
        self.proven_bytes = 0

    def predict(self, rows, body=None, first=1, budget=None):
        """
        first: the number of the first row in its group.

        Returns (label texts, probabilities, rows of the largest request that went through, seconds of the last one).
        """
        body = self.body.write(rows) if body is None else body
        budget = budget or RetryBudget()
        if len(body) > self.limit_bytes:
            if len(rows) > 1:
                return self.predict_halves(rows, first, budget)
            raise self.make_size_error(rows[0], first, len(body))
        failure, answer, seconds = self.send(body, len(rows), budget)
        if failure is None:
            texts, probabilities = self.reader.read(answer, len(rows))
            return texts, probabilities, len(rows), seconds
        if len(rows) > 1 and self.is_too_large(failure, len(body), budget):
            return self.predict_halves(rows, first, budget)
        target = self.target
        row = self.describe_row(rows[0], first, len(body)) if len(rows) == 1 else None
        raise failure.make_error(target["endpoint"], target["connection"], target["region"], row) from failure.error

    def predict_halves(self, rows, first, budget):
        self.statistics.note_split()
        middle = len(rows) // 2
        left = self.predict(rows[:middle], None, first, budget)
        right = self.predict(rows[middle:], None, first + middle, budget)
        return (
            list(left[0]) + list(right[0]),
            list(left[1]) + list(right[1]),
            max(left[2], right[2]),
            max(left[3], right[3]),
        )

    def is_too_large(self, failure, size, budget):
        """Whether half the rows may succeed. A time-out is not about the size where one like it was answered before."""
        if failure.remedy == "faster":
            return size > self.proven_bytes and not budget.is_spent()
        return failure.remedy == "less"

    def describe_row(self, row, number, size):
        keys = ", ".join("{} = '{}'".format(*pair) for pair in zip(self.key_names, row))[:MAX_SHOWN_KEY_CHARACTERS]
        return "row {}{}, which has {} bytes as CSV".format(number, " ({})".format(keys) if keys else "", size)

    def make_size_error(self, row, number, size):
        said = "Endpoint '{}' cannot be sent {}: a request can have {} bytes.".format(
            self.target["endpoint"], self.describe_row(row, number, size), self.limit_bytes
        )
        return PredictionError(
            word_problem("E-SME-281", said, "Shorten the texts of this row, or exclude it with a WHERE clause.")
        )

    def send(self, body, rows, budget):
        """(failure, None, 0) or (None, answer, seconds of the attempt that succeeded)."""
        pause, faults = FIRST_PAUSE_SECONDS, 0
        while True:
            started = time.monotonic()
            try:
                response = self.client.invoke_endpoint(
                    EndpointName=self.target["endpoint"], ContentType="text/csv", Accept="text/csv", Body=body
                )
                answer = response["Body"].read()
            except Exception as error:
                failure = CallFailure(error)
            else:
                seconds = time.monotonic() - started
                self.proven_bytes = max(self.proven_bytes, len(body))
                self.statistics.note_call(rows, len(body), len(answer), seconds)
                return None, answer, seconds
            lost = time.monotonic() - started
            budget.spend(lost)
            faults += failure.remedy != "later"
            is_helpful = failure.remedy in ("later", "again") or (
                failure.remedy == "faster" and (len(body) <= self.proven_bytes or budget.take_repetition(lost))
            )
            if budget.is_spent() or faults >= MAX_FAULT_ATTEMPTS or not is_helpful:
                return failure, None, 0.0
            self.statistics.note_retry()
            seconds = pause * random.uniform(0.5, 1.0)
            budget.spend(seconds)
            self.sleep(seconds)
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
