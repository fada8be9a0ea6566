import unittest

from doubles import ServiceStubber, StubExa, make_clients, real_client
from endpoint_responses import OTHER_TAGS, OWN_TAGS, make_endpoint
from sme.endpoint_names import make_name_of_0_1_0
from sme.endpoint_plan import plan_endpoint

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


def make_candidate(name):
    return {
        "CandidateName": name,
        "ObjectiveStatus": "Succeeded",
        "CandidateSteps": [],
        "CandidateStatus": "Completed",
        "CreationTime": 1,
        "LastModifiedTime": 1,
        "InferenceContainers": [{"Image": name, "ModelDataUrl": "s3://b/m.tar.gz", "Environment": {}}],
    }


def make_job(status="Completed", **more):
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
    def test_names_depend_on_security_options(self):
        job = make_job(BestCandidate=make_candidate("a"))
        plain = self.plan(job)["plan"]
        self.assertEqual(plain, self.plan(job, security={})["plan"])
        vpc = {"subnets": ["subnet-1"], "security_group_ids": ["sg-1"]}
        in_vpc = self.plan(job, security={"vpc": vpc})["plan"]
        encrypted = self.plan(job, security={"volume_kms_key_id": "k"})["plan"]
        self.assertNotEqual(plain["model_name"], in_vpc["model_name"])
        self.assertEqual(plain["model_name"], encrypted["model_name"])
        self.assertEqual(3, len({plan["config_name"] for plan in (plain, in_vpc, encrypted)}))

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
        response = self.plan(make_job(BestCandidate=make_candidate("best")))
        self.assertEqual([], response["problems"])
        self.assertEqual("best", response["plan"]["candidate_name"])
        self.assertEqual(2, response["plan"]["variant"]["InitialInstanceCount"])
        self.assertIsNone(response["endpoint"])

    def test_finds_a_named_candidate_on_the_second_page(self):
        pages = (
            {"Candidates": [make_candidate("a"), make_candidate("b")], "NextToken": "t"},
            {"Candidates": [make_candidate("c")]},
        )
        response = self.plan(make_job(BestCandidate=make_candidate("a")), pages, candidate_name="c")
        self.assertEqual("c", response["plan"]["model"]["Containers"][0]["Image"])

    def test_gives_another_candidate_another_model_name(self):
        pages = ({"Candidates": [make_candidate("b")]},)
        best = self.plan(make_job(BestCandidate=make_candidate("a")))["plan"]
        other = self.plan(make_job(BestCandidate=make_candidate("a")), pages, candidate_name="b")["plan"]
        self.assertNotEqual(best["model_name"], other["model_name"])
        self.assertNotEqual(best["config_name"], other["config_name"])

    def test_keeps_the_names_of_an_endpoint_of_version_0_1_0(self):
        best = make_job(BestCandidate=make_candidate("a"))
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
        best = make_job(BestCandidate=make_candidate("a"))
        found = make_endpoint("InService", EndpointConfigName=self.plan(best)["plan"]["config_name"])
        for tags, missing in (
            ({"Tags": []}, "exasol:database = 'DB1', exasol:schema = 'SME'"),
            (OTHER_TAGS, "exasol:schema = 'SME'"),
        ):
            (problem,) = self.plan(best, found=found, found_tags=tags)["problems"]
            self.assertIn(
                "E-SME-274: The endpoint 'churn' exists in AWS but lacks the tags of this deployment: " + missing,
                problem,
            )
        self.assertEqual("InService", self.plan(best, found=found, found_tags=OWN_TAGS)["endpoint"]["status"])
        self.assertEqual(
            "Deleting", self.plan(best, found=dict(found, EndpointStatus="Deleting"))["endpoint"]["status"]
        )
        other = make_endpoint("InService", EndpointConfigName="other")
        self.assertEqual("other", self.plan(best, found=other)["endpoint"]["config_name"])

    def test_accepts_letters_of_any_script_in_tags_but_no_emoji(self):
        best = make_job(BestCandidate=make_candidate("a"))
        self.assertEqual([], self.plan(best, tags={"Abteilung": "M\u00fcnchen \u6771\u4eac \u0967"})["problems"])
        response = plan_endpoint(StubExa(), dict(REQUEST, tags={"team": "\U0001f680"}), make_clients())
        (problem,) = response["problems"]
        self.assertIn("E-SME-295: The tag 'team' with the value '\U0001f680' contains '\U0001f680' (U+1F680).", problem)

    def test_rejects_jobs_without_a_usable_model(self):
        for described, expected in (
            (
                make_job("InProgress", BestCandidate=make_candidate("a")),
                "E-SME-182: The job 'churn' has the status 'InProgress', so it has no model to deploy yet.",
            ),
            (
                make_job("Failed", FailureReason="no rows"),
                "E-SME-182: The job 'churn' failed, so it has no model to deploy: no rows.",
            ),
            (make_job(), "E-SME-183: The job 'churn' ended as 'Completed' without a best candidate."),
            (make_job(BestCandidate=dict(make_candidate("a"), InferenceContainers=[])), "E-SME-185"),
        ):
            (problem,) = self.plan(described)["problems"]
            self.assertIn(expected, problem)

    def test_reads_the_problem_type_from_both_places(self):
        for resolved in (
            {"ProblemType": "Regression"},
            {"AutoMLProblemTypeResolvedAttributes": {"TabularResolvedAttributes": {"ProblemType": "Regression"}}},
        ):
            client = StubClient(make_job(BestCandidate=make_candidate("a"), ResolvedAttributes=resolved))
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


if __name__ == "__main__":
    unittest.main()
