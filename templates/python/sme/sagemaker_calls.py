"""Calls of SageMaker that raise AwsCallError. Each can be repeated safely."""

from sme.aws_client import describe_failure, is_not_found
from sme.facts import THROTTLING_CODES


class AwsCallError(Exception):
    """An AWS call that failed or whose response is missing. failure: see describe_failure."""

    def __init__(self, failure):
        super().__init__(failure["message"])
        self.failure = failure


def call(operation, method, **parameters):
    """@raises AwsCallError"""
    try:
        return method(**parameters)
    except Exception as error:
        raise AwsCallError(describe_failure("sagemaker:" + operation, error)) from error


def is_rejection(failure):
    """True if AWS rejected the request itself. A throttled request may succeed a moment later."""
    return failure["kind"] in ("service", "parameters") and failure["code"] not in THROTTLING_CODES


def is_already_existing(failure):
    return failure["code"] in ("ValidationException", "ResourceInUse") and "already exist" in failure["message"].lower()


def find(operation, method, **parameters):
    """The response of a Describe operation, or None if the object does not exist. @raises AwsCallError"""
    try:
        return call(operation, method, **parameters)
    except AwsCallError as error:
        if is_not_found(error.failure):
            return None
        raise


def find_endpoint(client, name):
    """@raises AwsCallError"""
    return find("DescribeEndpoint", client.describe_endpoint, EndpointName=name)


def list_tags(client, arn):
    """All tags of a resource as {key: value}. @raises AwsCallError"""
    tags, token = {}, {}
    while True:
        page = call("ListTags", client.list_tags, ResourceArn=arn, **token)
        tags.update((tag["Key"], tag["Value"]) for tag in page["Tags"])
        if not page.get("NextToken"):
            return tags
        token = {"NextToken": page["NextToken"]}


def delete(operation, method, **parameters):
    """True if this call deleted the object, False if it no longer existed. @raises AwsCallError"""
    try:
        call(operation, method, **parameters)
    except AwsCallError as error:
        if is_not_found(error.failure):
            return False
        raise
    return True


def create(operation, method, **parameters):
    """
    True if this call created the object, False if the object existed: an earlier run created it, or boto3 repeated this
    call because the first response was lost. @raises AwsCallError
    """
    try:
        call(operation, method, **parameters)
    except AwsCallError as error:
        if is_already_existing(error.failure):
            return False
        raise
    return True
