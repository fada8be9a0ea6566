"""SageMaker's AutoML operations: version 2 if this botocore knows it (since 1.29.98), version 1 otherwise."""


def has_automl_v2(client):
    return hasattr(client, "create_auto_ml_job_v2")


def describe_job(client, job_name):
    """Describes a job. DescribeAutoMLJobV2 reads jobs of both versions, DescribeAutoMLJob only those of version 1."""
    if has_automl_v2(client):
        return client.describe_auto_ml_job_v2(AutoMLJobName=job_name)
    return client.describe_auto_ml_job(AutoMLJobName=job_name)
