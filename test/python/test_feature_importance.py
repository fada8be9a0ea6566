import io
import json
import unittest

from botocore.response import StreamingBody
from job_responses import StubbedAws, make_candidate, make_job
from sme.feature_importance import read_feature_importance

REPORTS = {"CandidateArtifactLocations": {"Explainability": "s3://b/some/folder"}}
BEST = make_candidate(CandidateProperties=REPORTS)


def make_report(**labels):
    return {
        "explanations": {"kernel_shap": {label: {"global_shap_values": values} for label, values in labels.items()}}
    }


class ReadFeatureImportanceTest(unittest.TestCase):
    def setUp(self):
        self.aws = StubbedAws(self)

    def add_files(self, **files):
        """Adds files to the report's folder ('_' means '/'): a document, or the size of a file that is not read."""
        self.aws.add_response("describe_auto_ml_job_v2", make_job(BestCandidate=BEST))
        entries = [
            {
                "Key": "some/folder/" + name.replace("__", "/").replace("_", "."),
                "Size": size if isinstance(size, int) else 9,
            }
            for name, size in files.items()
        ]
        self.aws.add_response("list_objects_v2", {"Contents": entries}, {"Bucket": "b", "Prefix": "some/folder/"}, "s3")
        return self

    def add_document(self, key, document):
        content = document if isinstance(document, bytes) else json.dumps(document).encode()
        body = StreamingBody(io.BytesIO(content), len(content))
        expected = {"Bucket": "b", "Key": "some/folder/" + key}
        self.aws.add_response("get_object", {"Body": body}, expected, "s3")
        return self

    def read(self):
        return self.aws.call(read_feature_importance)

    def test_averages_absolute_values_over_the_labels(self):
        report = make_report(yes={"AGE": 0.5, "ID": -0.25}, no={"AGE": 0.25, "ID": 0.0})
        self.add_files(analysis_json=report).add_document("analysis.json", report)
        self.assertEqual([["AGE", 0.375, 0.75], ["ID", 0.125, 0.25]], self.read()["features"])

    def test_recognizes_the_report_by_its_content(self):
        report = make_report(label0={"A": 1})
        self.add_files(notes_json=1, report_pdf=1, deep__values_json=1)
        self.add_document("notes.json", {"version": "1.0"}).add_document("deep/values.json", report)
        self.assertEqual([["A", 1.0, 1.0]], self.read()["features"])

    def test_skips_large_files_and_other_documents(self):
        self.add_files(analysis_json=64 * 1024 * 1024, a_json=1, b_json=1, c_json=1)
        self.add_document("a.json", b"\xff").add_document("b.json", [1]).add_document(
            "c.json", {"explanations": {"kernel_shap": {"l": 1}}}
        )
        response = self.read()
        self.assertIsNone(response["features"])
        self.assertEqual("s3://b/some/folder", response["location"])

    def test_handles_a_report_with_zeros_only(self):
        self.add_files(analysis_json=1).add_document("analysis.json", make_report(l={"A": 0, "B": 0}))
        self.assertEqual([["A", 0.0, None], ["B", 0.0, None]], self.read()["features"])

    def test_returns_reasons_without_a_best_candidate(self):
        reasons = [{"PartialFailureMessage": "No report."}]
        self.aws.add_response(
            "describe_auto_ml_job_v2", make_job("Completed", "ExplainabilityError", PartialFailureReasons=reasons)
        )
        response = self.read()
        self.assertEqual(
            (None, None, ["No report."]), (response["features"], response["location"], response["reasons"])
        )

    def test_reports_missing_permission_to_read(self):
        self.aws.add_response("describe_auto_ml_job_v2", make_job(BestCandidate=BEST))
        self.aws.add_error("list_objects_v2", "AccessDenied", service="s3")
        (failure,) = self.read()["failures"]
        self.assertEqual(("s3:ListBucket", "AccessDenied"), (failure["operation"], failure["code"]))


if __name__ == "__main__":
    unittest.main()
