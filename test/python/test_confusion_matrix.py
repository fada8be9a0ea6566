import io
import json
import unittest

from botocore.response import StreamingBody
from job_responses import Wire, make_candidate, make_job
from sme.confusion_matrix import read_confusion_matrix

REPORTS = {"CandidateArtifactLocations": {"Explainability": "s3://b/e/", "ModelInsights": "s3://b/quality/"}}
BEST = make_candidate(CandidateProperties=REPORTS)
CELLS = {"no": {"no": 40, "yes": 2.0}, "a": {"yes": "3"}}


class ReadConfusionMatrixTest(unittest.TestCase):
    def ask(self, document):
        wire = Wire(self).answers("describe_auto_ml_job_v2", make_job(BestCandidate=BEST))
        listing = {"Contents": [{"Key": "quality/statistics.json", "Size": 9}]}
        wire.answers("list_objects_v2", listing, {"Bucket": "b", "Prefix": "quality/"}, "s3")
        content = json.dumps(document).encode()
        body = StreamingBody(io.BytesIO(content), len(content))
        wire.answers("get_object", {"Body": body}, {"Bucket": "b", "Key": "quality/statistics.json"}, "s3")
        return wire.ask(read_confusion_matrix)["cells"]

    def test_two_classes_or_more(self):
        expected = [["a", "yes", 3], ["no", "no", 40], ["no", "yes", 2]]
        for kind in ("binary", "multiclass"):
            document = {"version": 0, kind + "_classification_metrics": {"confusion_matrix": CELLS}}
            self.assertEqual(expected, self.ask(document))

    def test_a_report_without_one(self):
        for document in (
            {"regression_metrics": {"mae": {"value": 1}}},
            {"binary_classification_metrics": {"f1": {"value": 1}}},
            {"binary_classification_metrics": {"confusion_matrix": [[1, 2]]}},
            {"binary_classification_metrics": {"confusion_matrix": {"a": {"b": "many"}}}},
            [],
        ):
            self.assertIsNone(self.ask(document), document)


if __name__ == "__main__":
    unittest.main()
