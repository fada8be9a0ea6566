import unittest

from doubles import ServiceStubber, StubExa, make_clients, real_client
from endpoint_responses import MISSING, MODEL, OTHER_TAGS, OWN_TAGS, make_config, make_endpoint
from sme.endpoint_start import start_endpoint
from test_endpoint_start import REQUEST

OLD = "churn-00000000"
NEW = REQUEST["config_name"]
REPLACED = [{"config_name": OLD, "model_name": "churn-11111111"}]
IN_PROGRESS = ("ValidationException", "Cannot update in-progress endpoint.")


class UpdateEndpointTest(unittest.TestCase):
    def setUp(self):
        self.client = real_client("sagemaker")
        self.stub = ServiceStubber(self.client)
        self.stub.activate()
        self.slept = []

    def update(self, **more):
        request = dict(REQUEST, updates=True, replaced=REPLACED, wait_seconds=600, **more)
        response = start_endpoint(StubExa(), request, make_clients(sagemaker=self.client), self.slept.append)
        self.stub.assert_no_pending_responses()
        return response

    def add_endpoint(self, status, config=OLD, **more):
        self.stub.add_response("describe_endpoint", make_endpoint(status, EndpointConfigName=config, **more))

    def add_request(self):
        """AWS serves the old configuration; model and configuration of the new one exist."""
        self.add_endpoint("InService")
        self.stub.add_response("list_tags", OWN_TAGS)
        self.stub.add_response("list_tags", OWN_TAGS)
        self.stub.add_response("describe_model", MODEL)
        self.stub.add_response("describe_endpoint_config", make_config())

    def add_removal(self):
        self.stub.add_client_error("describe_endpoint_config", *MISSING)
        self.stub.add_client_error("describe_model", *MISSING)

    def test_waits_for_an_update_that_is_visible_only_later(self):
        self.add_request()
        self.stub.add_response("update_endpoint", {"EndpointArn": "arn:aws:sagemaker:eu-central-1:1:endpoint/c"})
        self.add_endpoint("InService", FailureReason="of an earlier update")
        self.add_endpoint("Updating", LastModifiedTime=2)
        self.add_endpoint("InService", NEW, LastModifiedTime=3)
        self.add_removal()
        response = self.update()
        self.assertEqual(("there", "InService", []), (response["outcome"], response["status"], response["left"]))
        self.assertIn(5, self.slept)

    def test_does_not_report_an_accepted_update_as_failed_without_waiting(self):
        self.add_request()
        self.stub.add_response("update_endpoint", {"EndpointArn": "arn:aws:sagemaker:eu-central-1:1:endpoint/c"})
        self.add_endpoint("InService")
        response = self.update_without_waiting()
        self.assertEqual(("there", "Updating"), (response["outcome"], response["status"]))
        self.assertNotIn("left", response)

    def update_without_waiting(self):
        request = dict(REQUEST, updates=True, replaced=REPLACED, wait_seconds=0)
        return start_endpoint(StubExa(), request, make_clients(sagemaker=self.client), self.slept.append)

    def test_takes_an_update_of_another_session_as_its_own(self):
        self.add_request()
        self.stub.add_client_error("update_endpoint", *IN_PROGRESS)
        self.add_endpoint("Updating", LastModifiedTime=2)
        self.add_endpoint("InService", NEW, LastModifiedTime=3)
        self.add_removal()
        self.assertEqual("there", self.update()["outcome"])

    def test_an_update_that_aws_rolls_back_keeps_the_old_configuration(self):
        self.add_request()
        self.stub.add_response("update_endpoint", {"EndpointArn": "arn:aws:sagemaker:eu-central-1:1:endpoint/c"})
        self.add_endpoint("RollingBack", LastModifiedTime=2)
        self.add_endpoint("InService", LastModifiedTime=3, FailureReason="no capacity")
        response = self.update()
        self.assertEqual(("kept", OLD, "no capacity"), tuple(response[k] for k in ("outcome", "config_name", "reason")))

    def test_does_not_request_a_failed_update_again_when_asked_for_the_state(self):
        self.add_endpoint("InService", FailureReason="no capacity")
        self.stub.add_response("list_tags", OWN_TAGS)
        response = self.update(only_if_there=True)
        self.assertEqual(("kept", "no capacity"), (response["outcome"], response["reason"]))

    def test_reports_an_update_that_aws_rolled_back_after_an_earlier_run_had_requested_it(self):
        self.add_endpoint("InService", LastModifiedTime=7, FailureReason="no capacity")
        self.stub.add_response("list_tags", OWN_TAGS)
        self.stub.add_response("describe_endpoint_config", dict(make_config(), CreationTime=6))
        response = self.update(was_requested=True)
        self.assertEqual(("kept", "no capacity"), (response["outcome"], response["reason"]))

    def test_does_not_take_the_failure_of_an_earlier_update_for_that_of_this_one(self):
        for config in (None, dict(make_config(), CreationTime=8)):
            self.add_endpoint("InService", LastModifiedTime=7, FailureReason="of an earlier update")
            self.stub.add_response("list_tags", OWN_TAGS)
            if config:
                self.stub.add_response("describe_endpoint_config", config)
            else:
                self.stub.add_client_error("describe_endpoint_config", *MISSING)
            self.stub.add_response("list_tags", OWN_TAGS)
            self.stub.add_response("describe_model", MODEL)
            self.stub.add_response("describe_endpoint_config", make_config())
            self.stub.add_response("update_endpoint", {"EndpointArn": "arn:aws:sagemaker:eu-central-1:1:endpoint/c"})
            self.add_endpoint("InService", NEW, LastModifiedTime=9)
            self.add_removal()
            self.assertEqual("there", self.update(was_requested=True)["outcome"])

    def test_does_not_update_an_endpoint_of_another_deployment(self):
        self.add_endpoint("InService")
        self.stub.add_response("list_tags", OTHER_TAGS)
        response = self.update()
        self.assertEqual("unknown", response["outcome"])
        self.assertIn("E-SME-589", response["problems"][0])

    def test_deletes_neither_what_is_used_nor_what_it_did_not_create(self):
        self.add_endpoint("InService", NEW)
        self.stub.add_response("list_tags", OWN_TAGS)
        used = {"config_name": NEW, "model_name": REQUEST["model_name"]}
        foreign = {"config_name": "production", "model_name": "fraud-12345678"}
        response = self.update(kept_names=["churn-11111111", OLD])
        self.assertEqual([], response["left"])
        self.add_endpoint("InService", NEW)
        self.stub.add_response("list_tags", OWN_TAGS)
        request = dict(REQUEST, updates=True, replaced=[used, foreign], wait_seconds=0)
        response = start_endpoint(StubExa(), request, make_clients(sagemaker=self.client), self.slept.append)
        self.stub.assert_no_pending_responses()
        self.assertEqual([], response["left"])

    def test_names_what_it_could_not_delete(self):
        self.add_endpoint("InService", NEW)
        self.stub.add_response("list_tags", OWN_TAGS)
        self.stub.add_client_error("describe_endpoint_config", *MISSING)
        self.stub.add_client_error("describe_model", "AccessDeniedException", "not authorized")
        left = self.update()["left"]
        self.assertEqual(1, len(left))
        self.assertRegex(left[0], "model 'churn-11111111' .*not authorized")


if __name__ == "__main__":
    unittest.main()
