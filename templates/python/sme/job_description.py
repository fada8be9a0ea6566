"""Everything that AWS says of a job in one answer, as attributes and values."""

import json
from datetime import datetime, timezone

from sme.automl_api import describe_job
from sme.aws_client import make_client
from sme.aws_times import count_seconds, write_utc
from sme.candidate_metrics import read_objective
from sme.job_call import call_job_api


def describe_one_job(exa, request, client_of=make_client, now=None):
    """
    request: connection, region, job_name.
    Returns {'attributes': [[name, text or None], ...]}, or {'missing': True}, or problems or failures.
    """

    def ask(client, _step, _credentials):
        job = describe_job(client, request["job_name"])
        attributes = list_attributes(job, now or datetime.now(timezone.utc))
        return {"attributes": [[name, write_value(value)] for name, value in attributes]}

    return call_job_api(exa, request, "sagemaker:DescribeAutoMLJob", ask, client_of)


def write_value(value):
    """Text as it is; several values as a JSON list; what is missing, or empty, as None."""
    if value is None or value == [] or value == "":
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (list, dict)) else str(value)


def dig(value, *path):
    """What lies at the end of a path of keys; None where it ends early."""
    for key in path:
        if not isinstance(value, dict):
            return None
        value = value.get(key)
    return value


def list_attributes(job, now):
    return (
        list_state(job, now)
        + list_settings(job)
        + list_best_candidate(job.get("BestCandidate"))
        + list_places(job)
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
        ("CREATION_TIME_UTC", write_utc(created)),
        ("LAST_MODIFIED_TIME_UTC", write_utc(job.get("LastModifiedTime"))),
        ("END_TIME_UTC", write_utc(ended)),
        ("AGE_IN_SECONDS", count_seconds(created, now)),
        ("DURATION_IN_SECONDS", count_seconds(created, ended or now)),
    ]


def list_settings(job):
    """The second version of the API keeps per problem type what the first has at the top; jobs of both are read."""
    chosen = next(iter((job.get("AutoMLProblemTypeConfig") or {}).values()), {})
    config = job.get("AutoMLJobConfig") or {}
    channel = next(iter(job.get("InputDataConfig") or []), {})
    resolved = job.get("ResolvedAttributes") or {}
    kind = job.get("AutoMLProblemTypeConfigName")
    limits = resolved.get("CompletionCriteria") or {}
    wanted = chosen.get("CompletionCriteria") or config.get("CompletionCriteria") or {}

    def limit(key):
        return limits.get(key) or wanted.get(key)

    return [
        ("PROBLEM_KIND", kind),
        ("PROBLEM_TYPE_REQUESTED", chosen.get("ProblemType") or job.get("ProblemType")),
        ("PROBLEM_TYPE_RESOLVED", find_resolved_problem_type(resolved)),
        ("OBJECTIVE_REQUESTED", dig(job, "AutoMLJobObjective", "MetricName")),
        ("OBJECTIVE_RESOLVED", dig(resolved, "AutoMLJobObjective", "MetricName")),
        ("MODE", chosen.get("Mode") or config.get("Mode")),
        ("TARGET_ATTRIBUTE_NAME", chosen.get("TargetAttributeName") or channel.get("TargetAttributeName")),
        (
            "SAMPLE_WEIGHT_COLUMN",
            chosen.get("SampleWeightAttributeName") or channel.get("SampleWeightAttributeName"),
        ),
        ("MAX_CANDIDATES", limit("MaxCandidates")),
        ("MAX_RUNTIME_PER_TRAINING_JOB_IN_SECONDS", limit("MaxRuntimePerTrainingJobInSeconds")),
        ("MAX_RUNTIME_FOR_AUTOML_JOB_IN_SECONDS", limit("MaxAutoMLJobRuntimeInSeconds")),
        (
            "VALIDATION_FRACTION",
            dig(job.get("DataSplitConfig") or config.get("DataSplitConfig"), "ValidationFraction"),
        ),
    ]


def find_resolved_problem_type(resolved):
    """The first version puts it at the top, the second below the kind of problem."""
    tabular = dig(resolved, "AutoMLProblemTypeResolvedAttributes", "TabularResolvedAttributes", "ProblemType")
    return tabular or resolved.get("ProblemType")


def list_best_candidate(best):
    """While the job runs, AWS shows the best so far; none before the first has finished, and of some jobs never."""
    best = best or {}
    metric, value, _direction = read_objective(best)
    containers = best.get("InferenceContainers") or []
    reports = dig(best, "CandidateProperties", "CandidateArtifactLocations") or {}
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


def list_places(job):
    channels = job.get("AutoMLJobInputDataConfig") or job.get("InputDataConfig") or []
    artifacts = job.get("AutoMLJobArtifacts") or {}
    return [
        ("DATA_EXPLORATION_NOTEBOOK", artifacts.get("DataExplorationNotebookLocation")),
        ("CANDIDATE_DEFINITION_NOTEBOOK", artifacts.get("CandidateDefinitionNotebookLocation")),
        ("INPUT_LOCATIONS", [dig(channel, "DataSource", "S3DataSource", "S3Uri") for channel in channels]),
        ("OUTPUT_LOCATION", dig(job, "OutputDataConfig", "S3OutputPath")),
        ("OUTPUT_KMS_KEY_ID", dig(job, "OutputDataConfig", "KmsKeyId")),
        ("DEPLOYED_BY_AWS_ENDPOINT", dig(job, "ModelDeployResult", "EndpointName")),
    ]
