import unittest

from job_responses import StubbedAws, make_candidate
from sme.candidate_list import read_candidates

OPERATION = "list_candidates_for_auto_ml_job"


class ListCandidatesTest(unittest.TestCase):
    def test_reads_all_pages(self):
        request = {"AutoMLJobName": "churn", "MaxResults": 100}
        aws = StubbedAws(self).add_response(OPERATION, {"Candidates": [make_candidate("a")], "NextToken": "t"}, request)
        aws.add_response(
            OPERATION, {"Candidates": [make_candidate("b")], "NextToken": "u"}, dict(request, NextToken="t")
        )
        aws.add_response(OPERATION, {"Candidates": [make_candidate("c")]}, dict(request, NextToken="u"))
        self.assertEqual(["a", "b", "c"], [found["name"] for found in aws.call(read_candidates)["candidates"]])

    def test_lists_metrics_with_their_data_sets(self):
        metrics = [
            {"MetricName": "F1", "StandardMetricName": "F1", "Set": "Validation", "Value": 0.5},
            {"StandardMetricName": "LogLoss", "Set": "Train", "Value": 0.25},
            {"MetricName": "MAPE", "Value": float("nan")},
        ]
        candidate = make_candidate(CandidateProperties={"CandidateMetrics": metrics})
        aws = StubbedAws(self).add_response(OPERATION, {"Candidates": [candidate]})
        (found,) = aws.call(read_candidates)["candidates"]
        self.assertEqual([["F1", "Validation", 0.5], ["LogLoss", "Train", 0.25], ["MAPE", "", None]], found["metrics"])
        self.assertEqual(
            ("F1", 0.9, "Maximize", 90), tuple(found[k] for k in ("metric", "value", "direction", "seconds"))
        )
        self.assertEqual(("2024-06-18 15:22:13", "2024-06-18 15:23:43"), (found["created"], found["ended"]))

    def test_describes_an_unfinished_candidate(self):
        candidate = make_candidate(value=None, CandidateStatus="InProgress")
        del candidate["EndTime"]
        aws = StubbedAws(self).add_response(OPERATION, {"Candidates": [candidate]})
        (found,) = aws.call(read_candidates)["candidates"]
        self.assertEqual((None, None, None), (found["metric"], found["value"], found["seconds"]))
        self.assertEqual([], found["metrics"])
        self.assertEqual(("2024-06-18 15:22:13", None), (found["created"], found["ended"]))

    def test_reports_a_rejected_call(self):
        aws = StubbedAws(self).add_error(OPERATION, "AccessDeniedException", "no")
        (failure,) = aws.call(read_candidates)["failures"]
        self.assertEqual("sagemaker:ListCandidatesForAutoMLJob", failure["operation"])


if __name__ == "__main__":
    unittest.main()
