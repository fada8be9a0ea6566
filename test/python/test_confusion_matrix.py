import io
import json
import unittest

from botocore.response import StreamingBody
from job_responses import StubbedAws, make_candidate, make_job
from sme.confusion_matrix import read_confusion_matrix

REPORTS = {"CandidateArtifactLocations": {"Explainability": "s3://b/e/", "ModelInsights": "s3://b/quality/"}}
BEST = make_candidate(CandidateProperties=REPORTS)
CELLS = {"no": {"no": 40, "yes": 2.0}, "a": {"yes": "3"}}


class ReadConfusionMatrixTest(unittest.TestCase):
    def read(self, document):
        aws = StubbedAws(self).add_response("describe_auto_ml_job_v2", make_job(BestCandidate=BEST))
        listing = {"Contents": [{"Key": "quality/statistics.json", "Size": 9}]}
        aws.add_response("list_objects_v2", listing, {"Bucket": "b", "Prefix": "quality/"}, "s3")
        content = json.dumps(document).encode()
        body = StreamingBody(io.BytesIO(content), len(content))
        aws.add_response("get_object", {"Body": body}, {"Bucket": "b", "Key": "quality/statistics.json"}, "s3")
        return aws.call(read_confusion_matrix)["cells"]

    def test_reads_matrices_of_two_or_more_classes(self):
        expected = [["a", "yes", 3], ["no", "no", 40], ["no", "yes", 2]]
        for kind in ("binary", "multiclass"):
            document = {"version": 0, kind + "_classification_metrics": {"confusion_matrix": CELLS}}
            self.assertEqual(expected, self.read(document))

    def test_returns_none_for_a_report_without_a_matrix(self):
        for document in (
            {"regression_metrics": {"mae": {"value": 1}}},
            {"binary_classification_metrics": {"f1": {"value": 1}}},
            {"binary_classification_metrics": {"confusion_matrix": [[1, 2]]}},
            {"binary_classification_metrics": {"confusion_matrix": {"a": {"b": "many"}}}},
            [],
        ):
            self.assertIsNone(self.read(document), document)


if __name__ == "__main__":
    unittest.main()
