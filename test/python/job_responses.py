"""SageMaker's responses about jobs, with the members that a test needs."""

from datetime import datetime, timedelta, timezone

from doubles import ServiceStubber, StubExa, make_clients, real_client

CREATED = datetime(2024, 6, 18, 15, 22, 13, tzinfo=timezone.utc)
REQUEST = {"connection": "AWS", "region": "eu-central-1", "job_name": "churn"}
ARN = "arn:aws:sagemaker:eu-central-1:123456789012:automl-job/churn"


def make_job(status="Completed", secondary="Completed", **changes):
    """A response of DescribeAutoMLJobV2."""
    job = {
        "AutoMLJobName": "churn",
        "AutoMLJobArn": ARN,
        "AutoMLJobInputDataConfig": [
            {"DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": "s3://b/churn/train/"}}}
        ],
        "OutputDataConfig": {"S3OutputPath": "s3://b/churn/output/"},
        "RoleArn": "arn:aws:iam::123456789012:role/Trainer",
        "CreationTime": CREATED,
        "LastModifiedTime": CREATED + timedelta(minutes=9),
        "AutoMLJobStatus": status,
        "AutoMLJobSecondaryStatus": secondary,
    }
    return dict(job, **changes)


def make_candidate(name="best", value=0.9, **changes):
    candidate = {
        "CandidateName": name,
        "ObjectiveStatus": "Succeeded",
        "CandidateSteps": [],
        "CandidateStatus": "Completed",
        "CreationTime": CREATED,
        "EndTime": CREATED + timedelta(seconds=90),
        "LastModifiedTime": CREATED + timedelta(seconds=90),
    }
    if value is not None:
        candidate["FinalAutoMLJobObjectiveMetric"] = {"Type": "Maximize", "MetricName": "F1", "Value": value}
    return dict(candidate, **changes)


def make_summary(name, status="InProgress", **changes):
    summary = {
        "AutoMLJobName": name,
        "AutoMLJobArn": ARN,
        "AutoMLJobStatus": status,
        "AutoMLJobSecondaryStatus": status,
        "CreationTime": CREATED,
        "LastModifiedTime": CREATED,
    }
    return dict(summary, **changes)


class StubbedAws:
    """Clients of SageMaker and S3 that return the added responses in order. An unexpected call fails."""

    def __init__(self, test):
        self.test = test
        self.clients = {service: real_client(service) for service in ("sagemaker", "s3")}
        self.stubs = {service: ServiceStubber(client) for service, client in self.clients.items()}
        for stub in self.stubs.values():
            stub.activate()

    def add_response(self, operation, response, expected=None, service="sagemaker"):
        self.stubs[service].add_response(operation, response, expected)
        return self

    def add_error(self, operation, code, message="…", service="sagemaker"):
        self.stubs[service].add_client_error(operation, code, message, 400)
        return self

    def call(self, function, *arguments, **more):
        """Calls the function of a UDF and checks that it used all responses."""
        response = function(StubExa(), *(arguments or (REQUEST,)), create_client=make_clients(**self.clients), **more)
        for stub in self.stubs.values():
            stub.assert_no_pending_responses()
        return response
