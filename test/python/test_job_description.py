import json
import unittest
from datetime import timedelta, timezone

from job_responses import CREATED, StubbedAws, make_candidate, make_job
from sme.job_description import read_job_description

NOW = CREATED + timedelta(hours=1)


def describe(test, job):
    aws = StubbedAws(test).add_response("describe_auto_ml_job_v2", job, {"AutoMLJobName": "churn"})
    return dict(aws.call(read_job_description, now=NOW)["attributes"])


class ReadJobDescriptionTest(unittest.TestCase):
    def test_describes_a_job_without_candidates(self):
        found = describe(self, make_job("InProgress", "SomethingNew"))
        self.assertEqual("SomethingNew", found["JOB_SECONDARY_STATUS"])
        self.assertEqual(("3600", "3600"), (found["AGE_IN_SECONDS"], found["DURATION_IN_SECONDS"]))
        for name in ("BEST_CANDIDATE_NAME", "BEST_METRIC_VALUE", "CONTAINER_IMAGES", "FAILURE_REASON", "END_TIME_UTC"):
            self.assertIsNone(found[name])

    def test_returns_the_same_attributes_for_every_job(self):
        young = describe(self, make_job("InProgress", "Starting"))
        old = describe(self, make_job(EndTime=NOW, BestCandidate=make_candidate(), FailureReason="x"))
        self.assertEqual(list(young), list(old))

    def test_formats_times_in_utc_in_any_time_zone(self):
        berlin = timezone(timedelta(hours=2))
        found = describe(
            self, make_job(CreationTime=CREATED.astimezone(berlin), EndTime=CREATED + timedelta(seconds=61))
        )
        self.assertEqual("2024-06-18 15:22:13", found["CREATION_TIME_UTC"])
        self.assertEqual("2024-06-18 15:23:14", found["END_TIME_UTC"])
        self.assertEqual("61", found["DURATION_IN_SECONDS"])

    def test_returns_all_failure_reasons(self):
        reasons = [{"PartialFailureMessage": "a" * 1024}, {"PartialFailureMessage": "b"}]
        found = describe(self, make_job("Failed", "Failed", FailureReason="r" * 1024, PartialFailureReasons=reasons))
        self.assertEqual("r" * 1024, found["FAILURE_REASON"])
        self.assertEqual("a" * 1024 + "\nb", found["PARTIAL_FAILURE_REASONS"])

    def test_returns_requested_and_resolved_problem_type(self):
        resolved = {"TabularResolvedAttributes": {"ProblemType": "Regression"}}
        config = {"TabularJobConfig": {"TargetAttributeName": "T", "CompletionCriteria": {"MaxCandidates": 3}}}
        found = describe(
            self,
            make_job(
                AutoMLProblemTypeConfig=config,
                ResolvedAttributes={
                    "AutoMLJobObjective": {"MetricName": "MSE"},
                    "AutoMLProblemTypeResolvedAttributes": resolved,
                },
            ),
        )
        self.assertEqual((None, "Regression"), (found["PROBLEM_TYPE_REQUESTED"], found["PROBLEM_TYPE_RESOLVED"]))
        self.assertEqual((None, "MSE"), (found["OBJECTIVE_REQUESTED"], found["OBJECTIVE_RESOLVED"]))
        self.assertEqual(("T", "3"), (found["TARGET_ATTRIBUTE_NAME"], found["MAX_CANDIDATES"]))

    def test_describes_the_best_candidate(self):
        best = make_candidate(
            InferenceContainers=[
                {"Image": "one", "ModelDataUrl": "s3://b/1"},
                {"Image": "two", "ModelDataUrl": "s3://b/2"},
            ],
            CandidateProperties={"CandidateArtifactLocations": {"Explainability": "s3://b/e"}},
        )
        found = describe(self, make_job(BestCandidate=best))
        self.assertEqual(
            ("best", "F1", "0.9"), tuple(found["BEST_" + n] for n in ("CANDIDATE_NAME", "METRIC_NAME", "METRIC_VALUE"))
        )
        self.assertEqual(["one", "two"], json.loads(found["CONTAINER_IMAGES"]))
        self.assertEqual("s3://b/e", found["EXPLAINABILITY_REPORT"])

    def test_reads_a_version_1_job_with_an_old_boto3(self):
        class OldClient:
            def describe_auto_ml_job(self, **_request):
                job = make_job(
                    InputDataConfig=[{"TargetAttributeName": "T", "SampleWeightAttributeName": "W"}],
                    ProblemType="Regression",
                    AutoMLJobConfig={
                        "Mode": "ENSEMBLING",
                        "CompletionCriteria": {"MaxCandidates": 5},
                        "DataSplitConfig": {"ValidationFraction": 0.3},
                    },
                    ResolvedAttributes={"ProblemType": "Regression", "CompletionCriteria": {"MaxCandidates": 4}},
                )
                del job["AutoMLJobInputDataConfig"]
                return job

        aws = StubbedAws(self)
        aws.clients["sagemaker"] = OldClient()
        found = dict(aws.call(read_job_description, now=NOW)["attributes"])
        names = ("PROBLEM_TYPE_REQUESTED", "PROBLEM_TYPE_RESOLVED", "MODE", "SAMPLE_WEIGHT_COLUMN", "MAX_CANDIDATES")
        self.assertEqual(("Regression", "Regression", "ENSEMBLING", "W", "4"), tuple(found[name] for name in names))
        self.assertEqual("0.3", found["VALIDATION_FRACTION"])

    def test_reports_a_missing_job(self):
        aws = StubbedAws(self).add_error("describe_auto_ml_job_v2", "ResourceNotFound")
        self.assertEqual({"missing": True, "problems": [], "failures": []}, aws.call(read_job_description))


if __name__ == "__main__":
    unittest.main()
