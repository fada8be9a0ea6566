import unittest

from doubles import ServiceStubber, StubConnection, StubExa, make_clients, real_client
from endpoint_responses import MISSING, MODEL, OTHER_TAGS, OWN_TAGS, make_config, make_endpoint
from sme.endpoint_removal import remove_endpoint

CONNECTION_OF_PYTHON_EXTENSION = "SME_SAGEMAKER_AUTOPILOT_ENDPOINT_CONNECTION_CHURN"


class RemoveEndpointTest(unittest.TestCase):
    def setUp(self):
        self.client = real_client("sagemaker")
        self.stub = ServiceStubber(self.client)
        self.stub.activate()

    def remove(self, exa=None, **more) -> dict:
        request = dict({"connection": "AWS", "region": "eu-central-1", "endpoint_name": "churn"}, **more)
        response = remove_endpoint(exa or StubExa(), request, make_clients(sagemaker=self.client), lambda _: None)
        self.stub.assert_no_pending_responses()
        return response

    def list_results(self, response):
        return [(each["name"], each["result"]) for each in response["objects"]]

    def expect_deletion(self, tags):
        """Adds the responses for an endpoint that is deleted immediately. tags: the response of ListTags."""
        self.stub.add_response("describe_endpoint", make_endpoint("InService"))
        if tags is not None:
            self.stub.add_response("list_tags", tags, {"ResourceArn": make_endpoint("")["EndpointArn"]})

    def test_keeps_models_that_were_not_created_for_the_endpoint(self):
        self.expect_deletion(OWN_TAGS)
        self.stub.add_response("describe_endpoint_config", make_config("shared"))
        self.stub.add_response("delete_endpoint", {})
        self.stub.add_client_error("describe_endpoint", *MISSING)
        self.stub.add_response("describe_endpoint_config", make_config("shared"))
        self.stub.add_response("list_tags", OWN_TAGS)
        self.stub.add_response("delete_endpoint_config", {})
        self.assertEqual(
            [
                ("churn", "deleted"),
                ("churn-abcd1234", "deleted"),
                ("shared", "kept: it was not created for this endpoint"),
            ],
            self.list_results(self.remove()),
        )

    def test_rejects_an_endpoint_of_another_schema_with_or_without_a_row(self):
        for row in ({}, {"config_name": "churn-abcd1234", "model_name": "churn-1234abcd"}):
            for tags in (OTHER_TAGS, {"Tags": []}):
                self.expect_deletion(tags)
                response = self.remove(**row)
                self.assertEqual(([], True), (response["objects"], response["refused"]))
                self.assertRegex(
                    response["problems"][0], "^E-SME-271: The endpoint 'churn' has no tags of this database and schema"
                )

    def test_fails_if_tags_cannot_be_read(self):
        self.stub.add_response("describe_endpoint", make_endpoint("InService"))
        self.stub.add_client_error("list_tags", "AccessDeniedException", "no")
        response = self.remove()
        self.assertEqual(([], "sagemaker:ListTags"), (response["objects"], response["failures"][0]["operation"]))

    def test_keeps_a_model_of_another_deployment_that_the_row_names(self):
        self.stub.add_client_error("describe_endpoint", *MISSING)
        self.stub.add_response("describe_endpoint_config", make_config("prod"))
        self.stub.add_response("describe_endpoint_config", make_config("prod"))
        self.stub.add_response("list_tags", {"Tags": []})
        self.stub.add_response("describe_model", MODEL)
        self.stub.add_response("list_tags", OTHER_TAGS)
        response = self.remove(config_name="prod", model_name="prod")
        kept = "kept: it has no tags of this database and schema"
        self.assertEqual([("churn", "did not exist"), ("prod", kept), ("prod", kept)], self.list_results(response))

    def test_keeps_resources_that_another_row_uses(self):
        self.stub.add_client_error("describe_endpoint", *MISSING)
        self.stub.add_response("describe_endpoint_config", make_config())
        names = ["churn-abcd1234", "churn-1234abcd"]
        response = self.remove(config_name=names[0], model_name=names[1], kept_names=names)
        self.assertEqual(["kept: another endpoint uses it"] * 2, [each["result"] for each in response["objects"]][1:])

    def test_deletes_an_endpoint_of_the_python_extension_with_its_resources(self):
        exa = StubExa({"AWS": StubConnection(), CONNECTION_OF_PYTHON_EXTENSION: StubConnection()})
        for status in ("Creating", "InService"):
            self.stub.add_response("describe_endpoint", make_endpoint(status, EndpointConfigName="churn"))
        self.stub.add_response("describe_endpoint_config", make_config("churn"))
        self.stub.add_response("delete_endpoint", {})
        self.stub.add_client_error("describe_endpoint", *MISSING)
        self.stub.add_response("describe_endpoint_config", make_config("churn"))
        self.stub.add_response("delete_endpoint_config", {}, {"EndpointConfigName": "churn"})
        self.stub.add_response("describe_model", MODEL)
        self.stub.add_response("delete_model", {}, {"ModelName": "churn"})
        response = self.remove(exa, from_python_extension=True)
        self.assertEqual([("churn", "deleted")] * 3, self.list_results(response))

    def test_requires_the_connection_of_the_python_extension(self):
        response = self.remove(from_python_extension=True)
        self.assertEqual([], response["objects"])
        self.assertRegex(response["problems"][0], "^E-SME-90: .*" + CONNECTION_OF_PYTHON_EXTENSION)


if __name__ == "__main__":
    unittest.main()
