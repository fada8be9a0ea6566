"""The candidates of a job, each with all metrics that AWS reports for it."""

from sme.aws_client import make_client
from sme.aws_times import format_utc, seconds_between
from sme.candidate_metrics import metric_name, metric_value, read_objective
from sme.job_call import call_job_api

CANDIDATE_PAGE_SIZE = 100


def list_candidates(exa, request, create_client=make_client):
    """
    request: connection, region, job_name.
    Returns {'candidates': [...]} in no particular order, or {'missing': True}, or problems or failures.
    """

    def list_all(client, _call, _credentials):
        candidates = read_candidates(client, request["job_name"])
        return {"candidates": [describe_candidate(candidate) for candidate in candidates]}

    return call_job_api(exa, request, "sagemaker:ListCandidatesForAutoMLJob", list_all, create_client)


def read_candidates(client, job_name):
    token = {}
    while True:
        page = client.list_candidates_for_auto_ml_job(AutoMLJobName=job_name, MaxResults=CANDIDATE_PAGE_SIZE, **token)
        for candidate in page["Candidates"]:
            yield candidate
        if not page.get("NextToken"):
            return
        token = {"NextToken": page["NextToken"]}


def describe_candidate(candidate):
    """
    A candidate as plain data. `metrics`: list of [name, data set, value]; the data set is 'Train', 'Validation', 'Test'
    or, if AWS does not name it, ''.
    """
    metric, value, direction = read_objective(candidate)
    metrics = candidate.get("CandidateProperties", {}).get("CandidateMetrics", [])
    return {
        "name": candidate["CandidateName"],
        "status": candidate["CandidateStatus"],
        "metric": metric,
        "value": value,
        "direction": direction,
        "created": format_utc(candidate.get("CreationTime")),
        "ended": format_utc(candidate.get("EndTime")),
        "seconds": seconds_between(candidate.get("CreationTime"), candidate.get("EndTime")),
        "failure_reason": candidate.get("FailureReason"),
        "metrics": [[metric_name(each), each.get("Set", ""), metric_value(each)] for each in metrics],
    }
