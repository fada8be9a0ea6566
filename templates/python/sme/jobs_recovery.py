"""Finds jobs that AWS has and the job table lacks, by the tags that the training script sets."""

from sme.automl_api import describe_job
from sme.aws_client import describe_failure, make_client
from sme.aws_times import format_utc
from sme.credentials import read_credentials
from sme.resource_tags import make_deployment_tags
from sme.row_from_description import make_row_from_description
from sme.row_tags import read_row_tags
from sme.sagemaker_calls import AwsCallError, call, list_tags

RECOVERY_PAGE_SIZE = 50


def recover_jobs(exa, request, create_client=make_client):
    """
    Reads one page of AWS's list of jobs.

    request: connection, region, known (names in the job table), next_token.
    Returns {'jobs', 'next_token', 'problems', 'failures'}; jobs: [{'row': {column: value}, 'created': 'YYYY-MM-DD
    HH:MM:SS' in UTC, 'complete'}]. complete is False if the tags do not contain the row. Then the row is rebuilt from
    AWS's description of the job and from its training data.
    """
    credentials, _address, problems = read_credentials(exa, request["connection"])
    if problems:
        return {"jobs": [], "problems": problems, "failures": []}
    client = create_client("sagemaker", credentials, request["region"])
    deployment_tags = make_deployment_tags(exa.meta)
    known = set(request.get("known") or ())
    token = {"NextToken": request["next_token"]} if request.get("next_token") else {}
    jobs = []
    try:
        page = call(
            "ListAutoMLJobs", client.list_auto_ml_jobs, MaxResults=RECOVERY_PAGE_SIZE, SortBy="CreationTime", **token
        )
        for summary in page["AutoMLJobSummaries"]:
            if summary["AutoMLJobName"] in known:
                continue
            tags = list_tags(client, summary["AutoMLJobArn"])
            if all(tags.get(key) == value for key, value in deployment_tags.items()):
                jobs.append(recover_job(create_client, client, credentials, request, summary, tags))
    except AwsCallError as error:
        return {"jobs": jobs, "problems": [], "failures": [error.failure]}
    return {"jobs": jobs, "next_token": page.get("NextToken"), "problems": [], "failures": []}


def recover_job(create_client, client, credentials, request, summary, tags):
    """@raises AwsCallError"""
    name = summary["AutoMLJobName"]
    row = read_row_tags(tags)
    is_complete = row is not None and row.get("JOB_NAME") == name
    if not is_complete:
        try:
            job = describe_job(client, name)
        except Exception as error:
            raise AwsCallError(describe_failure("sagemaker:DescribeAutoMLJob", error)) from error
        row = make_row_from_description(lambda: create_client("s3", credentials, request["region"]), job, tags)
    location = {"AWS_CREDENTIALS_CONNECTION_NAME": request["connection"], "AWS_REGION": request["region"]}
    return {
        "row": dict(row or {}, **location),
        "created": format_utc(summary["CreationTime"]),
        "complete": is_complete,
    }
