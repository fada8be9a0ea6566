"""Jobs that AWS has and the job table lacks, found by the tags that training puts on them."""

import datetime

from sme.automl_api import describe_job
from sme.aws_client import describe_failure, make_client
from sme.create_job_request import make_tags
from sme.credentials import read_credentials
from sme.endpoint_api import CallFailed, call
from sme.row_from_description import make_row_from_description
from sme.row_tags import read_row_tags

JOBS_A_PAGE = 50


def recover_jobs(exa, request, client_of=make_client):
    """
    request: connection, region, version, known (names in the table), next_token.

    Looks at one page of AWS's list of jobs and returns {'jobs', 'next_token', 'problems', 'failures'}; jobs: [{'row':
    column to value, 'created': 'YYYY-MM-DD HH:MM:SS' in UTC, 'complete'}]. complete is False where the tags hold no
    row, so that only what AWS and the training data tell is known.
    """
    credentials, _address, problems = read_credentials(exa, request["connection"])
    if problems:
        return {"jobs": [], "problems": problems, "failures": []}
    client = client_of("sagemaker", credentials, request["region"])
    wanted = find_own_tags(exa.meta, request["version"])
    known = set(request.get("known") or ())
    token = {"NextToken": request["next_token"]} if request.get("next_token") else {}
    jobs = []
    try:
        page = call("ListAutoMLJobs", client.list_auto_ml_jobs, MaxResults=JOBS_A_PAGE, SortBy="CreationTime", **token)
        for summary in page["AutoMLJobSummaries"]:
            if summary["AutoMLJobName"] in known:
                continue
            tags = list_tags(client, summary["AutoMLJobArn"])
            if all(tags.get(key) == value for key, value in wanted.items()):
                jobs.append(recover_job(client_of, client, credentials, request, summary, tags))
    except CallFailed as thrown:
        return {"jobs": jobs, "problems": [], "failures": [thrown.failure]}
    return {"jobs": jobs, "next_token": page.get("NextToken"), "problems": [], "failures": []}


def find_own_tags(meta, version):
    """Database and schema, written as in the tags of a training."""
    tags = {tag["Key"]: tag["Value"] for tag in make_tags(meta, version, None)}
    return {key: tags[key] for key in ("exasol:database", "exasol:schema")}


def list_tags(client, arn):
    """@raises CallFailed"""
    tags = {}
    token = {}
    while True:
        page = call("ListTags", client.list_tags, ResourceArn=arn, **token)
        tags.update((tag["Key"], tag["Value"]) for tag in page["Tags"])
        if not page.get("NextToken"):
            return tags
        token = {"NextToken": page["NextToken"]}


def recover_job(client_of, client, credentials, request, summary, tags):
    """@raises CallFailed"""
    name = summary["AutoMLJobName"]
    row = read_row_tags(tags)
    complete = row is not None and row.get("JOB_NAME") == name
    if not complete:
        try:
            job = describe_job(client, name)
        except Exception as error:
            raise CallFailed(describe_failure("sagemaker:DescribeAutoMLJob", error)) from error
        row = make_row_from_description(lambda: client_of("s3", credentials, request["region"]), job, tags)
    created = summary["CreationTime"].astimezone(datetime.timezone.utc)
    own = {"AWS_CREDENTIALS_CONNECTION_NAME": request["connection"], "AWS_REGION": request["region"]}
    return {"row": dict(row or {}, **own), "created": created.strftime("%Y-%m-%d %H:%M:%S"), "complete": complete}
