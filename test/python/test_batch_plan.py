import unittest

from batch_responses import NOT_FOUND, make_transform_job
from doubles import ServiceStubber, StubExa, make_clients, real_client
from sme.batch_plan import plan_batch
from test_endpoint_plan import make_candidate, make_job

REQUEST = {
    "connection": "AWS",
    "region": "eu-central-1",
    "jobs": [{"name": "churn", "role": "arn:aws:iam::123456789012:role/Row", "problem_type": "Regression"}],
    "name_suffix": "20261128030824",
}


class PlanBatchTest(unittest.TestCase):
    def plan(self, *jobs, batch_exists=False, reaches_name=True, **more):
        client = real_client("sagemaker")
        with ServiceStubber(client) as stub:
            for job in jobs:
                if job is None:
                    stub.add_client_error("describe_auto_ml_job_v2", "ResourceNotFound", "no")
                else:
                    stub.add_response("describe_auto_ml_job_v2", job)
            if batch_exists:
                stub.add_response("describe_transform_job", make_transform_job("Completed"))
            elif reaches_name:
                stub.add_client_error("describe_transform_job", *NOT_FOUND)
            response = plan_batch(StubExa(), dict(REQUEST, **more), make_clients(sagemaker=client))
            stub.assert_no_pending_responses()
        return response

    def completed(self, name="churn", containers=1, **more):
        candidate = make_candidate("best")
        candidate["InferenceContainers"] *= containers
        return make_job(AutoMLJobName=name, BestCandidate=candidate, **more)

    def test_plans_the_model_of_the_best_candidate(self):
        plan = self.plan(self.completed())["plan"]
        self.assertEqual(
            ("churn-20261128030824", "best", "Regression", 6),
            tuple(plan[key] for key in ("batch_name", "candidate_name", "problem_type", "max_payload_mb")),
        )
        self.assertRegex(plan["model_name"], "^churn-20261128030824-[0-9a-f]{8}$")
        self.assertEqual("arn:aws:iam::123456789012:role/Row", plan["model"]["ExecutionRoleArn"])

    def test_a_tuned_pipeline_gets_small_requests(self):
        self.assertEqual(1, self.plan(self.completed(containers=2))["plan"]["max_payload_mb"])

    def test_uses_the_given_name(self):
        self.assertEqual("nightly", self.plan(self.completed(), batch_name="nightly")["plan"]["batch_name"])

    def test_refuses_a_name_that_aws_has_used(self):
        self.assertIn("E-SME-400", self.plan(self.completed(), batch_exists=True)["problems"][0])

    def test_chooses_the_newest_completed_job_of_a_model(self):
        jobs = [{"name": "m-3"}, {"name": "m-2"}, {"name": "m-1"}]
        running = make_job("InProgress", AutoMLJobName="m-3")
        plan = self.plan(running, self.completed("m-2"), jobs=jobs, model_name="m")["plan"]
        self.assertEqual(("m-2", "m-2-20261128030824"), (plan["job_name"], plan["batch_name"]))

    def test_refuses_a_model_without_a_completed_job(self):
        jobs = [{"name": "m-2"}, {"name": "m-1"}]
        running = make_job("InProgress", AutoMLJobName="m-2")
        response = self.plan(running, None, reaches_name=False, jobs=jobs, model_name="m")
        self.assertIn("E-SME-380", response["problems"][0])
        self.assertIn("'m-2', 'm-1'", response["problems"][0])

    def test_refuses_a_missing_or_unfinished_job(self):
        self.assertIn("E-SME-181", self.plan(None, reaches_name=False)["problems"][0])
        self.assertIn("E-SME-182", self.plan(make_job("InProgress"), reaches_name=False)["problems"][0])

    def test_reports_a_failed_call(self):
        client = real_client("sagemaker")
        with ServiceStubber(client) as stub:
            stub.add_client_error("describe_auto_ml_job_v2", "AccessDeniedException", "no")
            response = plan_batch(StubExa(), REQUEST, make_clients(sagemaker=client))
        self.assertEqual("AccessDeniedException", response["failures"][0]["code"])


if __name__ == "__main__":
    unittest.main()
