"""
Sends requests to an endpoint, retries them if that can help, and splits them if they are too large or contain a bad
row.
"""

import random
import time

from sme.errors import cut_value, format_error
from sme.prediction_failures import RETRY, RETRY_LATER, RETRY_OR_SEND_FEWER_ROWS, SEND_FEWER_ROWS, CallFailure
from sme.prediction_labels import PredictionError, RowCountError

# AWS's limits for a request: 6 MiB in the service model, 4 MB for serverless endpoints.
MAX_REAL_TIME_BYTES = 6291456
MAX_SERVERLESS_BYTES = 4000000
# botocore must not retry: its pauses would count as latency, and its attempts would multiply those of this module.
BOTOCORE_ATTEMPTS = 1
# The container may take 60 seconds; boto3's default timeout is exactly that.
INVOKE_TIMEOUT_SECONDS = 70
FIRST_PAUSE_SECONDS = 1.0
MAX_PAUSE_SECONDS = 20.0
# Limit for the failed attempts and pauses of a call, including its halves. Starting a serverless endpoint or loading a
# model takes minutes. AWS ends a call after 60 seconds, so three timeouts of a stuck endpoint reach the limit.
RETRY_BUDGET_SECONDS = 180.0
# A timeout that AWS reports sooner is more likely due to a network fault than to the number of rows.
QUICK_TIMEOUT_SECONDS = 10.0
# Attempts per call if the network or AWS fails. Throttling lasts longer, so only the budget limits its attempts.
MAX_FAULT_ATTEMPTS = 5


def find_max_request_bytes(settings):
    return MAX_SERVERLESS_BYTES if settings.get("serverless") else MAX_REAL_TIME_BYTES


def make_call_options(threads):
    """Options for make_client."""
    return {
        "attempts": BOTOCORE_ATTEMPTS,
        "read_timeout": INVOKE_TIMEOUT_SECONDS,
        "max_pool_connections": max(10, threads),
        "tcp_keepalive": True,
    }


class RetryBudget:
    """The time that a call may still spend on failed attempts and pauses. Successful attempts do not count."""

    def __init__(self):
        self.seconds_left = RETRY_BUDGET_SECONDS
        self.has_repeated_timeout = False

    def spend(self, seconds):
        self.seconds_left -= seconds

    def is_spent(self):
        return self.seconds_left <= 0

    def may_repeat_timeout(self, seconds):
        """True for the first timeout, if it was a quick one: the same request may succeed the next time."""
        if self.has_repeated_timeout or seconds >= QUICK_TIMEOUT_SECONDS:
            return False
        self.has_repeated_timeout = True
        return True


class CallResult:
    """
    The predictions of a list of rows.

    texts: label texts. probabilities: numbers or None. errors: {index of a bad row: error text}; a bad row has the text
    and the probability None. largest_rows: rows of the largest successful request. seconds, response_bytes: of the last
    one. is_too_large: whether the rows did not fit into one request.
    """

    __slots__ = ("errors", "is_too_large", "largest_rows", "probabilities", "response_bytes", "seconds", "texts")

    def __init__(self, texts, probabilities, seconds=0.0, response_bytes=0, errors=None):
        self.texts = texts
        self.probabilities = probabilities
        self.errors = errors or {}
        self.largest_rows = 0 if errors else len(texts)
        self.seconds = seconds
        self.response_bytes = response_bytes
        self.is_too_large = False

    def append(self, other):
        """Adds the predictions of the rows that follow."""
        self.errors.update((len(self.texts) + index, text) for index, text in other.errors.items())
        self.texts = list(self.texts) + list(other.texts)
        self.probabilities = list(self.probabilities) + list(other.probabilities)
        self.largest_rows = max(self.largest_rows, other.largest_rows)
        self.seconds = max(self.seconds, other.seconds)
        self.response_bytes = max(self.response_bytes, other.response_bytes)
        return self


class EndpointCaller:
    """
    Sends rows to one endpoint. Several threads share an instance.

    client: of sagemaker-runtime. target: {'endpoint', 'connection', 'region'}. body: CsvBody or CsvLines. reader:
    ResponseReader. max_bytes: of a request. statistics: PredictionStatistics. key_names: names of the key columns.
    first_key: their position in a row. bad_rows: BadRows, or None if a bad row is an error.
    """

    def __init__(
        self,
        client,
        target,
        body,
        reader,
        max_bytes,
        statistics,
        key_names=(),
        first_key=0,
        bad_rows=None,
        sleep=time.sleep,
    ):
        self.client = client
        self.target = target
        self.body = body
        self.reader = reader
        self.max_bytes = max_bytes
        self.statistics = statistics
        self.key_names = key_names
        self.first_key = first_key
        self.bad_rows = bad_rows
        self.sleep = sleep
        # Size of the largest successful request. A timeout of a request up to this size is not caused by its size.
        self.proven_bytes = 0

    def predict(self, rows, body=None, first=1, budget=None):
        """
        rows: list of tuples. body: their CSV, or None. first: number of the first row in its group, starting at 1.

        Returns a CallResult. Raises PredictionError.
        """
        body = self.body.format(rows) if body is None else body
        budget = budget or RetryBudget()
        if len(body) > self.max_bytes:
            if len(rows) > 1:
                return self.predict_too_large(rows, first, budget)
            return self.refuse_size(rows[0], first, len(body))
        failure, response, seconds = self.send(body, len(rows), budget)
        if failure is None:
            return self.read(rows, first, len(body), response, seconds)
        if len(rows) > 1 and self.is_too_large(failure, len(body), budget):
            return self.predict_too_large(rows, first, budget)
        if self.bad_rows is not None and failure.may_be_due_to_a_row(self.body.is_fixed_width):
            if len(rows) > 1:
                return self.predict_halves(rows, first)
            return self.note_bad_row(self.bad_rows, rows[0], first, len(body), failure.describe())
        row = self.describe_row(rows[0], first, len(body)) if len(rows) == 1 else None
        raise failure.make_error(self.target, row) from failure.error

    def read(self, rows, first, size, response, seconds):
        try:
            texts, probabilities = self.reader.read(response, len(rows))
        except RowCountError as error:
            if self.bad_rows is None:
                raise
            if len(rows) > 1:
                return self.predict_halves(rows, first)
            return self.note_bad_row(self.bad_rows, rows[0], first, size, str(error))
        return CallResult(texts, probabilities, seconds, len(response))

    def predict_too_large(self, rows, first, budget):
        result = self.predict_halves(rows, first, budget)
        result.is_too_large = True
        return result

    def predict_halves(self, rows, first, budget=None):
        """budget: None if the failure of the whole was quick, as that of a bad row is."""
        self.statistics.note_split()
        middle = len(rows) // 2
        left = self.predict(rows[:middle], None, first, budget)
        return left.append(self.predict(rows[middle:], None, first + middle, budget))

    def note_bad_row(self, bad_rows, row, first, size, reason):
        """Returns the result of one row without a prediction. @raises PredictionError for one bad row too many"""
        text = bad_rows.note(self.describe_row(row, first, size), reason)
        return CallResult([None], [None], errors={0: text})

    def is_too_large(self, failure, size, budget):
        """True if half the rows may succeed. A request that is no larger than a successful one was not too large."""
        if failure.strategy == RETRY_OR_SEND_FEWER_ROWS:
            return size > self.proven_bytes and not budget.is_spent()
        return failure.strategy == SEND_FEWER_ROWS

    def describe_row(self, row, number, size):
        cells = row[self.first_key :]
        keys = cut_value(", ".join("{} = '{}'".format(*pair) for pair in zip(self.key_names, cells)))
        return "row {}{}, which has {} bytes as CSV".format(number, " ({})".format(keys) if keys else "", size)

    def refuse_size(self, row, first, size):
        """The result of a row that no request can contain. @raises PredictionError if a bad row is an error"""
        row_text = self.describe_row(row, first, size)
        message = format_error("E-SME-281", endpoint=self.target["endpoint"], row=row_text, limit=self.max_bytes)
        if self.bad_rows is None:
            raise PredictionError(message)
        return self.note_bad_row(self.bad_rows, row, first, size, message)

    def send(self, body, rows, budget):
        """
        Sends one request until it succeeds or retries cannot help. rows: their number.
        Returns (CallFailure, None, 0) or (None, response body, seconds of the successful attempt).
        """
        pause, faults = FIRST_PAUSE_SECONDS, 0
        while True:
            started = time.monotonic()
            try:
                response = self.client.invoke_endpoint(
                    EndpointName=self.target["endpoint"], ContentType="text/csv", Accept="text/csv", Body=body
                )
                content = response["Body"].read()
            except Exception as error:
                failure = CallFailure(error)
            else:
                seconds = time.monotonic() - started
                self.proven_bytes = max(self.proven_bytes, len(body))
                self.statistics.note_call(rows, len(body), len(content), seconds)
                return None, content, seconds
            lost_seconds = time.monotonic() - started
            budget.spend(lost_seconds)
            faults += failure.strategy != RETRY_LATER
            is_retryable = failure.strategy in (RETRY_LATER, RETRY) or (
                failure.strategy == RETRY_OR_SEND_FEWER_ROWS
                and (len(body) <= self.proven_bytes or budget.may_repeat_timeout(lost_seconds))
            )
            if budget.is_spent() or faults >= MAX_FAULT_ATTEMPTS or not is_retryable:
                return failure, None, 0.0
            self.statistics.note_retry()
            seconds = pause * random.uniform(0.5, 1.0)
            budget.spend(seconds)
            self.sleep(seconds)
            pause = min(pause * 2, MAX_PAUSE_SECONDS)
