"""Failures of InvokeEndpoint: their retry strategies, and the errors for users."""

from sme.aws_client import describe_failure
from sme.errors import format_error
from sme.facts import ACCESS_DENIED_CODES, EXPIRED_TOKEN_CODES, REFUSED_KEY_CODES, THROTTLING_CODES
from sme.prediction_labels import PredictionError

BUSY_CODES = THROTTLING_CODES + ("LimitExceededException", "ServiceUnavailable", "ModelNotReadyException")
# Faults of the network or of AWS that have no HTTP status of 500 or more.
FAULT_CODES = ("RequestTimeout", "RequestTimeoutException", "IncompleteReadError")
# Statuses of a container, or of the proxy in front of it, that takes too long. 0: AWS's own limit of 60 seconds.
TIMEOUT_STATUSES = (0, 408, 504)
BUSY_STATUSES = (429, 503)
TOO_LARGE_STATUS = 413

# Retry strategies for a failed request.
SEND_FEWER_ROWS = "send fewer rows"
RETRY_LATER = "retry later"
RETRY = "retry"
# The container took too long: the same request may succeed the next time, or one with fewer rows.
RETRY_OR_SEND_FEWER_ROWS = "retry or send fewer rows"


class CallFailure:
    """A failed call of InvokeEndpoint. strategy: one of the retry strategies, or None if no retry can succeed."""

    def __init__(self, error):
        self.error = error
        self.failure = describe_failure("sagemaker:InvokeEndpoint", error)
        response = getattr(error, "response", None) or {}
        self.status = response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
        self.container_status = response.get("OriginalStatusCode")
        self.strategy = self.find_strategy()

    def find_strategy(self):
        code = self.failure["code"]
        if code == "ModelError":
            if self.container_status in BUSY_STATUSES:
                return RETRY_LATER
            if self.container_status in TIMEOUT_STATUSES:
                return RETRY_OR_SEND_FEWER_ROWS
            return SEND_FEWER_ROWS if self.container_status == TOO_LARGE_STATUS else None
        if self.status == TOO_LARGE_STATUS or code == "RequestEntityTooLarge":
            return SEND_FEWER_ROWS
        if code in BUSY_CODES or self.status == 429:
            return RETRY_LATER
        # This includes read timeouts: AWS ends every call after 60 seconds, and the client waits longer than that.
        is_fault = self.failure["kind"] in ("unreachable", "interrupted") or code in FAULT_CODES
        return RETRY if is_fault else None

    def may_be_due_to_a_row(self, is_fixed_width):
        """
        True if the endpoint may have rejected the request for one of its rows: it is too large, or the container
        responds with an error of its own. is_fixed_width: whether all rows have the same number of cells, so that a
        wrong number is not due to a row.
        """
        if self.strategy == SEND_FEWER_ROWS:
            return True
        is_answer = self.failure["code"] == "ModelError" and 400 <= (self.container_status or 0) <= 500
        return is_answer and self.strategy is None and not (is_fixed_width and self.is_about_columns())

    def is_about_columns(self):
        message = self.failure["message"].lower()
        return self.failure["code"] == "ModelError" and ("number of columns" in message or "unknown size" in message)

    def describe(self):
        """What AWS says, on one line."""
        return "{}: {}".format(self.failure["code"], " ".join(self.failure["message"].split()).rstrip("."))

    def make_error(self, target, row=None):
        """
        The error for the user.

        target: {'endpoint', 'connection', 'region'}. row: describes the row if the request contained only one.
        """
        return PredictionError(self.format_message(target["endpoint"], target["connection"], target["region"], row))

    def format_message(self, endpoint, connection, region, row):
        code, kind = self.failure["code"], self.failure["kind"]
        failure = self.describe()
        if kind == "boto3":
            return format_error("E-SME-200", endpoint=endpoint, failure=failure)
        if code in EXPIRED_TOKEN_CODES:
            return format_error("E-SME-437.expired", endpoint=endpoint, connection=connection, failure=failure)
        if "role_arn" in self.failure and kind == "service" and code not in REFUSED_KEY_CODES:
            return format_error("E-SME-437.role", endpoint=endpoint, connection=connection, failure=failure)
        if code in REFUSED_KEY_CODES:
            return format_error("E-SME-194.refused_keys", endpoint=endpoint, connection=connection, failure=failure)
        if code in ACCESS_DENIED_CODES:
            return format_error("E-SME-194.access_denied", endpoint=endpoint, connection=connection, failure=failure)
        if code == "ValidationError" and "not found" in failure.lower():
            return format_error("E-SME-193", endpoint=endpoint, region=region, failure=failure)
        if self.strategy == SEND_FEWER_ROWS:
            return format_error("E-SME-199", endpoint=endpoint, row=row, failure=failure)
        if self.strategy == RETRY_LATER:
            return format_error("E-SME-195", endpoint=endpoint, failure=failure)
        if self.is_about_columns():
            return format_error("E-SME-196", endpoint=endpoint, failure=failure)
        if self.strategy == RETRY_OR_SEND_FEWER_ROWS or code == "ReadTimeoutError":
            if row is None:
                return format_error("E-SME-280.many_rows", endpoint=endpoint, failure=failure)
            return format_error("E-SME-280.one_row", endpoint=endpoint, row=row, failure=failure)
        if kind in ("unreachable", "interrupted") and self.status == 0:
            return format_error("E-SME-198", endpoint=endpoint, region=region, failure=failure)
        if row is None:
            return format_error("E-SME-197.many_rows", endpoint=endpoint, failure=failure)
        return format_error("E-SME-197.one_row", endpoint=endpoint, row=row, failure=failure)
