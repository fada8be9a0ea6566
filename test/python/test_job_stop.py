import unittest

from job_responses import Wire, make_job
from sme.job_stop import stop_job


class StopJobTest(unittest.TestCase):
    def test_answers_with_the_statuses_after_the_call(self):
        wire = Wire(self).answers("stop_auto_ml_job", {}, {"AutoMLJobName": "churn"})
        wire.answers("describe_auto_ml_job_v2", make_job("Stopping", "Stopping"))
        answer = wire.ask(stop_job)
        self.assertEqual(("Stopping", "Stopping"), (answer["status"], answer["secondary_status"]))

    def test_a_finished_job_that_aws_does_not_stop(self):
        wire = Wire(self).refuses("stop_auto_ml_job", "ValidationException", "The job is in status Completed")
        wire.answers("describe_auto_ml_job_v2", make_job("Completed", "MaxCandidatesReached"))
        self.assertEqual("MaxCandidatesReached", wire.ask(stop_job)["secondary_status"])

    def test_a_refusal_while_the_job_runs(self):
        wire = Wire(self).refuses("stop_auto_ml_job", "ValidationException", "no")
        wire.answers("describe_auto_ml_job_v2", make_job("InProgress", "Starting"))
        (failure,) = wire.ask(stop_job)["failures"]
        self.assertEqual(("sagemaker:StopAutoMLJob", "ValidationException"), (failure["operation"], failure["code"]))

    def test_no_such_job(self):
        self.assertTrue(Wire(self).refuses("stop_auto_ml_job", "ResourceNotFound").ask(stop_job)["missing"])

    def test_no_permission(self):
        (failure,) = Wire(self).refuses("stop_auto_ml_job", "AccessDeniedException").ask(stop_job)["failures"]
        self.assertEqual("AccessDeniedException", failure["code"])


if __name__ == "__main__":
    unittest.main()
