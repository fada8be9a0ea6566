"""Creates the planned resources of an endpoint. Existing ones are kept, so an interrupted run can be repeated."""

import time

from sme.aws_client import make_client
from sme.credentials import read_credentials
from sme.endpoint_objects import create_objects
from sme.endpoint_owner import MISSING_TAGS, Owner
from sme.endpoint_request import find_request_problems
from sme.endpoint_update import update_endpoint
from sme.endpoint_wait import CHANGING_STATUSES, wait_while
from sme.facts import DELETED_RESULT, EXPIRES_AT_TAG, MISSING_RESULT
from sme.resource_tags import make_tags
from sme.sagemaker_calls import AwsCallError, call, create, delete, find, find_endpoint, is_rejection
from sme.security_options import find_security_problems

# DeleteEndpoint is asynchronous; wait this long for a name that is about to become free.
MAX_DELETION_SECONDS = 300


def start_endpoint(exa, request, create_client=make_client, sleep=time.sleep) -> dict:
    """
    request: connection, region, endpoint_name, model_name, config_name, model, variant, tags, version, wait_seconds,
    security; only_if_there: True to create nothing, even if another session has deleted the endpoint;
    expires_at ('2026-11-23T08:15:00Z') if the endpoint expires; moves_expiry: True if existing resources may have
    another expiry time; updates: True to update an existing endpoint, see update_endpoint.

    Returns {'outcome', 'status', 'reason', 'left', 'problems', 'failures'} and what update_endpoint adds. outcome:
    'there' (AWS has the endpoint, see status), 'refused' (AWS rejected the request or the endpoint failed; what was
    created is deleted again, except for the resources in `left`), 'unknown' (a response is missing; nothing is deleted,
    and the same request continues).
    """
    credentials, _address, problems = read_credentials(exa, request["connection"])
    problems = find_request_problems(request) + find_security_problems(request.get("security")) + problems
    if problems:
        return {"outcome": "unknown", "problems": problems, "failures": []}
    client = create_client("sagemaker", credentials, request["region"])
    expiry = {EXPIRES_AT_TAG: request["expires_at"]} if request.get("expires_at") else {}
    owner = Owner(client, exa.meta)
    # Users cannot override the owner's tags, because deletion relies on them.
    tags = make_tags(exa.meta, request["version"], dict(request.get("tags") or {}, **dict(owner.tags, **expiry)))
    try:
        response = update_endpoint(client, owner, request, tags, sleep) if request.get("updates") else None
        if response is not None:
            is_there = response["outcome"] == "there"
            failures = move_expiry(client, owner, request) if is_there and request.get("moves_expiry") else []
            return dict(response, outcome="unknown", failures=failures) if failures else response
        if not request.get("only_if_there"):
            create_all(client, request, tags, sleep)
    except AwsCallError as error:
        if is_rejection(error.failure):
            left = clean_up(client, owner, request, sleep)
            return {"outcome": "refused", "left": left, "problems": [], "failures": [error.failure]}
        return {"outcome": "unknown", "problems": [], "failures": [error.failure]}
    try:
        wait_seconds = request.get("wait_seconds", 0)
        endpoint = wait_while(client, request["endpoint_name"], CHANGING_STATUSES, wait_seconds, sleep)
    except AwsCallError as error:
        return {"outcome": "unknown", "problems": [], "failures": [error.failure]}
    status = endpoint["EndpointStatus"] if endpoint else "Deleting"
    response = {"outcome": "there", "status": status, "problems": [], "failures": []}
    if status == "Failed" and endpoint:
        response["outcome"] = "refused"
        response["reason"] = endpoint.get("FailureReason") or "AWS gives no reason"
        response["left"] = clean_up(client, owner, request, sleep)
    elif request.get("moves_expiry"):
        response["failures"] = move_expiry(client, owner, request)
        response["outcome"] = "unknown" if response["failures"] else "there"
    return response


def create_all(client, request, tags, sleep):
    """@raises AwsCallError"""
    name, config_name = request["endpoint_name"], request["config_name"]
    endpoint = wait_while(client, name, ("Deleting",), MAX_DELETION_SECONDS, sleep)
    if endpoint is not None:
        return
    create_objects(client, request, tags)
    create("CreateEndpoint", client.create_endpoint, EndpointName=name, EndpointConfigName=config_name, Tags=tags)


def move_expiry(client, owner, request):
    """Changes the expiry tag of existing resources, because create_all keeps them. Returns a list of failures."""
    tags = [{"Key": EXPIRES_AT_TAG, "Value": request["expires_at"]}]
    try:
        for operation, method, key, name in (
            ("DescribeEndpoint", client.describe_endpoint, "Endpoint", request["endpoint_name"]),
            ("DescribeEndpointConfig", client.describe_endpoint_config, "EndpointConfig", request["config_name"]),
            ("DescribeModel", client.describe_model, "Model", request["model_name"]),
        ):
            found = find(operation, method, **{key + "Name": name})
            if found is not None and not owner.owns(found[key + "Arn"]):
                message = "'{}' is not changed: {}".format(name, MISSING_TAGS)
                return [{"operation": "sagemaker:AddTags", "kind": "other", "code": "NotOwned", "message": message}]
            if found is not None:
                call("AddTags", client.add_tags, ResourceArn=found[key + "Arn"], Tags=tags)
    except AwsCallError as error:
        return [error.failure]
    return []


def clean_up(client, owner, request, sleep):
    """
    Deletes the resources of an endpoint that could not be created. Deletes only a failed endpoint: a working endpoint
    may belong to a concurrent run.
    Returns descriptions of the resources that still exist, such as "model 'x'".
    """
    name = request["endpoint_name"]
    try:
        endpoint = find_endpoint(client, name)
        if endpoint is not None and endpoint["EndpointStatus"] == "Failed" and owner.owns(endpoint["EndpointArn"]):
            delete("DeleteEndpoint", client.delete_endpoint, EndpointName=name)
            endpoint = wait_while(client, name, ("Deleting",), MAX_DELETION_SECONDS, sleep)
        is_gone = endpoint is None
    except AwsCallError:
        is_gone = False
    left = []
    if not is_gone:
        left.append("endpoint '{}'".format(name))
    for kind, resource, remove_owned in (
        ("endpoint configuration", request["config_name"], owner.remove_config),
        ("model", request["model_name"], owner.remove_model),
    ):
        # A resource is kept if one that uses it still exists.
        if left or not is_removed(remove_owned, resource):
            left.append("{} '{}'".format(kind, resource))
    return left


def is_removed(remove_owned, name):
    try:
        return remove_owned(name) in (DELETED_RESULT, MISSING_RESULT)
    except AwsCallError:
        return False
