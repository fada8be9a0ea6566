import unittest

from job_responses import StubbedAws, make_job
from sme.job_stop import stop_job


class StopJobTest(unittest.TestCase):
    def test_returns_the_statuses_after_the_call(self):
        aws = StubbedAws(self).add_response("stop_auto_ml_job", {}, {"AutoMLJobName": "churn"})
        aws.add_response("describe_auto_ml_job_v2", make_job("Stopping", "Stopping"))
        response = aws.call(stop_job)
        self.assertEqual(("Stopping", "Stopping"), (response["status"], response["secondary_status"]))

    def test_ignores_the_rejection_for_an_ended_job(self):
        aws = StubbedAws(self).add_error("stop_auto_ml_job", "ValidationException", "The job is in status Completed")
        aws.add_response("describe_auto_ml_job_v2", make_job("Completed", "MaxCandidatesReached"))
        self.assertEqual("MaxCandidatesReached", aws.call(stop_job)["secondary_status"])

    def test_reports_a_rejection_while_the_job_runs(self):
        aws = StubbedAws(self).add_error("stop_auto_ml_job", "ValidationException", "no")
        aws.add_response("describe_auto_ml_job_v2", make_job("InProgress", "Starting"))
        (failure,) = aws.call(stop_job)["failures"]
        self.assertEqual(("sagemaker:StopAutoMLJob", "ValidationException"), (failure["operation"], failure["code"]))

    def test_reports_a_missing_job(self):
        self.assertTrue(StubbedAws(self).add_error("stop_auto_ml_job", "ResourceNotFound").call(stop_job)["missing"])

    def test_reports_a_missing_permission(self):
        (failure,) = StubbedAws(self).add_error("stop_auto_ml_job", "AccessDeniedException").call(stop_job)["failures"]
        self.assertEqual("AccessDeniedException", failure["code"])


if __name__ == "__main__":
    unittest.main()
