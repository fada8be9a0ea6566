import unittest

from doubles import ServiceStubber, StubExa, make_clients, real_client
from job_responses import ARN, make_summary
from sme.jobs_recovery import recover_jobs
from sme.resource_tags import make_tags
from sme.row_tags import make_row_tags

REQUEST = {"connection": "AWS", "region": "eu-central-1", "known": ["known"], "next_token": "first"}


class RecoverJobsTest(unittest.TestCase):
    def test_recovers_missing_jobs_of_this_deployment_page_by_page(self):
        client = real_client("sagemaker")
        own = make_tags(StubExa().meta, "0.1.0", None)
        foreign = [dict(tag, Value="OTHER") if tag["Key"] == "exasol:schema" else tag for tag in own]
        row = make_row_tags({"JOB_NAME": "lost", "AWS_CREDENTIALS_CONNECTION_NAME": "OLD"}, 40)
        with ServiceStubber(client) as stub:
            stub.add_response(
                "list_auto_ml_jobs",
                {
                    "AutoMLJobSummaries": [make_summary(n, "Completed") for n in ("known", "foreign", "lost")],
                    "NextToken": "next",
                },
                {"MaxResults": 50, "SortBy": "CreationTime", "NextToken": "first"},
            )
            stub.add_response("list_tags", {"Tags": foreign})
            stub.add_response("list_tags", {"Tags": own, "NextToken": "t"})
            stub.add_response("list_tags", {"Tags": row}, {"ResourceArn": ARN, "NextToken": "t"})
            response = recover_jobs(StubExa(), REQUEST, make_clients(sagemaker=client))
            stub.assert_no_pending_responses()
        self.assertEqual("next", response["next_token"])
        (found,) = response["jobs"]
        self.assertEqual(("2024-06-18 15:22:13", True), (found["created"], found["complete"]))
        self.assertEqual("AWS", found["row"]["AWS_CREDENTIALS_CONNECTION_NAME"])


if __name__ == "__main__":
    unittest.main()
