"""Everything that AWS reports about a job, as attributes and values."""

import json
from datetime import datetime, timezone

from sme.automl_api import describe_job, find_resolved_problem_type, get_input_channels
from sme.aws_client import make_client
from sme.aws_times import format_utc, seconds_between
from sme.candidate_metrics import read_objective
from sme.job_call import call_job_api


def read_job_description(exa, request, create_client=make_client, now=None):
    """
    request: connection, region, job_name. now: datetime with a time zone, for tests.
    Returns {'attributes': [[name, text or None], ...]}, or {'missing': True}, or problems or failures.
    """

    def read(client, _call, _credentials):
        job = describe_job(client, request["job_name"])
        attributes = list_attributes(job, now or datetime.now(timezone.utc))
        return {"attributes": [[name, format_value(value)] for name, value in attributes]}

    return call_job_api(exa, request, "sagemaker:DescribeAutoMLJob", read, create_client)


def format_value(value):
    """Text unchanged, several values as a JSON list, and None for a missing or empty value."""
    if value is None or value == [] or value == "":
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (list, dict)) else str(value)


def get_path(value, *keys):
    """The value at a path of keys in nested dicts; None if a key is missing."""
    for key in keys:
        if not isinstance(value, dict):
            return None
        value = value.get(key)
    return value


def list_attributes(job, now):
    return (
        list_state(job, now)
        + list_settings(job)
        + list_best_candidate(job.get("BestCandidate"))
        + list_locations(job)
        + [("ROLE_ARN", job.get("RoleArn")), ("JOB_ARN", job.get("AutoMLJobArn"))]
    )


def list_state(job, now):
    created, ended = job.get("CreationTime"), job.get("EndTime")
    reasons = [reason.get("PartialFailureMessage") for reason in job.get("PartialFailureReasons", [])]
    return [
        ("JOB_NAME", job.get("AutoMLJobName")),
        ("JOB_STATUS", job.get("AutoMLJobStatus")),
        ("JOB_SECONDARY_STATUS", job.get("AutoMLJobSecondaryStatus")),
        ("FAILURE_REASON", job.get("FailureReason")),
        ("PARTIAL_FAILURE_REASONS", "\n".join(reason for reason in reasons if reason)),
        ("CREATION_TIME_UTC", format_utc(created)),
        ("LAST_MODIFIED_TIME_UTC", format_utc(job.get("LastModifiedTime"))),
        ("END_TIME_UTC", format_utc(ended)),
        ("AGE_IN_SECONDS", seconds_between(created, now)),
        ("DURATION_IN_SECONDS", seconds_between(created, ended or now)),
    ]


def list_settings(job):
    """Reads both versions of the API. Version 2 has some settings per problem type, version 1 at the top level."""
    problem_config = next(iter((job.get("AutoMLProblemTypeConfig") or {}).values()), {})
    config = job.get("AutoMLJobConfig") or {}
    channel = next(iter(job.get("InputDataConfig") or []), {})
    resolved = job.get("ResolvedAttributes") or {}
    resolved_limits = resolved.get("CompletionCriteria") or {}
    requested_limits = problem_config.get("CompletionCriteria") or config.get("CompletionCriteria") or {}

    def limit(key):
        return resolved_limits.get(key) or requested_limits.get(key)

    return [
        ("PROBLEM_KIND", job.get("AutoMLProblemTypeConfigName")),
        ("PROBLEM_TYPE_REQUESTED", problem_config.get("ProblemType") or job.get("ProblemType")),
        ("PROBLEM_TYPE_RESOLVED", find_resolved_problem_type(job)),
        ("OBJECTIVE_REQUESTED", get_path(job, "AutoMLJobObjective", "MetricName")),
        ("OBJECTIVE_RESOLVED", get_path(resolved, "AutoMLJobObjective", "MetricName")),
        ("MODE", problem_config.get("Mode") or config.get("Mode")),
        ("TARGET_ATTRIBUTE_NAME", problem_config.get("TargetAttributeName") or channel.get("TargetAttributeName")),
        (
            "SAMPLE_WEIGHT_COLUMN",
            problem_config.get("SampleWeightAttributeName") or channel.get("SampleWeightAttributeName"),
        ),
        ("MAX_CANDIDATES", limit("MaxCandidates")),
        ("MAX_RUNTIME_PER_TRAINING_JOB_IN_SECONDS", limit("MaxRuntimePerTrainingJobInSeconds")),
        ("MAX_RUNTIME_FOR_AUTOML_JOB_IN_SECONDS", limit("MaxAutoMLJobRuntimeInSeconds")),
        (
            "VALIDATION_FRACTION",
            get_path(job.get("DataSplitConfig") or config.get("DataSplitConfig"), "ValidationFraction"),
        ),
    ]


def list_best_candidate(best):
    """
    best: the best candidate so far, if the job is still running. None until a candidate has finished; some jobs end
    without one.
    """
    best = best or {}
    metric, value, _direction = read_objective(best)
    containers = best.get("InferenceContainers") or []
    reports = get_path(best, "CandidateProperties", "CandidateArtifactLocations") or {}
    return [
        ("BEST_CANDIDATE_NAME", best.get("CandidateName")),
        ("BEST_CANDIDATE_STATUS", best.get("CandidateStatus")),
        ("BEST_METRIC_NAME", metric),
        ("BEST_METRIC_VALUE", value),
        ("CONTAINER_IMAGES", [container.get("Image") for container in containers]),
        ("MODEL_DATA_URLS", [container.get("ModelDataUrl") for container in containers]),
        ("EXPLAINABILITY_REPORT", reports.get("Explainability")),
        ("MODEL_INSIGHTS_REPORT", reports.get("ModelInsights")),
        ("BACKTEST_RESULTS", reports.get("BacktestResults")),
    ]


def list_locations(job):
    artifacts = job.get("AutoMLJobArtifacts") or {}
    return [
        ("DATA_EXPLORATION_NOTEBOOK", artifacts.get("DataExplorationNotebookLocation")),
        ("CANDIDATE_DEFINITION_NOTEBOOK", artifacts.get("CandidateDefinitionNotebookLocation")),
        (
            "INPUT_LOCATIONS",
            [get_path(channel, "DataSource", "S3DataSource", "S3Uri") for channel in get_input_channels(job)],
        ),
        ("OUTPUT_LOCATION", get_path(job, "OutputDataConfig", "S3OutputPath")),
        ("OUTPUT_KMS_KEY_ID", get_path(job, "OutputDataConfig", "KmsKeyId")),
        ("DEPLOYED_BY_AWS_ENDPOINT", get_path(job, "ModelDeployResult", "EndpointName")),
    ]
