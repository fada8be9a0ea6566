"""The candidates of a job, each with every metric that AWS has of it."""

from sme.aws_client import make_client
from sme.aws_times import count_seconds, write_utc
from sme.candidate_metrics import name_metric, read_metric_value, read_objective
from sme.job_call import call_job_api

PAGE_SIZE = 100


def list_candidates(exa, request, client_of=make_client):
    """
    request: connection, region, job_name.
    Returns {'candidates': [...]} in no order, or {'missing': True}, or problems or failures.
    """

    def ask(client, _step, _credentials):
        return {"candidates": [describe_candidate(found) for found in read_candidates(client, request["job_name"])]}

    return call_job_api(exa, request, "sagemaker:ListCandidatesForAutoMLJob", ask, client_of)


def read_candidates(client, job_name):
    more = {}
    while True:
        page = client.list_candidates_for_auto_ml_job(AutoMLJobName=job_name, MaxResults=PAGE_SIZE, **more)
        for candidate in page["Candidates"]:
            yield candidate
        if not page.get("NextToken"):
            return
        more = {"NextToken": page["NextToken"]}


def describe_candidate(candidate):
    """Plain data. `metrics`: list of [name, set ('Train', 'Validation', 'Test', or '' where AWS names none), value]."""
    metric, value, direction = read_objective(candidate)
    metrics = candidate.get("CandidateProperties", {}).get("CandidateMetrics", [])
    return {
        "name": candidate["CandidateName"],
        "status": candidate["CandidateStatus"],
        "metric": metric,
        "value": value,
        "direction": direction,
        "created": write_utc(candidate.get("CreationTime")),
        "ended": write_utc(candidate.get("EndTime")),
        "seconds": count_seconds(candidate.get("CreationTime"), candidate.get("EndTime")),
        "failure_reason": candidate.get("FailureReason"),
        "metrics": [[name_metric(each), each.get("Set", ""), read_metric_value(each)] for each in metrics],
    }
