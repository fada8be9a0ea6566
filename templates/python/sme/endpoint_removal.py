"""Deletes an endpoint with its configuration and its models."""

import time

from sme.aws_client import make_client
from sme.credentials import find_connection, read_credentials, unreadable_connection_error
from sme.endpoint_names import is_name_of
from sme.endpoint_owner import Owner
from sme.endpoint_wait import CHANGING_STATUSES, wait_while
from sme.errors import format_error
from sme.facts import DELETED_RESULT, KEPT_RESULT, MISSING_RESULT
from sme.sagemaker_calls import AwsCallError, delete, find, find_endpoint

# AWS rejects the deletion of an endpoint that is being created or updated, and deletes asynchronously.
MAX_WAIT_SECONDS = 900
# The Python extension creates one connection for each endpoint.
PYTHON_EXTENSION_CONNECTION = "SME_SAGEMAKER_AUTOPILOT_ENDPOINT_CONNECTION_"


def remove_endpoint(exa, request, create_client=make_client, sleep=time.sleep):
    """
    request: connection, region, endpoint_name; config_name and model_name of the endpoint's row, if it has one;
    replaced: [{'config_name', 'model_name'}], what an update of the endpoint replaced;
    kept_names: configurations and models that other rows use; from_python_extension: True if the Python extension
    created the endpoint, whose endpoints have no tags.

    Returns {'objects': [{'object', 'name', 'result'}], 'complete', 'refused', 'problems', 'failures'}. result:
    DELETED_RESULT, MISSING_RESULT, or KEPT_RESULT with a reason. complete: True if everything that belongs to the
    endpoint is gone. refused: True if the endpoint belongs to another deployment, so nothing was deleted.

    The order follows the SageMaker guide: look up which resources the endpoint uses, delete it, wait until it is gone,
    delete its configuration, then the models.
    """
    response = {"objects": [], "complete": False, "problems": [], "failures": []}
    credentials, _address, problems = read_credentials(exa, request["connection"])
    if not problems and request.get("from_python_extension"):
        problems = check_python_extension(exa, request["endpoint_name"])
    if problems:
        return dict(response, problems=problems)
    client = create_client("sagemaker", credentials, request["region"])
    try:
        problem = remove_all(client, Owner(client, exa.meta), request, response["objects"], sleep)
    except AwsCallError as error:
        return dict(response, failures=[error.failure])
    if problem:
        return dict(response, refused=True, problems=[problem])
    return dict(response, complete=True)


def check_python_extension(exa, name):
    """
    Only an administrator can create connections, so the connection of an endpoint proves that the Python extension
    created it.
    """
    connection = PYTHON_EXTENSION_CONNECTION + name.upper()
    try:
        find_connection(exa, connection)
    except Exception as error:
        return [unreadable_connection_error(exa, connection, error)]
    return []


def remove_all(client, owner, request, objects, sleep):
    """
    Appends each resource and its result to `objects`. Returns a problem if the endpoint belongs to another deployment,
    else None. @raises AwsCallError
    """
    name, is_proven = request["endpoint_name"], bool(request.get("from_python_extension"))
    endpoint = find_endpoint(client, name)
    # The request may spell the name in another case.
    name = endpoint["EndpointName"] if endpoint is not None else name
    if endpoint is not None and endpoint["EndpointStatus"] != "Deleting":
        if not is_proven and not owner.owns(endpoint["EndpointArn"]):
            return format_error("E-SME-271", endpoint=name)
        if endpoint["EndpointStatus"] in CHANGING_STATUSES:
            endpoint = wait_while(client, name, CHANGING_STATUSES, MAX_WAIT_SECONDS, sleep)
    proven_names = [name] if is_proven else []
    replaced = request.get("replaced") or []
    configs = drop_duplicates(
        [request.get("config_name")]
        + proven_names
        + [endpoint and endpoint["EndpointConfigName"]]
        + [entry["config_name"] for entry in replaced]
    )
    config_models = [model for config in configs for model in list_models(client, config)]
    models = drop_duplicates(
        [request.get("model_name")] + proven_names + config_models + [entry["model_name"] for entry in replaced]
    )
    is_deleted = endpoint is not None and delete_endpoint(client, name, endpoint["EndpointStatus"], sleep)
    objects.append({"object": "endpoint", "name": name, "result": DELETED_RESULT if is_deleted else MISSING_RESULT})
    for kind, names, row_name, remove_owned in (
        ("endpoint configuration", configs, request.get("config_name"), owner.remove_config),
        ("model", models, request.get("model_name"), owner.remove_model),
    ):
        for resource in names:
            if resource in (request.get("kept_names") or []):
                result = KEPT_RESULT + "another endpoint uses it"
            elif resource == row_name or resource in proven_names or is_name_of(name, resource):
                result = remove_owned(resource, is_proven and resource == name)
            else:
                # Other endpoints may use resources that this extension did not create.
                result = KEPT_RESULT + "it was not created for this endpoint"
            objects.append({"object": kind, "name": resource, "result": result})
    return None


def delete_endpoint(client, name, status, sleep):
    """Deletes an endpoint, waits until it is gone and returns True. @raises AwsCallError"""
    if status != "Deleting":
        try:
            delete("DeleteEndpoint", client.delete_endpoint, EndpointName=name)
        except AwsCallError:
            # AWS rejects the deletion if another session has just started it.
            endpoint = find_endpoint(client, name)
            if endpoint is not None and endpoint["EndpointStatus"] != "Deleting":
                raise
    if wait_while(client, name, ("Deleting",), MAX_WAIT_SECONDS, sleep) is not None:
        message = "AWS is still deleting the endpoint '{}'".format(name)
        raise AwsCallError(
            {"operation": "sagemaker:DeleteEndpoint", "kind": "other", "code": "StillDeleting", "message": message}
        )
    return True


def drop_duplicates(names):
    """The names that are not None, each once, in order."""
    return list(dict.fromkeys(name for name in names if name))


def list_models(client, config_name):
    """Names of the models in an endpoint configuration. @raises AwsCallError"""
    config = find("DescribeEndpointConfig", client.describe_endpoint_config, EndpointConfigName=config_name)
    return [variant.get("ModelName") for variant in (config or {}).get("ProductionVariants", [])]
