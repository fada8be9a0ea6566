"""Requests to an endpoint: sent, sent again where that can help, halved where they are too much."""

import random
import time

from sme.prediction_failures import CallFailure

# AWS's limits of a request: 6 MiB in the service model; 4 MB where the endpoint is serverless.
REAL_TIME_BYTES = 6291456
SERVERLESS_BYTES = 4000000
# boto3's own attempts on throttling, 5xx and lost connections.
CALL_ATTEMPTS = 5
# The container may take 60 seconds, and boto3's default is to give up at that very moment.
CALL_READ_SECONDS = 70
FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 20.0
# A serverless endpoint that starts, or a model that loads, takes minutes at most.
PATIENCE_SECONDS = 180.0


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


class EndpointCaller:
    """
    client: of sagemaker-runtime; target: {'endpoint', 'connection', 'region'}; body: writes rows as CSV; reader: reads
    answers. Called by several threads.
    """

    def __init__(self, client, target, body, reader, limit_bytes, statistics, sleep=time.sleep):
        self.client = client
        self.target = target
        self.body = body
        self.reader = reader
        self.limit_bytes = limit_bytes
        self.statistics = statistics
        self.sleep = sleep

    def predict(self, rows, body=None):
        """
        Returns (label texts, probabilities, rows of the largest request that went through, seconds of the last one).
        """
        body = self.body.write(rows) if body is None else body
        if len(body) > self.limit_bytes and len(rows) > 1:
            return self.predict_halves(rows)
        failure, answer, seconds = self.send(body, len(rows))
        if failure is None:
            texts, probabilities = self.reader.read(answer, len(rows))
            return texts, probabilities, len(rows), seconds
        if failure.remedy == "less" and len(rows) > 1:
            return self.predict_halves(rows)
        target = self.target
        raise failure.make_error(target["endpoint"], target["connection"], target["region"]) from failure.error

    def predict_halves(self, rows):
        self.statistics.note_split()
        middle = len(rows) // 2
        left = self.predict(rows[:middle])
        right = self.predict(rows[middle:])
        return (
            list(left[0]) + list(right[0]),
            list(left[1]) + list(right[1]),
            max(left[2], right[2]),
            max(left[3], right[3]),
        )

    def send(self, body, rows):
        """(failure, None, 0) or (None, answer, seconds); patient with an endpoint that is not ready or busy."""
        began, pause = time.monotonic(), FIRST_PAUSE_SECONDS
        while True:
            started = time.monotonic()
            try:
                response = self.client.invoke_endpoint(
                    EndpointName=self.target["endpoint"], ContentType="text/csv", Accept="text/csv", Body=body
                )
                answer = response["Body"].read()
            except Exception as error:
                failure = CallFailure(error)
                if failure.remedy != "later" or time.monotonic() - began > PATIENCE_SECONDS:
                    return failure, None, 0.0
            else:
                seconds = time.monotonic() - started
                retries = response["ResponseMetadata"].get("RetryAttempts", 0)
                self.statistics.note_call(rows, len(body), len(answer), seconds, retries)
                return None, answer, seconds
            self.statistics.note_retry()
            self.sleep(pause * random.uniform(0.5, 1.0))
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
