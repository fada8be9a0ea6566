import json
import unittest

from botocore.exceptions import EndpointConnectionError, ParamValidationError, ReadTimeoutError
from doubles import ServiceStubber, StubConnection, StubExa, StubMeta, make_clients, real_client, skip_unless_known
from sme.create_job_request import make_request_v1, make_request_v2
from sme.resource_tags import make_tags
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
FULL = dict(
    REQUEST,
    problem_type="BinaryClassification",
    metric="F1",
    mode="ENSEMBLING",
    max_candidates=3,
    max_runtime_per_training_job_in_seconds=60,
    max_runtime_for_automl_job_in_seconds=600,
    sample_weight_column="W",
    validation_fraction=0.2,
    kms_key_id="k",
)
ARN = {"AutoMLJobArn": "arn:aws:sagemaker:eu-central-1:123456789012:automl-job/churn"}


class CreateJobRequestTest(unittest.TestCase):
    def assert_accepted(self, operation, request):
        """Validates the request against boto3's service model."""
        client = real_client("sagemaker")
        with ServiceStubber(client) as stub:
            stub.add_response(operation, ARN, request)
            try:
                getattr(client, operation)(**request)
            except ParamValidationError as error:
                skip_unless_known(error)
                raise

    def test_makes_a_version_2_request(self):
        request = make_request_v2(FULL, [{"Key": "a", "Value": "b"}])
        self.assert_accepted("create_auto_ml_job_v2", request)
        self.assertEqual(
            {
                "AutoMLJobName": "churn",
                "AutoMLJobInputDataConfig": [
                    {
                        "ChannelType": "training",
                        "DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": "s3://b/churn/train/"}},
                        "ContentType": "text/csv;header=present",
                        "CompressionType": "Gzip",
                    }
                ],
                "OutputDataConfig": {"S3OutputPath": "s3://b/churn/output/", "KmsKeyId": "k"},
                "AutoMLProblemTypeConfig": {
                    "TabularJobConfig": {
                        "TargetAttributeName": "CHURN",
                        "ProblemType": "BinaryClassification",
                        "Mode": "ENSEMBLING",
                        "SampleWeightAttributeName": "W",
                        "CompletionCriteria": {
                            "MaxCandidates": 3,
                            "MaxRuntimePerTrainingJobInSeconds": 60,
                            "MaxAutoMLJobRuntimeInSeconds": 600,
                        },
                    }
                },
                "AutoMLJobObjective": {"MetricName": "F1"},
                "DataSplitConfig": {"ValidationFraction": 0.2},
                "RoleArn": ROLE,
                "Tags": [{"Key": "a", "Value": "b"}],
            },
            request,
        )

    def test_makes_an_equivalent_version_1_request(self):
        request = json.loads(json.dumps(make_request_v1(FULL, [{"Key": "a", "Value": "b"}])))
        self.assert_accepted("create_auto_ml_job", request)
        channel = request["InputDataConfig"][0]
        self.assertEqual(("CHURN", "W"), (channel["TargetAttributeName"], channel["SampleWeightAttributeName"]))
        self.assertEqual("BinaryClassification", request["ProblemType"])
        self.assertEqual({"MetricName": "F1"}, request["AutoMLJobObjective"])
        self.assertEqual(
            {
                "CompletionCriteria": {
                    "MaxCandidates": 3,
                    "MaxRuntimePerTrainingJobInSeconds": 60,
                    "MaxAutoMLJobRuntimeInSeconds": 600,
                },
                "DataSplitConfig": {"ValidationFraction": 0.2},
                "Mode": "ENSEMBLING",
            },
            request["AutoMLJobConfig"],
        )

    def test_leaves_out_unset_parameters(self):
        self.assertEqual(
            {"AutoMLJobName", "AutoMLJobInputDataConfig", "OutputDataConfig", "AutoMLProblemTypeConfig", "RoleArn"},
            set(make_request_v2(REQUEST, [])),
        )
        self.assert_accepted("create_auto_ml_job_v2", make_request_v2(REQUEST, []))
        self.assert_accepted("create_auto_ml_job", make_request_v1(REQUEST, []))

    def test_makes_tags(self):
        meta = StubMeta()
        meta.current_user = "Änna <x>"
        tags = {tag["Key"]: tag["Value"] for tag in make_tags(meta, "0.1.0", {"team": "sales", "exasol:user": "me"})}
        self.assertEqual("me", tags["exasol:user"])
        self.assertEqual("sales", tags["team"])
        tags = {tag["Key"]: tag["Value"] for tag in make_tags(meta, "0.1.0", None)}
        self.assertEqual(
            {
                "exasol:database": "DB1",
                "exasol:schema": "SME",
                "exasol:user": "Änna _x_",
                "exasol:session": "1585944483210400591",
                "exasol:extension-version": "0.1.0",
            },
            tags,
        )


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
            raise service_error("ResourceNotFound")
        return self.described

    describe_auto_ml_job = describe_auto_ml_job_v2


def service_error(code, status=400):
    from botocore.exceptions import ClientError

    metadata = {"HTTPStatusCode": status}
    return ClientError({"Error": {"Code": code, "Message": "…"}, "ResponseMetadata": metadata}, "CreateAutoMLJobV2")


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
        response = self.start(StubSageMaker([service_error("ResourceLimitExceeded")]))
        self.assertEqual(("refused", "ResourceLimitExceeded"), (response["outcome"], response["failures"][0]["code"]))
        self.assertEqual([], self.pauses)

    def test_retries_a_throttled_request(self):
        throttled = service_error("ThrottlingException")
        self.assertEqual("created", self.start(StubSageMaker([throttled, throttled, None]))["outcome"])
        self.assertEqual([1, 2], self.pauses)

    def test_gives_up_after_repeated_throttling(self):
        client = StubSageMaker([service_error("ThrottlingException") for _ in range(4)])
        self.assertEqual("refused", self.start(client)["outcome"])
        self.assertEqual(4, len(client.sent))

    def test_gives_up_if_aws_is_unreachable(self):
        client = StubSageMaker([EndpointConnectionError(endpoint_url="u") for _ in range(4)])
        self.assertEqual("refused", self.start(client)["outcome"])
        self.assertEqual([1, 2, 4], self.pauses)

    def test_retries_transient_failures(self):
        for failure in (service_error("InternalFailure", 500), ReadTimeoutError(endpoint_url="u")):
            client = StubSageMaker([failure, failure, None])
            self.assertEqual("created", self.start(client)["outcome"])
            self.assertEqual([1, 2], self.pauses)

    def test_recognizes_the_job_of_an_earlier_attempt(self):
        source = {"DataSource": {"S3DataSource": {"S3Uri": REQUEST["train_uri"]}}}
        client = StubSageMaker([service_error("ResourceInUse")], {"AutoMLJobInputDataConfig": [source]})
        self.assertEqual("created", self.start(client)["outcome"])

    def test_names_the_called_operation(self):
        response = self.start(StubSageMaker([service_error("ResourceLimitExceeded")]))
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
        client = StubSageMaker([service_error("InternalFailure", 500) for _ in range(4)])
        self.assertEqual("unknown", self.start(client)["outcome"])

    def test_reports_a_connection_without_keys(self):
        exa = StubExa({"AWS": StubConnection(password=None)})
        self.assertEqual("refused", start_training(exa, REQUEST, make_clients())["outcome"])


if __name__ == "__main__":
    unittest.main()
