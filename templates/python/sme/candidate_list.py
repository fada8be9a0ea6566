"""The candidates of a job, each with all metrics that AWS reports for it."""

from sme.automl_api import list_candidates
from sme.aws_client import make_client
from sme.aws_times import format_utc, seconds_between
from sme.candidate_metrics import find_metric_name, find_metric_value, read_objective
from sme.job_call import call_job_api


def read_candidates(exa, request, create_client=make_client):
    """
    request: connection, region, job_name.
    Returns {'candidates': [...]} in no particular order, or {'missing': True}, or problems or failures.
    """

    def read(client, _call, _credentials):
        candidates = list_candidates(client, request["job_name"])
        return {"candidates": [describe_candidate(candidate) for candidate in candidates]}

    return call_job_api(exa, request, "sagemaker:ListCandidatesForAutoMLJob", read, create_client)


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
        "metrics": [[find_metric_name(each), each.get("Set", ""), find_metric_value(each)] for each in metrics],
    }
