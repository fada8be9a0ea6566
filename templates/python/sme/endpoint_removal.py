"""Takes an endpoint away, with its configuration and its models."""

import time

from sme.aws_client import make_client
from sme.credentials import find_connection, read_credentials, word_unreadable
from sme.endpoint_api import CallFailed, find, find_endpoint_state, remove
from sme.endpoint_names import is_name_of
from sme.endpoint_owner import Owner
from sme.endpoint_wait import wait_while
from sme.errors import format_error

# AWS refuses to delete an endpoint that it is still creating or updating, and deletes asynchronously.
MAX_WAIT_SECONDS = 900
BUSY_STATUSES = ("Creating", "Updating", "SystemUpdating", "RollingBack")
# The Python extension creates one for each endpoint.
PYTHON_EXTENSION_CONNECTION = "SME_SAGEMAKER_AUTOPILOT_ENDPOINT_CONNECTION_"


def remove_endpoint(exa, request, client_of=make_client, sleep=time.sleep):
    """
    request: connection, region, endpoint_name; config_name, model_name as the table has them, where it has a row;
    kept_names: configurations and models that other rows need;
    from_python_extension (true: the Python extension made it, whose endpoints have no tags).
    Returns {'objects': [{'object', 'name', 'result'}], 'complete', 'refused', 'problems', 'failures'}; result:
    'deleted', 'was not there', 'kept: …'. complete: none of it is left in AWS. refused: it is not ours, and nothing was
    deleted.

    Order of AWS's guide: look who uses what, delete the endpoint, wait until it is gone, then the configuration, then
    the models; a configuration must not go before its endpoint.
    """
    answer = {"objects": [], "complete": False, "problems": [], "failures": []}
    credentials, _address, problems = read_credentials(exa, request["connection"])
    if not problems and request.get("from_python_extension"):
        problems = check_python_extension(exa, request["endpoint_name"])
    if problems:
        return dict(answer, problems=problems)
    client = client_of("sagemaker", credentials, request["region"])
    try:
        problem = remove_all(client, Owner(client, exa.meta), request, answer["objects"], sleep)
    except CallFailed as thrown:
        return dict(answer, failures=[thrown.failure])
    if problem:
        return dict(answer, refused=True, problems=[problem])
    return dict(answer, complete=True)


def check_python_extension(exa, name):
    """Its own connection proves which endpoints the Python extension made: only an administrator can create one."""
    connection = PYTHON_EXTENSION_CONNECTION + name.upper()
    try:
        find_connection(exa, connection)
    except Exception as error:
        return [word_unreadable(exa, connection, error)]
    return []


def word_foreign(name):
    return format_error("E-SME-271", endpoint=name)


def remove_all(client, owner, request, objects, sleep):
    """Returns a problem where the endpoint is not ours, else None. @raises CallFailed"""
    name, is_proven = request["endpoint_name"], bool(request.get("from_python_extension"))
    endpoint = find_endpoint_state(client, name)
    # The caller may spell it in another case.
    name = endpoint["EndpointName"] if endpoint is not None else name
    if endpoint is not None and endpoint["EndpointStatus"] != "Deleting" and not is_proven:
        if not owner.owns(endpoint["EndpointArn"]):
            return word_foreign(name)
        if endpoint["EndpointStatus"] in BUSY_STATUSES:
            endpoint = wait_while(client, name, BUSY_STATUSES, MAX_WAIT_SECONDS, sleep)
    own_names = [name] if is_proven else []
    configs = unite([request.get("config_name")] + own_names + [endpoint and endpoint["EndpointConfigName"]])
    models = unite(
        [request.get("model_name")] + own_names + [model for config in configs for model in list_models(client, config)]
    )
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
    for kind, names, known, remove_own in (
        ("endpoint configuration", configs, request.get("config_name"), owner.remove_config),
        ("model", models, request.get("model_name"), owner.remove_model),
    ):
        for found in names:
            if found in (request.get("kept_names") or []):
                result = "kept: another endpoint uses it"
            elif found == known or found in own_names or is_name_of(name, found):
                result = remove_own(found, is_proven and found == name)
            else:
                # What someone else made may serve other endpoints too.
                result = "kept: it was not made for this endpoint"
            objects.append({"object": kind, "name": found, "result": result})
    return None


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
