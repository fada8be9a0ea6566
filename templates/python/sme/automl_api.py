"""SageMaker's AutoML operations: version 2 if this botocore knows it (since 1.29.98), version 1 otherwise."""

CANDIDATE_PAGE_SIZE = 100


def has_automl_v2(client):
    return hasattr(client, "create_auto_ml_job_v2")


def describe_job(client, job_name):
    """Describes a job. DescribeAutoMLJobV2 reads jobs of both versions, DescribeAutoMLJob only those of version 1."""
    if has_automl_v2(client):
        return client.describe_auto_ml_job_v2(AutoMLJobName=job_name)
    return client.describe_auto_ml_job(AutoMLJobName=job_name)


def list_candidates(client, job_name):
    """Yields the candidates of a job as AWS describes them, in no particular order."""
    token = {}
    while True:
        page = client.list_candidates_for_auto_ml_job(AutoMLJobName=job_name, MaxResults=CANDIDATE_PAGE_SIZE, **token)
        for candidate in page["Candidates"]:
            yield candidate
        if not page.get("NextToken"):
            return
        token = {"NextToken": page["NextToken"]}


def get_input_channels(job):
    """The input channels in a response of describe_job."""
    return job.get("AutoMLJobInputDataConfig") or job.get("InputDataConfig") or []


def find_resolved_problem_type(job):
    """The problem type that AWS chose, or None. Version 1 of the API reports it in another place than version 2."""
    resolved = job.get("ResolvedAttributes") or {}
    by_kind = resolved.get("AutoMLProblemTypeResolvedAttributes") or {}
    tabular = by_kind.get("TabularResolvedAttributes") or {}
    return tabular.get("ProblemType") or resolved.get("ProblemType")
