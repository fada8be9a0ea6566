"""
The states of many jobs of one account and Region. A page of ListAutoMLJobs holds 100 jobs, so n jobs take n / 100
calls. The list does not contain best metrics. They are read with one call per ended job, for a few jobs per run.
"""

import json
from datetime import timedelta

from sme.automl_api import describe_job
from sme.aws_client import describe_failure, is_not_found, make_client
from sme.aws_times import format_utc, parse_utc
from sme.bucket_address import parse_bucket_address
from sme.candidate_metrics import read_objective
from sme.credentials import read_credentials
from sme.endpoint_states import list_endpoint_states
from sme.errors import format_error
from sme.facts import ENDED_JOB_STATUSES

JOB_PAGE_SIZE = 100
# Jobs of other applications may fill the pages of an account.
MAX_EXTRA_PAGES = 20
MAX_DESCRIBED_JOBS = 20
LIST_ATTEMPTS = 5
# The times of the rows are in the time zones of the sessions that wrote them, which differ by up to 26 hours.
TIME_MARGIN = timedelta(days=2)


def emit_job_states(exa, ctx, create_client=make_client):
    """
    ctx: rows of one connection and Region with connection, region (None: the Region of the connection's address),
    job_name, started ('YYYY-MM-DD HH:MM:SS') and status (None, or one of ENDED_JOB_STATUSES if only the best metric is
    missing); or with endpoint_name instead of a job.

    Emits (job_name, JSON) for each job found, see make_state, and {'missing': true} for a job that AWS does not have.
    Emits (None, JSON) with the problems and failures of the group and its endpoints, see list_endpoint_states. A job
    without a row was not reached in this run.
    """
    connection, region = ctx.connection, ctx.region
    jobs, endpoints = {}, []
    while True:
        if ctx.endpoint_name is not None:
            endpoints.append(ctx.endpoint_name)
        else:
            jobs[ctx.job_name.lower()] = {"name": ctx.job_name, "started": ctx.started, "status": ctx.status}
        if not ctx.next():
            break
    group = {"connection": connection, "region": region}
    try:
        response = read_states(exa, connection, region, jobs, endpoints, create_client)
    except ImportError as error:
        response = make_response(failures=[describe_failure("import", error)])
    for name, state in response.pop("states").items():
        ctx.emit(name, json.dumps(state))
    if any(response.values()):
        ctx.emit(None, json.dumps(dict(group, **response)))


def make_response(states=None, endpoints=None, problems=(), failures=()):
    return {
        "states": states or {},
        "endpoints": endpoints or {},
        "problems": list(problems),
        "failures": list(failures),
    }


def read_states(exa, connection, region, jobs, endpoints, create_client):
    """jobs: {lower-case name: {'name', 'started', 'status'}}. endpoints: list of names."""
    credentials, address, problems = read_credentials(exa, connection)
    region = region or (parse_bucket_address(address or "") or {}).get("region")
    if credentials and not region:
        problems = [format_error("E-SME-188", connection=connection)]
    if problems:
        return make_response(problems=problems)
    client = create_client("sagemaker", credentials, region, attempts=LIST_ATTEMPTS)
    states, endpoint_states = {}, {}
    operation = "sagemaker:ListAutoMLJobs"
    try:
        list_states(client, jobs, states)
        operation = "sagemaker:DescribeAutoMLJob"
        describe_states(client, jobs, states)
        if endpoints:
            operation = "sagemaker:ListEndpoints"
            endpoint_states = list_endpoint_states(client, endpoints)
    except Exception as error:
        return make_response(states, failures=[describe_failure(operation, error)])
    return make_response(states, endpoint_states)


def list_states(client, jobs, states):
    """Adds the states of jobs without a status, from the newest job back to the oldest one, until all are found."""
    wanted = {key for key, job in jobs.items() if job["status"] is None}
    if not wanted:
        return
    oldest = parse_utc(min(jobs[key]["started"] for key in wanted)) - TIME_MARGIN
    request = {
        "SortBy": "CreationTime",
        "SortOrder": "Descending",
        "CreationTimeAfter": oldest,
        "MaxResults": JOB_PAGE_SIZE,
    }
    needed_pages = -(-len(wanted) // JOB_PAGE_SIZE)
    for _page in range(needed_pages + MAX_EXTRA_PAGES):
        page = client.list_auto_ml_jobs(**request)
        for summary in page["AutoMLJobSummaries"]:
            key = summary["AutoMLJobName"].lower()
            if key in wanted:
                wanted.remove(key)
                states[jobs[key]["name"]] = make_state(summary)
        if not wanted or not page.get("NextToken"):
            return
        request["NextToken"] = page["NextToken"]


def describe_states(client, jobs, states):
    """Describes the jobs that the list did not contain, then jobs that have ended, to add their best metrics."""
    unlisted = [job["name"] for job in jobs.values() if job["status"] is None and job["name"] not in states]
    ended = [name for name, state in states.items() if state["has_ended"] and not state["is_final"]]
    ended_before = [job["name"] for job in jobs.values() if job["status"] is not None]
    for name in (unlisted + ended + ended_before)[:MAX_DESCRIBED_JOBS]:
        try:
            states[name] = make_state(describe_job(client, name), is_described=True)
        except Exception as error:
            if not is_not_found(describe_failure("", error)):
                raise
            states[name] = {"missing": True}


def make_state(job, is_described=False):
    """
    The state in a summary of ListAutoMLJobs or in a description. is_final: AWS will not report anything more about the
    job. A failed job is final without a description, because its best candidate is of no use.
    """
    status = job["AutoMLJobStatus"]
    best = job.get("BestCandidate") or {}
    metric, value, _direction = read_objective(best)
    return {
        "status": status,
        "secondary_status": job["AutoMLJobSecondaryStatus"],
        "created": format_utc(job["CreationTime"]),
        "ended": format_utc(job.get("EndTime")),
        "failure_reason": job.get("FailureReason"),
        "has_ended": status in ENDED_JOB_STATUSES,
        "best_candidate": best.get("CandidateName"),
        "metric": metric,
        "value": value,
        "is_final": status in ENDED_JOB_STATUSES and (is_described or status == "Failed"),
    }
