"""Creates the model and the transform job of a batch prediction."""

import time

from sme.aws_client import describe_failure, make_client
from sme.batch_request import find_batch_problems, make_transform_request
from sme.create_once import create_once
from sme.credentials import read_credentials
from sme.endpoint_owner import Owner
from sme.resource_tags import make_tags
from sme.sagemaker_calls import AwsCallError, create, find, is_rejection
from sme.transform_jobs import find_transform_job, get_input_uri, read_state, wait_for_end


def start_batch(exa, request, create_client=make_client, sleep=time.sleep):
    """
    request: connection, region, version, model (parameters of CreateModel), tags, wait_seconds, and the members that
    batch_request reads. With only_look: connection, region, batch_name, input_uri and wait_seconds, to only check
    whether the transform job of that run exists, and to wait for it.

    Returns {'outcome', 'state', 'problems', 'failures'}. outcome: 'created', 'refused' (AWS rejected a request, no
    transform job exists), 'unknown' (the transform job may still appear, and the same request continues) or
    'missing'. state: see read_state; missing if the job was created and its status could not be read.
    """
    credentials, _address, problems = read_credentials(exa, request["connection"])
    if not request.get("only_look"):
        problems = find_batch_problems(request) + problems
    if problems:
        return {"outcome": "refused", "problems": problems, "failures": []}
    client = create_client("sagemaker", credentials, request["region"])
    owner, failure = find_owner(client, request)
    if owner is None or (owner != "own" and request.get("only_look")):
        outcomes = {"other": "refused", "missing": "missing", None: "unknown"}
        return {"outcome": outcomes[owner], "problems": [], "failures": [failure] if failure else []}
    outcome = "created"
    if owner != "own":
        once_client = create_client("sagemaker", credentials, request["region"], attempts=1)
        tags = make_tags(exa.meta, request["version"], dict(request.get("tags") or {}, **Owner(client, exa.meta).tags))
        outcome, failure = create_all(client, once_client, request, tags, sleep)
    if outcome != "created":
        return {"outcome": outcome, "problems": [], "failures": [failure]}
    try:
        job = wait_for_end(client, request["batch_name"], request.get("wait_seconds", 0), sleep)
    except AwsCallError as error:
        return {"outcome": "created", "problems": [], "failures": [error.failure]}
    return {"outcome": "created", "state": read_state(job) if job else None, "problems": [], "failures": []}


def create_all(client, once_client, request, tags, sleep):
    """Returns (outcome, failure) as create_once does."""
    name = request["model_name"]
    try:
        if find("DescribeModel", client.describe_model, ModelName=name) is None:
            create("CreateModel", client.create_model, ModelName=name, Tags=tags, **request["model"])
    except AwsCallError as error:
        return "refused" if is_rejection(error.failure) else "unknown", error.failure
    outcome, failure = None, None
    for has_filter in (True, False):
        parameters = make_transform_request(request, tags, has_filter)
        outcome, failure = create_once(
            lambda parameters=parameters: try_create(once_client, parameters),
            lambda: find_owner(client, request),
            sleep,
        )
        if outcome != "refused" or not is_about_filter(failure):
            break
    return outcome, failure


def is_about_filter(failure):
    """
    True if AWS rejected the filter of the output. Whether it takes a list of indexes from both ends of a row is not
    documented; without the filter, the output contains the inputs, too, and the import skips them.
    """
    message = failure["message"].lower()
    return failure["code"] == "ValidationException" and ("outputfilter" in message or "jsonpath" in message)


def try_create(client, parameters):
    """Returns None if the transform job was created, else the failure."""
    try:
        client.create_transform_job(**parameters)
    except Exception as error:
        return describe_failure("sagemaker:CreateTransformJob", error)
    return None


def find_owner(client, request):
    """
    Returns (owner, failure). owner: 'own' if the job reads the files of this run, whose prefix is unique; 'other' if
    another job has the name; 'missing' if no job has it; None with a failure if the call failed.
    """
    try:
        job = find_transform_job(client, request["batch_name"])
    except AwsCallError as error:
        return None, error.failure
    if job is None:
        return "missing", None
    return ("own" if get_input_uri(job) == request["input_uri"] else "other"), None
