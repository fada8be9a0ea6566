"""Creates the Autopilot job."""

import time

from sme.automl_api import describe_job, has_second_version, is_missing
from sme.aws_client import describe_failure, make_client
from sme.create_job_request import make_request_v1, make_request_v2, make_tags
from sme.credentials import read_credentials
from sme.row_tags import MAX_TAGS, make_row_tags

THROTTLED_CODES = ("ThrottlingException", "Throttling", "TooManyRequestsException", "RequestLimitExceeded")
NAME_CONFLICT_CODES = ("ResourceInUse", "ConflictException")
RETRY_PAUSES_SECONDS = (1, 2, 4)


def start_training(exa, request, client_of=make_client, sleep=time.sleep):
    """
    request: connection, region, version, tags, row (of the job table) and what job_request reads. With only_look:
    connection, region, job_name and train_uri; then AWS is only asked whether the job of that run exists.
    Returns {'outcome': 'created' | 'refused' | 'unknown' (the job may still appear) | 'missing', 'problems',
    'failures'}.

    boto3 must not repeat the request: if AWS carried out the first one and its answer was lost, the second one would
    be refused because the name is taken. Before each retry, AWS is asked whether the job of this run exists.
    """
    credentials, _address, problems = read_credentials(exa, request["connection"])
    if problems:
        return {"outcome": "refused", "problems": problems, "failures": []}
    client = client_of("sagemaker", credentials, request["region"], attempts=1)
    if request.get("only_look"):
        state, failure = look(client, request)
        outcomes = {"own": "created", "other": "refused", "missing": "missing", None: "unknown"}
        return {"outcome": outcomes[state], "problems": [], "failures": [failure] if failure else []}
    tags = make_tags(exa.meta, request["version"], request.get("tags"))
    tags += make_row_tags(request.get("row"), MAX_TAGS - len(tags))
    is_uncertain, failure = False, None
    for pause in RETRY_PAUSES_SECONDS + (None,):
        failure = try_create(client, request, tags)
        if failure is None:
            return {"outcome": "created", "problems": [], "failures": []}
        is_uncertain = is_uncertain or failure["kind"] == "interrupted"
        if failure["kind"] == "interrupted" or failure["code"] in NAME_CONFLICT_CODES:
            state, _failure = look(client, request)
            if state == "own":
                return {"outcome": "created", "problems": [], "failures": []}
            if state == "other":
                return {"outcome": "refused", "problems": [], "failures": [failure]}
        if pause is None or not is_transient(failure):
            break
        sleep(pause)
    # an earlier attempt without an answer may still be carried out
    return {"outcome": "unknown" if is_uncertain else "refused", "problems": [], "failures": [failure]}


def is_transient(failure):
    return failure["kind"] in ("interrupted", "unreachable") or failure["code"] in THROTTLED_CODES


def try_create(client, request, tags):
    """None where the job was created, else the failure."""
    is_second = has_second_version(client)
    try:
        if is_second:
            client.create_auto_ml_job_v2(**make_request_v2(request, tags))
        else:
            client.create_auto_ml_job(**make_request_v1(request, tags))
    except Exception as error:
        operation = "sagemaker:CreateAutoMLJobV2" if is_second else "sagemaker:CreateAutoMLJob"
        return describe_failure(operation, error)
    return None


def look(client, request):
    """
    'own' where a job of this name trains on the data of this run, whose prefix no other run has; 'other' where another
    one has the name; 'missing' where there is none. (None, failure) where AWS could not be asked.
    """
    try:
        job = describe_job(client, request["job_name"])
    except Exception as error:
        failure = describe_failure("sagemaker:DescribeAutoMLJob", error)
        return ("missing", None) if is_missing(failure) else (None, failure)
    channels = job.get("AutoMLJobInputDataConfig") or job.get("InputDataConfig") or []
    uris = [channel.get("DataSource", {}).get("S3DataSource", {}).get("S3Uri") for channel in channels]
    return ("own" if request["train_uri"] in uris else "other"), None
