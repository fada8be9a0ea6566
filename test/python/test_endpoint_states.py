import unittest

from job_responses import Wire
from sme.job_states import emit_job_states
from test_job_states import STARTED, StubContext

REQUEST = {"SortBy": "CreationTime", "SortOrder": "Descending", "MaxResults": 100}


class EndpointStatesTest(unittest.TestCase):
    def setUp(self):
        self.wire = Wire(self)

    def lists(self, *endpoints, more=False, request=None):
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
        self.wire.answers("list_endpoints", dict(token, Endpoints=summaries), request)
        return self

    def run_on(self, *names):
        context = StubContext([(None, None, None, name) for name in names])
        self.wire.ask(emit_job_states, context)
        return context.emitted

    def test_status_and_what_is_missing(self):
        self.lists(("other", "Failed"), ("CHURN", "InService"), request=REQUEST)
        answer = self.run_on("Churn", "gone")[None]
        self.assertEqual({"Churn": "InService", "gone": "missing"}, answer["endpoints"])
        self.assertEqual([], answer["problems"] + answer["failures"])

    def test_further_pages_only_where_one_is_not_found(self):
        self.lists(("a", "Creating"), more=True).lists(
            ("b", "InService"), more=True, request=dict(REQUEST, NextToken="t")
        )
        self.assertEqual({"a": "Creating", "b": "InService"}, self.run_on("a", "b")[None]["endpoints"])

    def test_not_seen_in_the_pages_of_a_run_is_not_missing(self):
        for _ in range(5):
            self.lists(("other", "InService"), more=True)
        self.assertEqual({}, self.run_on("a"))

    def test_keys_that_may_not_list_endpoints(self):
        self.wire.refuses("list_endpoints", "AccessDeniedException", "not authorized")
        answer = self.run_on("a")[None]
        self.assertEqual({}, answer["endpoints"])
        self.assertEqual("sagemaker:ListEndpoints", answer["failures"][0]["operation"])


if __name__ == "__main__":
    unittest.main()
