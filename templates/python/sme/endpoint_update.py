"""Updates an endpoint to another model. AWS starts the new instances before it stops the old ones: nothing is down."""

import time

from sme.endpoint_names import is_name_of
from sme.endpoint_objects import create_objects
from sme.endpoint_wait import CHANGING_STATUSES, wait_while
from sme.errors import format_error
from sme.facts import DELETED_RESULT, MISSING_RESULT
from sme.sagemaker_calls import AwsCallError, call, find, find_endpoint, is_rejection, list_tags

# DescribeEndpoint may show an update only some seconds after AWS has accepted it.
VISIBILITY_PAUSE_SECONDS = 5
MAX_VISIBILITY_PAUSES = 6
# AWS does not allow requests to set such tags.
AWS_TAG_PREFIX = "aws:"


def update_endpoint(client, owner, request, tags, sleep, clock=time.monotonic):
    """
    request: that of start_endpoint with was_requested: True if an earlier run may have requested the update; replaced:
    [{'config_name', 'model_name'}], what the endpoint no longer needs after the update; kept_names: names among them
    that other rows use.

    Returns None if AWS has no endpoint that could be updated. Otherwise the response of start_endpoint with outcome
    'there', 'unknown' or 'kept' (AWS refused the update or rolled it back, see `reason` and `failures`; the endpoint
    still serves config_name); left: descriptions of what is not deleted of `replaced`, and missing if the endpoint does
    not serve the model yet. @raises AwsCallError if the state of the endpoint cannot be read
    """
    name, config_name = request["endpoint_name"], request["config_name"]
    deadline = clock() + request.get("wait_seconds", 0)
    endpoint = wait_while(client, name, CHANGING_STATUSES, request.get("wait_seconds", 0), sleep)
    if endpoint is None or endpoint["EndpointStatus"] in ("Deleting", "Failed"):
        return None
    missing = owner.list_missing_tags(endpoint["EndpointArn"])
    if missing:
        shown = ", ".join("{} = '{}'".format(key, owner.tags[key]) for key in missing)
        problem = format_error("E-SME-589", endpoint=name, tags=shown)
        return dict(make_response("unknown", endpoint), problems=[problem])
    if endpoint["EndpointStatus"] in CHANGING_STATUSES:
        return make_response("there", endpoint)
    if endpoint["EndpointConfigName"] != config_name:
        if request.get("only_if_there") or has_failed(client, request, endpoint):
            return make_kept_response(endpoint)
        try:
            request_update(client, request, endpoint, tags)
        except AwsCallError as error:
            if not is_rejection(error.failure):
                raise
            return dict(make_response("kept", endpoint), failures=[error.failure])
        endpoint = wait_for_update(client, endpoint, config_name, deadline - clock(), sleep)
    if endpoint is None:
        return None
    if endpoint["EndpointStatus"] != "InService":
        return make_response("there", endpoint)
    if endpoint["EndpointConfigName"] != config_name:
        return make_kept_response(endpoint)
    left = remove_replaced(owner, request)
    return dict(make_response("there", endpoint), left=left)


def has_failed(client, request, endpoint):
    """
    Whether AWS has rolled back an update to the configuration that an earlier run requested. AWS keeps the
    FailureReason of any earlier update, so it counts only if the endpoint has changed since the configuration was
    created.
    @raises AwsCallError
    """
    if not request.get("was_requested") or not endpoint.get("FailureReason"):
        return False
    config_name = request["config_name"]
    config = find("DescribeEndpointConfig", client.describe_endpoint_config, EndpointConfigName=config_name)
    return config is not None and endpoint["LastModifiedTime"] >= config["CreationTime"]


def make_response(outcome, endpoint) -> dict:
    return {
        "outcome": outcome,
        "status": endpoint["EndpointStatus"],
        "config_name": endpoint["EndpointConfigName"],
        "problems": [],
        "failures": [],
    }


def make_kept_response(endpoint):
    return dict(make_response("kept", endpoint), reason=endpoint.get("FailureReason") or "AWS gives no reason")


def request_update(client, request, endpoint, tags):
    """
    Creates model and configuration, which get the user's tags of the endpoint if the request has none, and starts the
    update. @raises AwsCallError
    """
    name, arn = request["endpoint_name"], endpoint["EndpointArn"]
    if request.get("tags"):
        user_tags = [{"Key": key, "Value": value} for key, value in sorted(request["tags"].items())]
        call("AddTags", client.add_tags, ResourceArn=arn, Tags=user_tags)
    else:
        known = {tag["Key"] for tag in tags}
        tags = tags + [
            {"Key": key, "Value": value}
            for key, value in sorted(list_tags(client, arn).items())
            if key not in known and not key.lower().startswith(AWS_TAG_PREFIX)
        ]
    create_objects(client, request, tags)
    try:
        call("UpdateEndpoint", client.update_endpoint, EndpointName=name, EndpointConfigName=request["config_name"])
    except AwsCallError as error:
        # AWS refuses the update if another session has just requested it, and if boto3 repeats a request whose
        # response was lost.
        current = find_endpoint(client, name) if is_rejection(error.failure) else None
        if current is None or current["EndpointStatus"] not in CHANGING_STATUSES:
            raise


def wait_for_update(client, before, config_name, timeout_seconds, sleep):
    """
    Waits until AWS has finished the update or rolled it back, at most for timeout_seconds. Returns the last response of
    DescribeEndpoint; None if the endpoint no longer exists. @raises AwsCallError
    """
    name = before["EndpointName"]

    def is_visible(endpoint):
        is_served = endpoint["EndpointConfigName"] == config_name
        return is_served or endpoint.get("LastModifiedTime") != before.get("LastModifiedTime")

    endpoint = wait_while(client, name, CHANGING_STATUSES, timeout_seconds, sleep)
    for _ in range(MAX_VISIBILITY_PAUSES if timeout_seconds > 0 else 0):
        if endpoint is None or is_visible(endpoint):
            return endpoint
        sleep(VISIBILITY_PAUSE_SECONDS)
        endpoint = wait_while(client, name, CHANGING_STATUSES, timeout_seconds, sleep)
    if endpoint is not None and endpoint["EndpointStatus"] == "InService" and not is_visible(endpoint):
        # AWS has accepted the update, so the next call shows what has become of it.
        return dict(endpoint, EndpointStatus="Updating")
    return endpoint


def remove_replaced(owner, request):
    """Deletes what the endpoint no longer uses. Returns descriptions of what still exists, such as "model 'x' (…)"."""
    used = [request["config_name"], request["model_name"]] + list(request.get("kept_names") or [])
    left = []
    for kind, key, remove_owned in (
        ("endpoint configuration", "config_name", owner.remove_config),
        ("model", "model_name", owner.remove_model),
    ):
        for name in dict.fromkeys(entry[key] for entry in request.get("replaced") or []):
            if name in used or not is_name_of(request["endpoint_name"], name):
                continue
            try:
                result = remove_owned(name)
            except AwsCallError as error:
                result = error.failure["message"]
            if result not in (DELETED_RESULT, MISSING_RESULT):
                left.append("{} '{}' ({})".format(kind, name, result))
    return left
