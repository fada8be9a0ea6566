"""Deletes the training data of jobs that have ended (keep_training_data: false)."""

import re

from sme.automl_api import describe_job, get_input_channels
from sme.aws_client import describe_failure, is_not_found, make_client
from sme.credentials import read_credentials
from sme.endpoint_owner import Owner
from sme.errors import format_error
from sme.export_folder import COMPRESSED_FILE
from sme.facts import ENDED_JOB_STATUSES
from sme.s3_objects import delete_objects, list_objects
from sme.sagemaker_calls import AwsCallError

# s3://<bucket>/<output path>/<job>/train/<token of the run>/, as templates/lua/sme/s3_location.lua writes it.
TRAIN_URI = re.compile(
    r"s3://(?P<bucket>[^/]+)/(?P<prefix>(?:.*/)?(?P<job>[^/]+)/train/[0-9]{14}-[0-9]+-[0-9]+/)", re.DOTALL
)


def remove_training_data(exa, request, create_client=make_client):
    """
    request: connection, region, jobs: [{'job_name', 'train_uri'}].

    Returns {'jobs', 'problems', 'failures'}; jobs: for each job that has ended {'job_name', 'files': number of deleted
    files, 'problems', 'failures'}. Its data is gone if it has neither problems nor failures.

    Users can call this UDF with any request. So it deletes only the files of an export, only from the folder that AWS
    names as the input of the job, and only if the job has ended and has the tags of this deployment.
    """
    credentials, _address, problems = read_credentials(exa, request["connection"])
    if problems:
        return {"jobs": [], "problems": problems, "failures": []}
    client = create_client("sagemaker", credentials, request["region"])
    s3 = create_client("s3", credentials, request["region"])
    owner = Owner(client, exa.meta)
    results = [remove_data_of_job(client, s3, owner, job["job_name"], job["train_uri"]) for job in request["jobs"]]
    return {"jobs": [result for result in results if result], "problems": [], "failures": []}


def remove_data_of_job(client, s3, owner, job_name, train_uri):
    """The result of one job; None while the job is running."""
    operation = "sagemaker:DescribeAutoMLJob"
    result = {"job_name": job_name, "files": 0, "problems": [], "failures": []}
    location = TRAIN_URI.fullmatch(train_uri)
    if location is None or location.group("job") != job_name:
        return dict(result, problems=[format_error("E-SME-631.location", job=job_name, uri=train_uri)])
    try:
        job = describe_job(client, job_name)
        if job["AutoMLJobStatus"] not in ENDED_JOB_STATUSES:
            return None
        inputs = [channel.get("DataSource", {}).get("S3DataSource", {}) for channel in get_input_channels(job)]
        if train_uri not in [source.get("S3Uri") for source in inputs]:
            return dict(result, problems=[format_error("E-SME-631.input", job=job_name, uri=train_uri)])
        if not owner.owns(job["AutoMLJobArn"]):
            return dict(result, problems=[format_error("E-SME-631.tags", job=job_name, uri=train_uri)])
        bucket, prefix = location.group("bucket"), location.group("prefix")
        operation = "s3:ListBucket"
        keys = [entry["Key"] for entry in list_objects(s3, bucket, prefix)]
        operation = "s3:DeleteObject"
        files = [key for key in keys if COMPRESSED_FILE.fullmatch(key[len(prefix) :])]
        return dict(result, files=delete_objects(s3, bucket, files))
    except AwsCallError as error:
        return dict(result, failures=[error.failure])
    except Exception as error:
        failure = describe_failure(operation, error)
        if operation.startswith("sagemaker:") and is_not_found(failure):
            return dict(result, problems=[format_error("E-SME-631.missing", job=job_name, uri=train_uri)])
        return dict(result, failures=[failure])
