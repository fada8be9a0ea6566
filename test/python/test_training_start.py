import unittest

from botocore.exceptions import EndpointConnectionError, ReadTimeoutError
from doubles import StubConnection, StubExa, make_clients, make_service_error
from sme.training_start import start_training

ROLE = "arn:aws:iam::123456789012:role/SageMaker"
REQUEST = {
    "connection": "AWS",
    "region": "eu-central-1",
    "version": "0.1.0",
    "job_name": "churn",
    "role": ROLE,
    "train_uri": "s3://b/churn/train/",
    "result_uri": "s3://b/churn/output/",
    "target": "CHURN",
}
ARN = {"AutoMLJobArn": "arn:aws:sagemaker:eu-central-1:123456789012:automl-job/churn"}


class StubSageMaker:
    """A client with given failures and responses. first_version_only: as in an old boto3."""

    def __init__(self, outcomes, described=None, first_version_only=False):
        self.outcomes = list(outcomes)
        self.described = described
        self.sent = []
        if not first_version_only:
            self.create_auto_ml_job_v2 = lambda **request: self.create("v2", request)

    def create_auto_ml_job(self, **request):
        return self.create("v1", request)

    def create(self, version, request):
        self.sent.append((version, request))
        outcome = self.outcomes.pop(0)
        if outcome is not None:
            raise outcome
        return ARN

    def describe_auto_ml_job_v2(self, AutoMLJobName):
        if self.described is None:
            raise make_service_error("ResourceNotFound")
        return self.described

    describe_auto_ml_job = describe_auto_ml_job_v2


class StartTrainingTest(unittest.TestCase):
    def start(self, client):
        self.pauses = []
        self.clients = make_clients(sagemaker=client)
        return start_training(StubExa(), REQUEST, self.clients, self.pauses.append)

    def test_creates_the_job(self):
        client = StubSageMaker([None])
        self.assertEqual({"outcome": "created", "problems": [], "failures": []}, self.start(client))
        self.assertEqual("v2", client.sent[0][0])
        self.assertEqual(1, self.clients.calls[0][3], "boto3 must not send the request twice")

    def test_creates_the_job_with_an_old_boto3(self):
        client = StubSageMaker([None], first_version_only=True)
        self.assertEqual("created", self.start(client)["outcome"])
        self.assertEqual("v1", client.sent[0][0])

    def test_reports_a_rejection(self):
        response = self.start(StubSageMaker([make_service_error("ResourceLimitExceeded")]))
        self.assertEqual(("refused", "ResourceLimitExceeded"), (response["outcome"], response["failures"][0]["code"]))
        self.assertEqual([], self.pauses)

    def test_retries_a_throttled_request(self):
        throttled = make_service_error("ThrottlingException")
        self.assertEqual("created", self.start(StubSageMaker([throttled, throttled, None]))["outcome"])
        self.assertEqual([1, 2], self.pauses)

    def test_gives_up_after_repeated_throttling(self):
        client = StubSageMaker([make_service_error("ThrottlingException") for _ in range(4)])
        self.assertEqual("refused", self.start(client)["outcome"])
        self.assertEqual(4, len(client.sent))

    def test_gives_up_if_aws_is_unreachable(self):
        client = StubSageMaker([EndpointConnectionError(endpoint_url="u") for _ in range(4)])
        self.assertEqual("refused", self.start(client)["outcome"])
        self.assertEqual([1, 2, 4], self.pauses)

    def test_retries_transient_failures(self):
        for failure in (make_service_error("InternalFailure", status=500), ReadTimeoutError(endpoint_url="u")):
            client = StubSageMaker([failure, failure, None])
            self.assertEqual("created", self.start(client)["outcome"])
            self.assertEqual([1, 2], self.pauses)

    def test_recognizes_the_job_of_an_earlier_attempt(self):
        source = {"DataSource": {"S3DataSource": {"S3Uri": REQUEST["train_uri"]}}}
        client = StubSageMaker([make_service_error("ResourceInUse")], {"AutoMLJobInputDataConfig": [source]})
        self.assertEqual("created", self.start(client)["outcome"])

    def test_names_the_called_operation(self):
        response = self.start(StubSageMaker([make_service_error("ResourceLimitExceeded")]))
        self.assertEqual("sagemaker:CreateAutoMLJobV2", response["failures"][0]["operation"])

    def test_creates_nothing_with_only_look(self):
        source = {"DataSource": {"S3DataSource": {"S3Uri": REQUEST["train_uri"]}}}
        other = {"DataSource": {"S3DataSource": {"S3Uri": "s3://b/other/"}}}
        for described, expected in (
            ({"InputDataConfig": [source]}, "created"),
            ({"InputDataConfig": [other]}, "refused"),
            (None, "missing"),
        ):
            client = StubSageMaker([], described)
            response = start_training(StubExa(), dict(REQUEST, only_look=1), make_clients(sagemaker=client))
            self.assertEqual((expected, []), (response["outcome"], response["failures"]))
            self.assertEqual([], client.sent)

    def test_finds_the_job_after_a_lost_response(self):
        source = {"DataSource": {"S3DataSource": {"S3Uri": REQUEST["train_uri"]}}}
        for described in ({"AutoMLJobInputDataConfig": [source]}, {"InputDataConfig": [source]}):
            client = StubSageMaker([ReadTimeoutError(endpoint_url="u")], described)
            self.assertEqual("created", self.start(client)["outcome"])

    def test_reports_another_job_with_the_name_after_a_lost_response(self):
        source = {"DataSource": {"S3DataSource": {"S3Uri": "s3://b/other/"}}}
        client = StubSageMaker([ReadTimeoutError(endpoint_url="u")], {"AutoMLJobInputDataConfig": [source]})
        self.assertEqual("refused", self.start(client)["outcome"])

    def test_reports_an_unknown_outcome_after_a_lost_response(self):
        client = StubSageMaker([make_service_error("InternalFailure", status=500) for _ in range(4)])
        self.assertEqual("unknown", self.start(client)["outcome"])

    def test_reports_a_connection_without_keys(self):
        exa = StubExa({"AWS": StubConnection(password=None)})
        self.assertEqual("refused", start_training(exa, REQUEST, make_clients())["outcome"])


if __name__ == "__main__":
    unittest.main()
