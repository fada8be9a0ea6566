"""
Where many jobs of one account and region are: a page of a list holds 100, so that n jobs cost n / 100 calls and not n.
Best metrics are not in that list. They are asked for one by one, once a job, and only for a few jobs a run.
"""

import json
from datetime import timedelta

from sme.automl_api import describe_job, is_missing
from sme.aws_client import describe_failure, make_client
from sme.aws_times import read_utc, write_utc
from sme.bucket_address import parse_bucket_address
from sme.candidate_metrics import read_objective
from sme.credentials import read_credentials
from sme.endpoint_states import list_endpoint_states

LIST_PAGE_SIZE = 100
# What other programs have started in this account may stand between our jobs.
FOREIGN_PAGES_PER_RUN = 20
DESCRIBED_JOBS_PER_RUN = 20
LIST_ATTEMPTS = 5
ENDED = ("Completed", "Failed", "Stopped")
# The rows' times are in the time zones of the sessions that wrote them, which differ by up to 26 hours.
TIME_MARGIN = timedelta(days=2)


def emit_job_states(exa, ctx, client_of=make_client):
    """
    ctx: rows of one connection and region with connection, region (None: that of the connection's address), job_name,
    started ('YYYY-MM-DD HH:MM:SS') and status (None, or one of ENDED where it is known already and only the best
    metric is missing); or with endpoint_name instead of a job.

    Emits (job_name, JSON) for each job that was found, see `make_state`, with {'missing': true} for one that AWS says
    it does not have; and (None, JSON) with problems and failures of the whole group, and with its endpoints, see
    `list_endpoint_states`. A job without a row is one that this run has not come to.
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
        answer = read_states(exa, connection, region, jobs, endpoints, client_of)
    except ImportError as error:
        answer = make_answer(failures=[describe_failure("import", error)])
    for name, state in answer.pop("states").items():
        ctx.emit(name, json.dumps(state))
    if any(answer.values()):
        ctx.emit(None, json.dumps(dict(group, **answer)))


def make_answer(states=None, endpoints=None, problems=(), failures=()):
    return {
        "states": states or {},
        "endpoints": endpoints or {},
        "problems": list(problems),
        "failures": list(failures),
    }


def read_states(exa, connection, region, jobs, endpoints, client_of):
    """jobs: name in lower case → {'name', 'started', 'status'}; endpoints: names."""
    credentials, address, problems = read_credentials(exa, connection)
    region = region or (parse_bucket_address(address or "") or {}).get("region")
    if credentials and not region:
        problems = [
            "E-SME-188: The row names no region, and neither does the address of the connection '{}'. "
            "Set AWS_REGION in the job's row, or the address to https://<bucket>.s3.<region>.amazonaws.com.".format(
                connection
            )
        ]
    if problems:
        return make_answer(problems=problems)
    client = client_of("sagemaker", credentials, region, attempts=LIST_ATTEMPTS)
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
        return make_answer(states, failures=[describe_failure(operation, error)])
    return make_answer(states, endpoint_states)


def list_states(client, jobs, states):
    """Newest first, back to the oldest job that is asked for, until all are found."""
    sought = {key for key, job in jobs.items() if job["status"] is None}
    if not sought:
        return
    oldest = read_utc(min(jobs[key]["started"] for key in sought)) - TIME_MARGIN
    request = {
        "SortBy": "CreationTime",
        "SortOrder": "Descending",
        "CreationTimeAfter": oldest,
        "MaxResults": LIST_PAGE_SIZE,
    }
    for _page in range(-(-len(sought) // LIST_PAGE_SIZE) + FOREIGN_PAGES_PER_RUN):
        page = client.list_auto_ml_jobs(**request)
        for summary in page["AutoMLJobSummaries"]:
            key = summary["AutoMLJobName"].lower()
            if key in sought:
                sought.remove(key)
                states[jobs[key]["name"]] = make_state(summary)
        if not sought or not page.get("NextToken"):
            return
        request["NextToken"] = page["NextToken"]


def describe_states(client, jobs, states):
    """Jobs that the list did not show first; then those that have ended, for their best metric."""
    unseen = [job["name"] for job in jobs.values() if job["status"] is None and job["name"] not in states]
    ended = [name for name, state in states.items() if state["has_ended"] and not state["is_final"]]
    known = [job["name"] for job in jobs.values() if job["status"] is not None]
    for name in (unseen + ended + known)[:DESCRIBED_JOBS_PER_RUN]:
        try:
            states[name] = make_state(describe_job(client, name), is_described=True)
        except Exception as error:
            if not is_missing(describe_failure("", error)):
                raise
            states[name] = {"missing": True}


def make_state(job, is_described=False):
    """
    What a summary of the list, or a description, says of a job. `is_final`: nothing more is to be learnt of it.
    A failed job has no best candidate that anyone would use.
    """
    status = job["AutoMLJobStatus"]
    best = job.get("BestCandidate") or {}
    metric, value, _direction = read_objective(best)
    return {
        "status": status,
        "secondary_status": job["AutoMLJobSecondaryStatus"],
        "created": write_utc(job["CreationTime"]),
        "ended": write_utc(job.get("EndTime")),
        "failure_reason": job.get("FailureReason"),
        "has_ended": status in ENDED,
        "best_candidate": best.get("CandidateName"),
        "metric": metric,
        "value": value,
        "is_final": status in ENDED and (is_described or status == "Failed"),
    }
