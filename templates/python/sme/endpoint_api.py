"""SageMaker's calls for models, endpoint configurations and endpoints, each tolerant of being repeated."""

from sme.aws_client import describe_failure
from sme.facts import THROTTLING_CODES


class CallFailed(Exception):
    """A call that AWS did not carry out, or whose answer did not come. failure: what describe_failure makes of it."""

    def __init__(self, failure):
        super().__init__(failure["message"])
        self.failure = failure


def call(operation, method, **parameters):
    """@raises CallFailed"""
    try:
        return method(**parameters)
    except Exception as error:
        raise CallFailed(describe_failure("sagemaker:" + operation, error)) from error


def is_refusal(failure):
    """AWS said no. Throttling says nothing about the request: the same one may succeed a moment later."""
    return failure["kind"] in ("service", "parameters") and failure["code"] not in THROTTLING_CODES


def is_absent(failure):
    """AWS says ValidationException with 'Could not find …' for models, configurations and endpoints alike."""
    text = failure["message"].lower()
    if failure["code"] in ("ResourceNotFound", "ResourceNotFoundException"):
        return True
    return failure["code"] == "ValidationException" and ("could not find" in text or "not found" in text)


def is_already_there(failure):
    return failure["code"] in ("ValidationException", "ResourceInUse") and "already exist" in failure["message"].lower()


def find(operation, method, **parameters):
    """The answer of a Describe call, None where AWS has no such object. @raises CallFailed"""
    try:
        return call(operation, method, **parameters)
    except CallFailed as thrown:
        if is_absent(thrown.failure):
            return None
        raise


def find_endpoint_state(client, name):
    return find("DescribeEndpoint", client.describe_endpoint, EndpointName=name)


def remove(operation, method, **parameters):
    """True where this call deleted it, False where it was gone already. @raises CallFailed"""
    try:
        call(operation, method, **parameters)
    except CallFailed as thrown:
        if is_absent(thrown.failure):
            return False
        raise
    return True


def create(operation, method, **parameters):
    """
    True where this call created it, False where it was there: made by an earlier run, or by this very call, when its
    answer was lost and boto3 sent it again. @raises CallFailed
    """
    try:
        call(operation, method, **parameters)
    except CallFailed as thrown:
        if is_already_there(thrown.failure):
            return False
        raise
    return True
