import unittest

from job_responses import StubbedAws
from sme.job_states import emit_job_states
from test_job_states import STARTED, StubContext

REQUEST = {"SortBy": "CreationTime", "SortOrder": "Descending", "MaxResults": 100}


class EndpointStatesTest(unittest.TestCase):
    def setUp(self):
        self.aws = StubbedAws(self)

    def expect_page(self, *endpoints, more=False, request=None):
        summaries = [
            {
                "EndpointName": name,
                "EndpointArn": "arn:aws:sagemaker:eu-central-1:123456789012:endpoint/" + name,
                "CreationTime": STARTED,
                "LastModifiedTime": STARTED,
                "EndpointStatus": status,
            }
            for name, status in endpoints
        ]
        token = {"NextToken": "t"} if more else {}
        self.aws.add_response("list_endpoints", dict(token, Endpoints=summaries), request)
        return self

    def run_udf(self, *names):
        context = StubContext([(None, None, None, name) for name in names])
        self.aws.call(emit_job_states, context)
        return context.emitted

    def test_emits_the_status_of_each_endpoint(self):
        self.expect_page(("other", "Failed"), ("CHURN", "InService"), request=REQUEST)
        response = self.run_udf("Churn", "gone")[None]
        self.assertEqual({"Churn": "InService", "gone": "missing"}, response["endpoints"])
        self.assertEqual([], response["problems"] + response["failures"])

    def test_reads_more_pages_only_if_an_endpoint_was_not_found(self):
        self.expect_page(("a", "Creating"), more=True).expect_page(
            ("b", "InService"), more=True, request=dict(REQUEST, NextToken="t")
        )
        self.assertEqual({"a": "Creating", "b": "InService"}, self.run_udf("a", "b")[None]["endpoints"])

    def test_does_not_report_an_endpoint_beyond_the_last_page_as_missing(self):
        for _ in range(5):
            self.expect_page(("other", "InService"), more=True)
        self.assertEqual({}, self.run_udf("a"))

    def test_reports_missing_permission_to_list_endpoints(self):
        self.aws.add_error("list_endpoints", "AccessDeniedException", "not authorized")
        response = self.run_udf("a")[None]
        self.assertEqual({}, response["endpoints"])
        self.assertEqual("sagemaker:ListEndpoints", response["failures"][0]["operation"])


if __name__ == "__main__":
    unittest.main()
