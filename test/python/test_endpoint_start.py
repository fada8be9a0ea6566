import unittest

from botocore.exceptions import ReadTimeoutError
from botocore.stub import ANY
from doubles import ServiceStubber, StubExa, make_clients, real_client
from endpoint_responses import ALREADY_EXISTS, MISSING, MODEL, OTHER_TAGS, OWN_TAGS, make_config, make_endpoint
from sme.endpoint_start import start_endpoint

IMAGE = "683313688378.dkr.ecr.eu-central-1.amazonaws.com/sagemaker-xgboost:1.3-1-cpu-py3"
REQUEST = {
    "connection": "AWS",
    "region": "eu-central-1",
    "version": "0.1.0",
    "endpoint_name": "churn",
    "model_name": "churn-1234abcd",
    "config_name": "churn-abcd1234",
    "model": {
        "Containers": [{"Image": IMAGE, "ModelDataUrl": "s3://bucket/m.tar.gz"}],
        "ExecutionRoleArn": "arn:aws:iam::123456789012:role/SageMaker",
    },
    "variant": {
        "VariantName": "V",
        "ModelName": "churn-1234abcd",
        "InstanceType": "ml.m5.large",
        "InitialInstanceCount": 1,
    },
}


class StartEndpointTest(unittest.TestCase):
    def setUp(self):
        self.client = real_client("sagemaker")
        self.stub = ServiceStubber(self.client)
        self.stub.activate()
        self.slept = []

    def start(self, **more):
        response = start_endpoint(
            StubExa(), dict(REQUEST, **more), make_clients(sagemaker=self.client), self.slept.append
        )
        self.stub.assert_no_pending_responses()
        return response

    def add_missing(self, *operations):
        for operation in operations:
            self.stub.add_client_error(operation, *MISSING)

    def test_continues_an_interrupted_run(self):
        self.add_missing("describe_endpoint")
        self.stub.add_response(
            "describe_model",
            dict(MODEL, ModelArn="arn:aws:sagemaker:x:1:model/m"),
        )
        self.add_missing("describe_endpoint_config")
        self.stub.add_client_error("create_endpoint_config", *ALREADY_EXISTS)
        self.stub.add_response("create_endpoint", {"EndpointArn": "arn:aws:sagemaker:eu-central-1:1:endpoint/c"})
        self.stub.add_response("describe_endpoint", make_endpoint("Creating"))
        self.assertEqual("Creating", self.start()["status"])

    def test_sends_security_options(self):
        self.add_missing("describe_endpoint", "describe_model")
        model = dict(
            REQUEST["model"],
            ModelName=REQUEST["model_name"],
            VpcConfig={"Subnets": ["subnet-1"], "SecurityGroupIds": ["sg-1"]},
            EnableNetworkIsolation=True,
            Tags=ANY,
        )
        self.stub.add_response("create_model", {"ModelArn": "arn:aws:sagemaker:eu-central-1:1:model/m"}, model)
        self.add_missing("describe_endpoint_config")
        config = {
            "EndpointConfigName": REQUEST["config_name"],
            "ProductionVariants": [REQUEST["variant"]],
            "KmsKeyId": "alias/k",
            "Tags": ANY,
        }
        config_arn = "arn:aws:sagemaker:eu-central-1:1:endpoint-config/c"
        self.stub.add_response("create_endpoint_config", {"EndpointConfigArn": config_arn}, config)
        self.stub.add_response("create_endpoint", {"EndpointArn": "arn:aws:sagemaker:eu-central-1:1:endpoint/c"})
        self.stub.add_response("describe_endpoint", make_endpoint("Creating"))
        vpc = {"subnets": ["subnet-1"], "security_group_ids": ["sg-1"]}
        response = self.start(security={"vpc": vpc, "network_isolation": True, "volume_kms_key_id": "alias/k"})
        self.assertEqual("Creating", response["status"])

    def test_refuses_invalid_security_options_before_any_call(self):
        response = self.start(security={"volume_kms_key_id": "a key"})
        self.assertEqual("unknown", response["outcome"])
        self.assertIn("E-SME-505", response["problems"][0])

    def test_deletes_created_resources_if_a_quota_is_exceeded(self):
        self.add_missing("describe_endpoint", "describe_model")
        self.stub.add_response("create_model", {"ModelArn": "arn:aws:sagemaker:eu-central-1:1:model/churn"})
        self.add_missing("describe_endpoint_config")
        self.stub.add_response(
            "create_endpoint_config", {"EndpointConfigArn": "arn:aws:sagemaker:x:1:endpoint-config/c"}
        )
        self.stub.add_client_error("create_endpoint", "ResourceLimitExceeded", "is 0 Instances")
        self.add_missing("describe_endpoint")
        self.stub.add_response("describe_endpoint_config", make_config())
        self.stub.add_response("list_tags", OWN_TAGS)
        self.stub.add_response("delete_endpoint_config", {})
        self.stub.add_response("describe_model", MODEL)
        self.stub.add_response("list_tags", OWN_TAGS)
        self.stub.add_response("delete_model", {})
        response = self.start()
        self.assertEqual(("refused", []), (response["outcome"], response["left"]))
        self.assertEqual("ResourceLimitExceeded", response["failures"][0]["code"])

    def test_deletes_a_failed_endpoint_and_reports_its_reason(self):
        self.stub.add_response("describe_endpoint", make_endpoint("Creating"))
        self.stub.add_response("describe_endpoint", make_endpoint("Creating"))
        self.stub.add_response("describe_endpoint", make_endpoint("Failed", FailureReason="no ping"))
        self.stub.add_response("describe_endpoint", make_endpoint("Failed"))
        self.stub.add_response("list_tags", OWN_TAGS)
        self.stub.add_response("delete_endpoint", {})
        self.stub.add_response("describe_endpoint", make_endpoint("Deleting"))
        self.add_missing("describe_endpoint")
        self.stub.add_response("describe_endpoint_config", make_config())
        self.stub.add_response("list_tags", OWN_TAGS)
        self.stub.add_response("delete_endpoint_config", {})
        self.add_missing("describe_model")
        response = self.start(wait_seconds=60)
        self.assertEqual(("refused", "no ping", []), (response["outcome"], response["reason"], response["left"]))
        self.assertEqual([0.5, 0.5], self.slept)

    def test_names_resources_that_it_could_not_delete(self):
        self.add_missing("describe_endpoint", "describe_model")
        self.stub.add_client_error("create_model", "AccessDeniedException", "no")
        self.stub.add_client_error("describe_endpoint", "AccessDeniedException", "no")
        left = self.start()["left"]
        self.assertEqual(
            ["endpoint 'churn'", "endpoint configuration 'churn-abcd1234'", "model 'churn-1234abcd'"], left
        )

    def test_keeps_a_failed_endpoint_of_another_deployment(self):
        for _ in range(2):
            self.stub.add_response("describe_endpoint", make_endpoint("Failed", FailureReason="no ping"))
        self.stub.add_response("describe_endpoint", make_endpoint("Failed", FailureReason="no ping"))
        self.stub.add_response("list_tags", OTHER_TAGS)
        left = self.start()["left"]
        self.assertEqual("endpoint 'churn'", left[0])

    def test_does_not_treat_throttling_as_a_rejection(self):
        self.add_missing("describe_endpoint", "describe_model")
        self.stub.add_client_error("create_model", "ThrottlingException", "Rate exceeded", 400)
        response = self.start()
        self.assertEqual(("unknown", "ThrottlingException"), (response["outcome"], response["failures"][0]["code"]))

    def test_deletes_nothing_if_throttled_while_waiting(self):
        self.stub.add_response("describe_endpoint", make_endpoint("Creating"))
        self.stub.add_client_error("describe_endpoint", "ThrottlingException", "Rate exceeded", 400)
        response = self.start(wait_seconds=60)
        self.assertEqual(("unknown", "ThrottlingException"), (response["outcome"], response["failures"][0]["code"]))

    def test_rejects_values_that_the_scripts_never_send(self):
        def model_with(**container):
            return {"model": dict(REQUEST["model"], Containers=[container])}

        for fault, changes in (
            ("Image", model_with(Image="docker.io/miner:latest")),
            ("Image", model_with(Image=IMAGE + "\n")),
            ("ModelDataUrl", model_with(Image=IMAGE, ModelDataUrl="https://example.com/m.tar.gz")),
            ("endpoint_name", {"endpoint_name": "churn/../x"}),
            ("ExecutionRoleArn", {"model": dict(REQUEST["model"], ExecutionRoleArn="admin")}),
            ("tags.a", {"tags": {"a": 1}}),
        ):
            response = self.start(**changes)
            self.assertEqual("unknown", response["outcome"])
            self.assertRegex(response["problems"][0], "^E-SME-272: .*" + fault)
        for value in ("<script>", "go \U0001f680", "a\nb"):
            (problem,) = self.start(tags={"a": value})["problems"]
            self.assertIn("E-SME-295: The tag 'a' with the value", problem)

    def test_creates_nothing_with_only_if_there(self):
        self.add_missing("describe_endpoint")
        self.assertEqual("Deleting", self.start(only_if_there=True)["status"])

    def test_moves_the_expiry_of_existing_resources(self):
        tags = [{"Key": "exasol:expires-at", "Value": "2026-11-23T08:15:00Z"}]
        self.stub.add_response("describe_endpoint", make_endpoint("InService"))
        self.stub.add_response("describe_endpoint", make_endpoint("InService"))
        self.stub.add_response("describe_endpoint", make_endpoint("InService"))
        self.stub.add_response("list_tags", OWN_TAGS)
        self.stub.add_response("add_tags", {}, {"ResourceArn": make_endpoint("")["EndpointArn"], "Tags": tags})
        self.add_missing("describe_endpoint_config")
        model = dict(MODEL, ModelName="m", ModelArn="arn:aws:sagemaker:x:1:model/m")
        self.stub.add_response("describe_model", model)
        self.stub.add_response("list_tags", OWN_TAGS)
        self.stub.add_response("add_tags", {}, {"ResourceArn": model["ModelArn"], "Tags": tags})
        response = self.start(expires_at="2026-11-23T08:15:00Z", moves_expiry=True)
        self.assertEqual(("there", "InService", []), (response["outcome"], response["status"], response["failures"]))

    def test_deletes_nothing_if_the_expiry_cannot_be_moved(self):
        for _ in range(3):
            self.stub.add_response("describe_endpoint", make_endpoint("InService"))
        self.stub.add_response("list_tags", OWN_TAGS)
        self.stub.add_client_error("add_tags", "AccessDeniedException", "no")
        response = self.start(expires_at="2026-11-23T08:15:00Z", moves_expiry=True)
        self.assertEqual(("unknown", "sagemaker:AddTags"), (response["outcome"], response["failures"][0]["operation"]))

    def test_tags_all_three_resources_with_the_expiry(self):
        created = []
        for name, arn in (("model", "ModelArn"), ("endpoint_config", "EndpointConfigArn"), ("endpoint", "EndpointArn")):

            def create(arn=arn, **request):
                created.append(request["Tags"])
                return {arn: "a"}

            setattr(self.client, "create_" + name, create)
        self.add_missing("describe_endpoint", "describe_model", "describe_endpoint_config")
        self.stub.add_response("describe_endpoint", make_endpoint("Creating"))
        self.start(expires_at="2026-11-23T08:15:00Z", tags={"team": "sales", "exasol:expires-at": "never"})
        expected = {"Key": "exasol:expires-at", "Value": "2026-11-23T08:15:00Z"}
        self.assertEqual([1, 1, 1], [tags.count(expected) for tags in created])
        self.assertEqual([7, 7, 7], [len(tags) for tags in created])

    def test_deletes_nothing_if_a_response_is_lost(self):
        def lose(*_args, **_more):
            raise ReadTimeoutError(endpoint_url="https://sagemaker")

        self.add_missing("describe_endpoint")
        setattr(self.client, "describe_model", lose)  # noqa: B010
        response = self.start()
        self.assertEqual("unknown", response["outcome"])
        self.assertEqual("interrupted", response["failures"][0]["kind"])


if __name__ == "__main__":
    unittest.main()
