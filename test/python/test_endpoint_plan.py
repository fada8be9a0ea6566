import datetime
import unittest

from doubles import ServiceStubber, StubExa, make_clients, real_client
from endpoint_responses import FOREIGN, OURS, endpoint
from sme.endpoint_names import make_name_of_0_1_0
from sme.endpoint_plan import plan_endpoint
from sme.jobs_recovery import recover_jobs
from sme.resource_tags import make_tags
from sme.row_tags import make_row_tags

ARN = "arn:aws:sagemaker:eu-central-1:123456789012:automl-job/churn"
REQUEST = {
    "connection": "AWS",
    "region": "eu-central-1",
    "version": "0.1.0",
    "job_name": "churn",
    "endpoint_name": "churn",
    "instance_type": "ml.m5.large",
    "instance_count": 2,
}


def candidate(name):
    return {
        "CandidateName": name,
        "ObjectiveStatus": "Succeeded",
        "CandidateSteps": [],
        "CandidateStatus": "Completed",
        "CreationTime": 1,
        "LastModifiedTime": 1,
        "InferenceContainers": [{"Image": name, "ModelDataUrl": "s3://b/m.tar.gz", "Environment": {}}],
    }


def job(status="Completed", **more):
    return dict(
        {
            "AutoMLJobName": "churn",
            "AutoMLJobArn": ARN,
            "AutoMLJobInputDataConfig": [{"ChannelType": "training"}],
            "OutputDataConfig": {"S3OutputPath": "s3://b/o"},
            "RoleArn": "arn:aws:iam::123456789012:role/SageMaker",
            "CreationTime": 1,
            "LastModifiedTime": 1,
            "AutoMLJobStatus": status,
            "AutoMLJobSecondaryStatus": "Completed",
        },
        **more,
    )


class PlanTest(unittest.TestCase):
    def plan(self, described, pages=(), found=None, found_tags=None, **more):
        client = real_client("sagemaker")
        with ServiceStubber(client) as stub:
            stub.add_response("describe_auto_ml_job_v2", described)
            for page in pages:
                stub.add_response("list_candidates_for_auto_ml_job", page)
            if found:
                stub.add_response("describe_endpoint", found)
            else:
                stub.add_client_error("describe_endpoint", "ValidationException", "Could not find endpoint.")
            if found and found_tags:
                stub.add_response("list_tags", found_tags, {"ResourceArn": found["EndpointArn"]})
            response = plan_endpoint(StubExa(), dict(REQUEST, **more), make_clients(sagemaker=client))
            stub.assert_no_pending_responses()
        return response

    def test_plans_the_best_candidate(self):
        response = self.plan(job(BestCandidate=candidate("best")))
        self.assertEqual([], response["problems"])
        self.assertEqual("best", response["plan"]["candidate_name"])
        self.assertEqual(2, response["plan"]["variant"]["InitialInstanceCount"])
        self.assertIsNone(response["endpoint"])

    def test_finds_a_named_candidate_on_the_second_page(self):
        pages = (
            {"Candidates": [candidate("a"), candidate("b")], "NextToken": "t"},
            {"Candidates": [candidate("c")]},
        )
        response = self.plan(job(BestCandidate=candidate("a")), pages, candidate_name="c")
        self.assertEqual("c", response["plan"]["model"]["Containers"][0]["Image"])

    def test_gives_another_candidate_another_model_name(self):
        pages = ({"Candidates": [candidate("b")]},)
        best = self.plan(job(BestCandidate=candidate("a")))["plan"]
        other = self.plan(job(BestCandidate=candidate("a")), pages, candidate_name="b")["plan"]
        self.assertNotEqual(best["model_name"], other["model_name"])
        self.assertNotEqual(best["config_name"], other["config_name"])

    def test_keeps_the_names_of_an_endpoint_of_version_0_1_0(self):
        best = job(BestCandidate=candidate("a"))
        new = self.plan(best)["plan"]
        old_model = make_name_of_0_1_0("churn", new["model"])
        old_config = make_name_of_0_1_0("churn", dict(new["variant"], ModelName=old_model))
        self.assertNotEqual(old_config, new["config_name"])
        kept = self.plan(best, config_name=old_config)["plan"]
        self.assertEqual((old_model, old_config), (kept["model_name"], kept["config_name"]))
        self.assertEqual(old_model, kept["variant"]["ModelName"])
        again = self.plan(best, config_name=new["config_name"])["plan"]
        self.assertEqual(new["config_name"], again["config_name"])

    def test_rejects_an_endpoint_of_another_deployment(self):
        best = job(BestCandidate=candidate("a"))
        found = endpoint("InService", EndpointConfigName=self.plan(best)["plan"]["config_name"])
        for tags, missing in (
            ({"Tags": []}, "exasol:database = 'DB1', exasol:schema = 'SME'"),
            (FOREIGN, "exasol:schema = 'SME'"),
        ):
            (problem,) = self.plan(best, found=found, found_tags=tags)["problems"]
            self.assertIn(
                "E-SME-274: The endpoint 'churn' exists in AWS but lacks the tags of this deployment: " + missing,
                problem,
            )
        self.assertEqual("InService", self.plan(best, found=found, found_tags=OURS)["endpoint"]["status"])
        self.assertEqual(
            "Deleting", self.plan(best, found=dict(found, EndpointStatus="Deleting"))["endpoint"]["status"]
        )
        other = endpoint("InService", EndpointConfigName="other")
        self.assertEqual("other", self.plan(best, found=other)["endpoint"]["config_name"])

    def test_accepts_letters_of_any_script_in_tags_but_no_emoji(self):
        best = job(BestCandidate=candidate("a"))
        self.assertEqual([], self.plan(best, tags={"Abteilung": "M\u00fcnchen \u6771\u4eac \u0967"})["problems"])
        response = plan_endpoint(StubExa(), dict(REQUEST, tags={"team": "\U0001f680"}), make_clients())
        (problem,) = response["problems"]
        self.assertIn("E-SME-295: The tag 'team' with the value '\U0001f680' contains '\U0001f680' (U+1F680).", problem)

    def test_rejects_jobs_without_a_usable_model(self):
        for described, expected in (
            (
                job("InProgress", BestCandidate=candidate("a")),
                "E-SME-182: The job 'churn' has the status 'InProgress', so it has no model to deploy yet.",
            ),
            (
                job("Failed", FailureReason="no rows"),
                "E-SME-182: The job 'churn' failed, so it has no model to deploy: no rows.",
            ),
            (job(), "E-SME-183: The job 'churn' ended as 'Completed' without a best candidate."),
            (job(BestCandidate=dict(candidate("a"), InferenceContainers=[])), "E-SME-185"),
        ):
            (problem,) = self.plan(described)["problems"]
            self.assertIn(expected, problem)

    def test_reads_the_problem_type_from_both_places(self):
        for resolved in (
            {"ProblemType": "Regression"},
            {"AutoMLProblemTypeResolvedAttributes": {"TabularResolvedAttributes": {"ProblemType": "Regression"}}},
        ):
            client = StubClient(job(BestCandidate=candidate("a"), ResolvedAttributes=resolved))
            response = plan_endpoint(StubExa(), REQUEST, make_clients(sagemaker=client))
            self.assertEqual("Regression", response["plan"]["problem_type"])


class StubClient:
    """Returns responses that mix both versions, which boto3's own service models do not allow."""

    def __init__(self, described):
        self.described = described

    # The attribute makes the product use version 2.
    create_auto_ml_job_v2 = None

    def describe_auto_ml_job_v2(self, **_request):
        return self.described

    def describe_endpoint(self, **_request):
        return {"EndpointStatus": "InService", "EndpointConfigName": "c"}


class RecoveryTest(unittest.TestCase):
    def summary(self, name):
        return {
            "AutoMLJobName": name,
            "AutoMLJobArn": ARN,
            "AutoMLJobStatus": "Completed",
            "AutoMLJobSecondaryStatus": "Completed",
            "CreationTime": datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=datetime.timezone.utc),
            "LastModifiedTime": 1,
        }

    def test_recovers_missing_jobs_of_this_deployment_page_by_page(self):
        client = real_client("sagemaker")
        own = make_tags(StubExa().meta, "0.1.0", None)
        foreign = [dict(tag, Value="OTHER") if tag["Key"] == "exasol:schema" else tag for tag in own]
        row = make_row_tags({"JOB_NAME": "lost", "AWS_CREDENTIALS_CONNECTION_NAME": "OLD"}, 40)
        with ServiceStubber(client) as stub:
            stub.add_response(
                "list_auto_ml_jobs",
                {"AutoMLJobSummaries": [self.summary(n) for n in ("known", "foreign", "lost")], "NextToken": "next"},
                {"MaxResults": 50, "SortBy": "CreationTime", "NextToken": "first"},
            )
            stub.add_response("list_tags", {"Tags": foreign})
            stub.add_response("list_tags", {"Tags": own, "NextToken": "t"})
            stub.add_response("list_tags", {"Tags": row}, {"ResourceArn": ARN, "NextToken": "t"})
            response = recover_jobs(
                StubExa(), dict(REQUEST, known=["known"], next_token="first"), make_clients(sagemaker=client)
            )
            stub.assert_no_pending_responses()
        self.assertEqual("next", response["next_token"])
        (found,) = response["jobs"]
        self.assertEqual(("2026-01-02 03:04:05", True), (found["created"], found["complete"]))
        self.assertEqual("AWS", found["row"]["AWS_CREDENTIALS_CONNECTION_NAME"])


if __name__ == "__main__":
    unittest.main()
