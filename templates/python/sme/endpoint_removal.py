"""Takes an endpoint away, with its configuration and its models."""

import time

from sme.aws_client import make_client
from sme.credentials import read_credentials
from sme.endpoint_wait import wait_while
from sme.hosting_api import CallFailed, find, find_endpoint_state, remove
from sme.hosting_names import is_name_of

# AWS refuses to delete an endpoint that it is still creating or updating, and deletes asynchronously.
MAX_WAIT_SECONDS = 900
BUSY_STATUSES = ("Creating", "Updating", "SystemUpdating", "RollingBack")


def remove_endpoint(exa, request, client_of=make_client, sleep=time.sleep):
    """
    request: connection, region, endpoint_name; config_name, model_name as the table has them, where it has a row.
    Returns {'objects': [{'object', 'name', 'result'}], 'complete', 'problems', 'failures'}; result: 'deleted',
    'was not there', 'kept: …', 'not deleted: …'. complete: none of it is left in AWS.

    Order of AWS's guide: look who uses what, delete the endpoint, wait until it is gone, then the configuration, then
    the models; a configuration must not go before its endpoint.
    """
    credentials, _address, problems = read_credentials(exa, request["connection"])
    if problems:
        return {"objects": [], "complete": False, "problems": problems, "failures": []}
    client = client_of("sagemaker", credentials, request["region"])
    objects = []
    try:
        remove_all(client, request, objects, sleep)
    except CallFailed as thrown:
        return {"objects": objects, "complete": False, "problems": [], "failures": [thrown.failure]}
    return {"objects": objects, "complete": True, "problems": [], "failures": []}


def remove_all(client, request, objects, sleep):
    """@raises CallFailed"""
    name = request["endpoint_name"]
    endpoint = wait_while(client, name, BUSY_STATUSES, MAX_WAIT_SECONDS, sleep)
    configs = unite([request.get("config_name"), endpoint and endpoint["EndpointConfigName"]])
    models = unite([request.get("model_name")] + [model for config in configs for model in list_models(client, config)])
    is_deleted = False
    if endpoint is not None:
        if endpoint["EndpointStatus"] != "Deleting":
            delete_endpoint(client, name)
        is_deleted = wait_while(client, name, ("Deleting",), MAX_WAIT_SECONDS, sleep) is None
        if not is_deleted:
            message = "AWS is still deleting the endpoint '{}'".format(name)
            raise CallFailed(
                {"operation": "sagemaker:DeleteEndpoint", "kind": "other", "code": "StillDeleting", "message": message}
            )
    objects.append({"object": "endpoint", "name": name, "result": "deleted" if is_deleted else "was not there"})
    for kind, names, known, operation, method, key in (
        (
            "endpoint configuration",
            configs,
            request.get("config_name"),
            "DeleteEndpointConfig",
            client.delete_endpoint_config,
            "EndpointConfigName",
        ),
        ("model", models, request.get("model_name"), "DeleteModel", client.delete_model, "ModelName"),
    ):
        for found in names:
            # What someone else made may serve other endpoints too.
            if found != known and not is_name_of(name, found):
                result = "kept: it was not made for this endpoint"
            else:
                result = "deleted" if remove(operation, method, **{key: found}) else "was not there"
            objects.append({"object": kind, "name": found, "result": result})


def delete_endpoint(client, name):
    """AWS refuses to delete what another session deletes already; then it is on its way. @raises CallFailed"""
    try:
        remove("DeleteEndpoint", client.delete_endpoint, EndpointName=name)
    except CallFailed:
        endpoint = find_endpoint_state(client, name)
        if endpoint is not None and endpoint["EndpointStatus"] != "Deleting":
            raise


def unite(names):
    """The names that are there, each once."""
    return list(dict.fromkeys(name for name in names if name))


def list_models(client, config_name):
    """@raises CallFailed"""
    config = find("DescribeEndpointConfig", client.describe_endpoint_config, EndpointConfigName=config_name)
    return [variant.get("ModelName") for variant in (config or {}).get("ProductionVariants", [])]
