"""Failures of InvokeEndpoint: which of them a smaller or later request avoids, and the errors for the others."""

from sme.aws_client import describe_failure
from sme.credentials import word_problem
from sme.prediction_labels import PredictionError

OPERATION = "sagemaker:InvokeEndpoint"
REFUSED_KEYS = (
    "UnrecognizedClientException",
    "InvalidSignatureException",
    "SignatureDoesNotMatch",
    "InvalidClientTokenId",
    "ExpiredTokenException",
    "MissingAuthenticationTokenException",
    "IncompleteSignatureException",
)
DENIED = ("AccessDenied", "AccessDeniedException", "403")
THROTTLED = (
    "ThrottlingException",
    "Throttling",
    "ThrottledException",
    "RequestThrottled",
    "RequestThrottledException",
    "RequestLimitExceeded",
    "LimitExceededException",
    "SlowDown",
    "TooManyRequestsException",
    "ServiceUnavailable",
    "ModelNotReadyException",
)
# Failures of the network or of AWS itself that have no status of 500 or more.
FAULTS = ("RequestTimeout", "RequestTimeoutException", "IncompleteReadError")
# What a container, or the proxy in front of it, answers when it takes too long. 0: AWS's own limit of 60 seconds.
TIMEOUT_STATUSES = (0, 408, 504)
BUSY_STATUSES = (429, 503)
# Errors that the values of a row may cause.
ABOUT_ROWS = ("E-SME-197", "E-SME-199", "E-SME-280")


class CallFailure:
    """
    One failed call. remedy: 'less' (half the rows), 'later' (throttled or not ready), 'again' (a fault on the way),
    'faster' (the container took too long, which half the rows may avoid), or None.
    """

    def __init__(self, error):
        self.error = error
        self.failure = describe_failure(OPERATION, error)
        response = getattr(error, "response", None) or {}
        self.status = response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
        self.original_status = response.get("OriginalStatusCode")
        self.remedy = self.find_remedy()

    def find_remedy(self):
        code = self.failure["code"]
        if code == "ModelError":
            if self.original_status in BUSY_STATUSES:
                return "later"
            if self.original_status in TIMEOUT_STATUSES:
                return "faster"
            return "less" if self.original_status == 413 else None
        if self.status == 413 or code == "RequestEntityTooLarge":
            return "less"
        if code in THROTTLED or self.status == 429:
            return "later"
        # A read time-out is one of these, too: AWS ends a call after 60 seconds whatever its size, we wait for longer.
        return "again" if self.failure["kind"] in ("unreachable", "interrupted") or code in FAULTS else None

    def make_error(self, endpoint, connection, region, row=None):
        """row: describes the row of a request that contained only one."""
        code, message = self.failure["code"], " ".join(self.failure["message"].split()).rstrip(".")
        said = "{} of '{}' failed: {}: {}.".format(OPERATION, endpoint, code, message)
        number, mitigation = self.find_words(code, message, connection, region)
        if row is not None and number in ABOUT_ROWS:
            said += " The request contained only {}.".format(row)
        return PredictionError(word_problem(number, said, mitigation))

    def find_words(self, code, message, connection, region):
        lower = message.lower()
        if self.failure["kind"] == "boto3":
            return "E-SME-200", "Deploy with --language-alias and an alias of a container that has boto3."
        if code in REFUSED_KEYS:
            return "E-SME-194", "AWS refuses the keys of the connection '{}', or the database's clock is off.".format(
                connection
            )
        if code in DENIED:
            return "E-SME-194", "The owner of the keys in '{}' needs sagemaker:InvokeEndpoint on it.".format(connection)
        if code == "ValidationError" and "not found" in lower:
            return (
                "E-SME-193",
                "In region '{}' there is none that is InService: wait until it is, or create it again.".format(region),
            )
        if self.remedy == "less":
            return "E-SME-199", "Not even a single row goes through: see the text of AWS, and the endpoint's log."
        if self.remedy == "later":
            return (
                "E-SME-195",
                "It stayed busy or unready for minutes: take more instances (or max_concurrency), or fewer "
                "parallel_requests and groups.",
            )
        if code == "ModelError" and ("number of columns" in lower or "unknown size" in lower):
            return (
                "E-SME-196",
                "The endpoint serves a model that was trained on other columns: create the endpoint again, which "
                "makes its prediction UDF anew.",
            )
        if self.remedy == "faster" or code == "ReadTimeoutError":
            return (
                "E-SME-280",
                "The endpoint answers too late, and retries did not help. Check its log and its ModelLatency in "
                "CloudWatch: a stuck model needs a new endpoint, a slow one a larger instance type.",
            )
        if self.failure["kind"] in ("unreachable", "interrupted") and self.status == 0:
            return (
                "E-SME-198",
                "The database could not talk to AWS in region '{}': check the region, and name server, proxy and "
                "firewall of its nodes.".format(region),
            )
        return "E-SME-197", "This text is from AWS. See the endpoint's log in CloudWatch."
