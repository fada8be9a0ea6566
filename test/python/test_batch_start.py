import unittest

from batch_responses import BATCH, INPUT_URI, NOT_FOUND, START, make_transform_job
from botocore.exceptions import ReadTimeoutError
from doubles import ServiceStubber, StubExa, make_clients, real_client
from endpoint_responses import MISSING, MODEL
from sme.batch_request import make_transform_request
from sme.batch_start import start_batch

CREATED = {"TransformJobArn": "arn:aws:sagemaker:eu-central-1:123456789012:transform-job/churn-1"}


class StartBatchTest(unittest.TestCase):
    def setUp(self):
        self.client = real_client("sagemaker")
        self.stub = ServiceStubber(self.client)
        self.stub.activate()
        self.slept = []

    def start(self, request=START, **more):
        self.create_client = make_clients(sagemaker=self.client)
        response = start_batch(StubExa(), dict(request, **more), self.create_client, self.slept.append)
        self.stub.assert_no_pending_responses()
        return response

    def add_missing_job(self):
        self.stub.add_client_error("describe_transform_job", *NOT_FOUND)

    def add_existing_model(self):
        self.stub.add_response("describe_model", MODEL)

    def lose_response(self):
        original = self.client.create_transform_job

        def create(**_parameters):
            self.client.create_transform_job = original
            raise ReadTimeoutError(endpoint_url="https://sagemaker")

        self.client.create_transform_job = create

    def test_creates_model_and_job_with_the_tags_of_the_deployment(self):
        self.add_missing_job()
        self.stub.add_client_error("describe_model", *MISSING)
        self.stub.add_response("create_model", {"ModelArn": "arn:aws:sagemaker:eu-central-1:1:model/m1234567890"})
        sent = []
        self.client.meta.events.register(
            "provide-client-params.sagemaker.CreateTransformJob", lambda params, **_more: sent.append(params)
        )
        self.stub.add_response("create_transform_job", CREATED)
        self.stub.add_response("describe_transform_job", make_transform_job())
        response = self.start(tags={"team": "sales"})
        self.assertEqual(("created", "InProgress"), (response["outcome"], response["state"]["status"]))
        self.assertEqual("2026-11-28 03:08:24", response["state"]["created"])
        tags = {tag["Key"]: tag["Value"] for tag in sent[0]["Tags"]}
        self.assertEqual(("DB1", "SME", "sales"), (tags["exasol:database"], tags["exasol:schema"], tags["team"]))
        self.assertEqual(make_transform_request(START, sent[0]["Tags"]), sent[0])

    def test_never_lets_boto3_repeat_the_creation(self):
        self.add_missing_job()
        self.add_existing_model()
        self.stub.add_response("create_transform_job", CREATED)
        self.stub.add_response("describe_transform_job", make_transform_job())
        self.start()
        self.assertEqual([3, 1], [attempts for _service, _keys, _region, attempts in self.create_client.calls])

    def test_users_cannot_override_the_tags_of_the_deployment(self):
        self.add_missing_job()
        self.add_existing_model()
        sent = []
        self.client.meta.events.register(
            "provide-client-params.sagemaker.CreateTransformJob", lambda params, **_more: sent.append(params)
        )
        self.stub.add_response("create_transform_job", CREATED)
        self.stub.add_response("describe_transform_job", make_transform_job())
        self.start(tags={"exasol:schema": "OTHER"})
        self.assertIn({"Key": "exasol:schema", "Value": "SME"}, sent[0]["Tags"])

    def test_continues_with_the_job_of_an_interrupted_run(self):
        self.stub.add_response("describe_transform_job", make_transform_job("Completed"))
        self.stub.add_response("describe_transform_job", make_transform_job("Completed"))
        response = self.start()
        self.assertEqual(("created", "Completed"), (response["outcome"], response["state"]["status"]))

    def test_finds_the_job_whose_response_was_lost(self):
        self.add_missing_job()
        self.add_existing_model()
        self.lose_response()
        self.stub.add_response("describe_transform_job", make_transform_job())
        self.stub.add_response("describe_transform_job", make_transform_job())
        self.assertEqual("created", self.start()["outcome"])

    def test_repeats_a_creation_that_did_not_arrive(self):
        self.add_missing_job()
        self.add_existing_model()
        self.lose_response()
        self.add_missing_job()
        self.stub.add_response("create_transform_job", CREATED)
        self.stub.add_response("describe_transform_job", make_transform_job())
        self.assertEqual("created", self.start()["outcome"])
        self.assertEqual([1], self.slept)

    def test_refuses_a_name_that_another_job_has(self):
        self.add_missing_job()
        self.add_existing_model()
        self.stub.add_client_error("create_transform_job", "ResourceInUse", "it exists")
        self.stub.add_response("describe_transform_job", make_transform_job(uri="s3://bucket/other/"))
        response = self.start()
        self.assertEqual(("refused", "ResourceInUse"), (response["outcome"], response["failures"][0]["code"]))

    def test_reports_a_quota_as_refused(self):
        self.add_missing_job()
        self.add_existing_model()
        self.stub.add_client_error("create_transform_job", "ResourceLimitExceeded", "is 0 Instances")
        self.assertEqual("refused", self.start()["outcome"])

    def test_tries_again_without_a_filter_that_aws_rejects(self):
        self.add_missing_job()
        self.add_existing_model()
        self.stub.add_client_error("create_transform_job", "ValidationException", "Invalid OutputFilter")
        sent = []
        self.client.meta.events.register(
            "provide-client-params.sagemaker.CreateTransformJob", lambda params, **_more: sent.append(params)
        )
        self.stub.add_response("create_transform_job", CREATED)
        self.stub.add_response("describe_transform_job", make_transform_job())
        self.assertEqual("created", self.start()["outcome"])
        self.assertEqual([True, False], ["OutputFilter" in request["DataProcessing"] for request in sent])

    def test_creates_nothing_if_the_first_look_fails(self):
        self.stub.add_client_error("describe_transform_job", "AccessDeniedException", "no")
        response = self.start()
        self.assertEqual(("unknown", "AccessDeniedException"), (response["outcome"], response["failures"][0]["code"]))

    def test_waits_until_the_job_has_ended(self):
        self.stub.add_response("describe_transform_job", make_transform_job())
        for status in ("InProgress", "InProgress", "Failed"):
            self.stub.add_response("describe_transform_job", make_transform_job(status, FailureReason="AlgorithmError"))
        response = self.start(wait_seconds=600)
        self.assertEqual(
            ("Failed", "AlgorithmError"), (response["state"]["status"], response["state"]["failure_reason"])
        )
        self.assertEqual(2, len(self.slept))

    def test_reports_a_job_whose_status_cannot_be_read_as_created(self):
        self.stub.add_response("describe_transform_job", make_transform_job())
        self.stub.add_client_error("describe_transform_job", "ThrottlingException", "slow")
        response = self.start()
        self.assertEqual(("created", None), (response["outcome"], response.get("state")))
        self.assertEqual("ThrottlingException", response["failures"][0]["code"])

    def test_only_looks(self):
        look = dict(BATCH, input_uri=INPUT_URI, only_look=True)
        self.add_missing_job()
        self.assertEqual("missing", self.start(look)["outcome"])
        self.stub.add_response("describe_transform_job", make_transform_job(uri="s3://bucket/other/"))
        self.assertEqual("refused", self.start(look)["outcome"])
        for _call in range(2):
            self.stub.add_response("describe_transform_job", make_transform_job("Stopped"))
        self.assertEqual("Stopped", self.start(look)["state"]["status"])


if __name__ == "__main__":
    unittest.main()
