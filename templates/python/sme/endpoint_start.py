"""From a plan to an endpoint: what is missing is created, what is there is left, so that it may be run again."""

import time

from sme.aws_client import make_client
from sme.create_job_request import make_tags
from sme.credentials import read_credentials
from sme.endpoint_api import CallFailed, call, create, find, find_endpoint_state, is_refusal, remove
from sme.endpoint_owner import NO_TAGS, Owner
from sme.endpoint_request import find_start_faults
from sme.endpoint_wait import wait_while

# Deletion is asynchronous; so long a name is waited for that is about to become free.
MAX_DELETION_SECONDS = 300
EXPIRY_TAG = "exasol:expires-at"
MOVING_STATUSES = ("Creating", "Updating", "SystemUpdating", "RollingBack")


def start_endpoint(exa, request, client_of=make_client, sleep=time.sleep):
    """
    request: connection, region, endpoint_name, model_name, config_name, model, variant, tags, version, wait_seconds;
    only_if_there (true: nothing is created, for someone may have deleted it since);
    expires_at ('2026-11-23T08:15:00Z') where it is to expire, moves_expiry: what is there may say another moment.

    Returns {'outcome', 'status', 'reason', 'left', 'problems', 'failures'}. outcome: 'there' (AWS has it, see status),
    'refused' (AWS said no, or the endpoint failed: what was made was removed, but for what `left` names), 'unknown'
    (an answer did not come: nothing was removed, the same request again goes on).
    """
    credentials, _address, problems = read_credentials(exa, request["connection"])
    problems = find_start_faults(request) + problems
    if problems:
        return {"outcome": "unknown", "problems": problems, "failures": []}
    client = client_of("sagemaker", credentials, request["region"])
    expiry = {EXPIRY_TAG: request["expires_at"]} if request.get("expires_at") else {}
    owner = Owner(client, exa.meta)
    # The tags that tell the owner are not the user's to change: deletion relies on them.
    tags = make_tags(exa.meta, request["version"], dict(request.get("tags") or {}, **dict(owner.tags, **expiry)))
    try:
        if not request.get("only_if_there"):
            create_all(client, request, tags, sleep)
    except CallFailed as thrown:
        if is_refusal(thrown.failure):
            left = clean_up(client, owner, request, sleep)
            return {"outcome": "refused", "left": left, "problems": [], "failures": [thrown.failure]}
        return {"outcome": "unknown", "problems": [], "failures": [thrown.failure]}
    try:
        endpoint = wait_while(client, request["endpoint_name"], MOVING_STATUSES, request.get("wait_seconds", 0), sleep)
    except CallFailed as thrown:
        return {"outcome": "unknown", "problems": [], "failures": [thrown.failure]}
    status = endpoint["EndpointStatus"] if endpoint else "Deleting"
    answer = {"outcome": "there", "status": status, "problems": [], "failures": []}
    if status == "Failed" and endpoint:
        answer["outcome"] = "refused"
        answer["reason"] = endpoint.get("FailureReason") or "AWS gives no reason"
        answer["left"] = clean_up(client, owner, request, sleep)
    elif request.get("moves_expiry"):
        answer["failures"] = move_expiry(client, owner, request)
        answer["outcome"] = "unknown" if answer["failures"] else "there"
    return answer


def create_all(client, request, tags, sleep):
    """@raises CallFailed"""
    name, model_name, config_name = request["endpoint_name"], request["model_name"], request["config_name"]
    endpoint = wait_while(client, name, ("Deleting",), MAX_DELETION_SECONDS, sleep)
    if endpoint is not None:
        return
    if find("DescribeModel", client.describe_model, ModelName=model_name) is None:
        create("CreateModel", client.create_model, ModelName=model_name, Tags=tags, **request["model"])
    if find("DescribeEndpointConfig", client.describe_endpoint_config, EndpointConfigName=config_name) is None:
        create(
            "CreateEndpointConfig",
            client.create_endpoint_config,
            EndpointConfigName=config_name,
            ProductionVariants=[request["variant"]],
            Tags=tags,
        )
    create("CreateEndpoint", client.create_endpoint, EndpointName=name, EndpointConfigName=config_name, Tags=tags)


def move_expiry(client, owner, request):
    """Tags of what was there before do not change by creating it again. @returns failures, none where all went well"""
    tags = [{"Key": EXPIRY_TAG, "Value": request["expires_at"]}]
    try:
        for operation, method, key, name in (
            ("DescribeEndpoint", client.describe_endpoint, "Endpoint", request["endpoint_name"]),
            ("DescribeEndpointConfig", client.describe_endpoint_config, "EndpointConfig", request["config_name"]),
            ("DescribeModel", client.describe_model, "Model", request["model_name"]),
        ):
            found = find(operation, method, **{key + "Name": name})
            if found is not None and not owner.owns(found[key + "Arn"]):
                message = "'{}' is not changed: {}".format(name, NO_TAGS)
                return [{"operation": "sagemaker:AddTags", "kind": "other", "code": "NotOwned", "message": message}]
            if found is not None:
                call("AddTags", client.add_tags, ResourceArn=found[key + "Arn"], Tags=tags)
    except CallFailed as thrown:
        return [thrown.failure]
    return []


def clean_up(client, owner, request, sleep):
    """
    Takes back what stands behind an endpoint that cannot be had. Only a failed endpoint is deleted: one that serves may
    be that of a run at the same time.
    @returns what could not be removed, as "model 'x'"
    """
    name = request["endpoint_name"]
    try:
        endpoint = find_endpoint_state(client, name)
        if endpoint is not None and endpoint["EndpointStatus"] == "Failed" and owner.owns(endpoint["EndpointArn"]):
            remove("DeleteEndpoint", client.delete_endpoint, EndpointName=name)
            endpoint = wait_while(client, name, ("Deleting",), MAX_DELETION_SECONDS, sleep)
    except CallFailed:
        endpoint = {}
    left = []
    if endpoint is not None:
        left.append("endpoint '{}'".format(name))
    for kind, found, remove_own in (
        ("endpoint configuration", request["config_name"], owner.remove_config),
        ("model", request["model_name"], owner.remove_model),
    ):
        # What uses it has to go first.
        if left or not is_removed(remove_own, found):
            left.append("{} '{}'".format(kind, found))
    return left


def is_removed(remove_own, name):
    try:
        return not remove_own(name).startswith("kept")
    except CallFailed:
        return False
