import io
import json
import unittest

from botocore.response import StreamingBody
from job_responses import Wire, make_candidate, make_job
from sme.feature_importance import read_feature_importance

REPORTS = {"CandidateArtifactLocations": {"Explainability": "s3://b/some/folder"}}
BEST = make_candidate(CandidateProperties=REPORTS)


def make_report(**labels):
    return {
        "explanations": {"kernel_shap": {label: {"global_shap_values": values} for label, values in labels.items()}}
    }


class ReadFeatureImportanceTest(unittest.TestCase):
    def setUp(self):
        self.wire = Wire(self)

    def finds(self, **files):
        """Files below the report's folder, '_' for '/': a document, or a number for a size that must not be read."""
        self.wire.answers("describe_auto_ml_job_v2", make_job(BestCandidate=BEST))
        entries = [
            {
                "Key": "some/folder/" + name.replace("__", "/").replace("_", "."),
                "Size": size if isinstance(size, int) else 9,
            }
            for name, size in files.items()
        ]
        self.wire.answers("list_objects_v2", {"Contents": entries}, {"Bucket": "b", "Prefix": "some/folder/"}, "s3")
        return self

    def reads(self, key, document):
        content = document if isinstance(document, bytes) else json.dumps(document).encode()
        body = StreamingBody(io.BytesIO(content), len(content))
        expected = {"Bucket": "b", "Key": "some/folder/" + key}
        self.wire.answers("get_object", {"Body": body}, expected, "s3")
        return self

    def ask(self):
        return self.wire.ask(read_feature_importance)

    def test_sizes_averaged_over_the_labels(self):
        report = make_report(yes={"AGE": 0.5, "ID": -0.25}, no={"AGE": 0.25, "ID": 0.0})
        self.finds(analysis_json=report).reads("analysis.json", report)
        self.assertEqual([["AGE", 0.375, 0.75], ["ID", 0.125, 0.25]], self.ask()["features"])

    def test_by_content_where_the_name_is_another(self):
        report = make_report(label0={"A": 1})
        self.finds(notes_json=1, report_pdf=1, deep__values_json=1)
        self.reads("notes.json", {"version": "1.0"}).reads("deep/values.json", report)
        self.assertEqual([["A", 1.0, 1.0]], self.ask()["features"])

    def test_what_is_too_large_or_no_report_is_left_alone(self):
        self.finds(analysis_json=64 * 1024 * 1024, a_json=1, b_json=1, c_json=1)
        self.reads("a.json", b"\xff").reads("b.json", [1]).reads("c.json", {"explanations": {"kernel_shap": {"l": 1}}})
        answer = self.ask()
        self.assertIsNone(answer["features"])
        self.assertEqual("s3://b/some/folder", answer["location"])

    def test_no_values_but_zeros(self):
        self.finds(analysis_json=1).reads("analysis.json", make_report(l={"A": 0, "B": 0}))
        self.assertEqual([["A", 0.0, None], ["B", 0.0, None]], self.ask()["features"])

    def test_no_best_candidate(self):
        reasons = [{"PartialFailureMessage": "No report."}]
        self.wire.answers(
            "describe_auto_ml_job_v2", make_job("Completed", "ExplainabilityError", PartialFailureReasons=reasons)
        )
        answer = self.ask()
        self.assertEqual((None, None, ["No report."]), (answer["features"], answer["location"], answer["reasons"]))

    def test_no_right_to_read(self):
        self.wire.answers("describe_auto_ml_job_v2", make_job(BestCandidate=BEST))
        self.wire.refuses("list_objects_v2", "AccessDenied", service="s3")
        (failure,) = self.ask()["failures"]
        self.assertEqual(("s3:ListBucket", "AccessDenied"), (failure["operation"], failure["code"]))


if __name__ == "__main__":
    unittest.main()
