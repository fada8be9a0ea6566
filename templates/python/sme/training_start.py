"""Creates the Autopilot job."""

import time

from sme.auto_ml_api import describe_job, has_second_version
from sme.aws_client import describe_failure, make_client
from sme.credentials import read_credentials
from sme.job_request import make_request_v1, make_request_v2, make_tags
from sme.row_tags import MAX_TAGS, make_row_tags

THROTTLED_CODES = ("ThrottlingException", "Throttling", "TooManyRequestsException", "RequestLimitExceeded")
THROTTLE_PAUSES_SECONDS = (1, 2, 4)


def start_training(exa, request, client_of=make_client, sleep=time.sleep):
    """
    request: connection, region, version, tags, row (of the job table) and what job_request reads.
    Returns {'outcome': 'created' | 'refused' | 'unknown', 'problems', 'failures'}. 'unknown': the request was sent, no
    answer came, and the job cannot be seen; it may still appear.

    boto3 must not send the request twice: where the first one was carried out and only its answer lost, the second
    would be told that the name is taken. Throttling, a sure refusal, is retried here.
    """
    credentials, _address, problems = read_credentials(exa, request["connection"])
    if problems:
        return {"outcome": "refused", "problems": problems, "failures": []}
    client = client_of("sagemaker", credentials, request["region"], attempts=1)
    tags = make_tags(exa.meta, request["version"], request.get("tags"))
    tags += make_row_tags(request.get("row"), MAX_TAGS - len(tags))
    failure = try_create(client, request, tags)
    for pause in THROTTLE_PAUSES_SECONDS:
        if failure is None or failure["code"] not in THROTTLED_CODES:
            break
        sleep(pause)
        failure = try_create(client, request, tags)
    if failure is None:
        return {"outcome": "created", "problems": [], "failures": []}
    if failure["kind"] == "interrupted":
        if is_there(client, request):
            return {"outcome": "created", "problems": [], "failures": []}
        return {"outcome": "unknown", "problems": [], "failures": [failure]}
    return {"outcome": "refused", "problems": [], "failures": [failure]}


def try_create(client, request, tags):
    """None where the job was created, else the failure."""
    try:
        if has_second_version(client):
            client.create_auto_ml_job_v2(**make_request_v2(request, tags))
        else:
            client.create_auto_ml_job(**make_request_v1(request, tags))
    except Exception as error:
        return describe_failure("sagemaker:CreateAutoMLJob", error)
    return None


def is_there(client, request):
    """True where a job of this name trains on the data of this run: it can only be the one that was asked for."""
    try:
        job = describe_job(client, request["job_name"])
    except Exception:
        return False
    channels = job.get("AutoMLJobInputDataConfig") or job.get("InputDataConfig") or []
    uris = [channel.get("DataSource", {}).get("S3DataSource", {}).get("S3Uri") for channel in channels]
    return request["train_uri"] in uris
