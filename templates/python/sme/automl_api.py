"""Autopilot's calls, in the second version where this botocore knows it (1.29.98 and later), else in the first."""


def has_second_version(client):
    return hasattr(client, "create_auto_ml_job_v2")


def describe_job(client, job_name):
    """DescribeAutoMLJobV2 reads jobs of both versions, DescribeAutoMLJob only those of the first."""
    if has_second_version(client):
        return client.describe_auto_ml_job_v2(AutoMLJobName=job_name)
    return client.describe_auto_ml_job(AutoMLJobName=job_name)


def is_missing(failure):
    """True where AWS says that there is no such job. ResourceNotFound is declared; the rest is caution."""
    if failure["code"] in ("ResourceNotFound", "ResourceNotFoundException"):
        return True
    text = failure["message"].lower()
    return failure["code"] == "ValidationException" and ("not found" in text or "could not find" in text)
