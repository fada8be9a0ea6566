"""Creates the AutoML job."""

import time

from sme.automl_api import describe_job, get_input_channels, has_automl_v2
from sme.aws_client import describe_failure, is_not_found, make_client
from sme.create_job_request import make_request_v1, make_request_v2
from sme.create_once import create_once
from sme.credentials import read_credentials
from sme.resource_tags import make_model_tags, make_tags
from sme.row_tags import MAX_TAGS, make_row_tags
from sme.security_options import find_security_problems


def start_training(exa, request, create_client=make_client, sleep=time.sleep):
    """
    request: connection, region, version, tags, row (of the job table) and the members that create_job_request reads.
    With only_look: connection, region, job_name and train_uri, to only check whether the job of that run exists.
    Returns {'outcome': 'created' | 'refused' | 'unknown' (the job may still appear) | 'missing', 'problems',
    'failures'}.
    """
    credentials, _address, problems = read_credentials(exa, request["connection"])
    problems += find_security_problems(request.get("security"))
    if problems:
        return {"outcome": "refused", "problems": problems, "failures": []}
    client = create_client("sagemaker", credentials, request["region"], attempts=1)
    if request.get("only_look"):
        owner, failure = find_job_owner(client, request)
        outcomes = {"own": "created", "other": "refused", "missing": "missing", None: "unknown"}
        return {"outcome": outcomes[owner], "problems": [], "failures": [failure] if failure else []}
    row = request.get("row")
    tags = make_tags(exa.meta, request["version"], request.get("tags"), make_model_tags(row))
    tags += make_row_tags(row, MAX_TAGS - len(tags))
    outcome, failure = create_once(
        lambda: try_create(client, request, tags), lambda: find_job_owner(client, request), sleep
    )
    return {"outcome": outcome, "problems": [], "failures": [failure] if failure else []}


def try_create(client, request, tags):
    """Returns None if the job was created, else the failure."""
    is_v2 = has_automl_v2(client)
    try:
        if is_v2:
            client.create_auto_ml_job_v2(**make_request_v2(request, tags))
        else:
            client.create_auto_ml_job(**make_request_v1(request, tags))
    except Exception as error:
        operation = "sagemaker:CreateAutoMLJobV2" if is_v2 else "sagemaker:CreateAutoMLJob"
        return describe_failure(operation, error)
    return None


def find_job_owner(client, request):
    """
    Returns (owner, failure). owner: 'own' if the job trains on the data of this run, whose prefix is unique; 'other' if
    another job has the name; 'missing' if no job has it; None with a failure if the call failed.
    """
    try:
        job = describe_job(client, request["job_name"])
    except Exception as error:
        failure = describe_failure("sagemaker:DescribeAutoMLJob", error)
        return ("missing", None) if is_not_found(failure) else (None, failure)
    uris = [channel.get("DataSource", {}).get("S3DataSource", {}).get("S3Uri") for channel in get_input_channels(job)]
    return ("own" if request["train_uri"] in uris else "other"), None
