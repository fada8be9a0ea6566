import gzip
import io
import json
import unittest

import doubles  # noqa: F401
from sme.row_from_description import TEXT_TYPE, make_row_from_description


class StubS3:
    def __init__(self, text):
        self.body = gzip.compress(text.encode("utf-8"))

    def list_objects_v2(self, **_more):
        return {"Contents": [{"Key": "runs/churn/train/1.csv.gz"}]}

    def get_object(self, **_more):
        return {"Body": io.BytesIO(self.body[: len(self.body) - 4])}


class RowFromDescriptionTest(unittest.TestCase):
    def test_reads_jobs_of_both_api_versions(self):
        job = {
            "AutoMLJobName": "churn",
            "RoleArn": "r",
            "InputDataConfig": [
                {
                    "DataSource": {"S3DataSource": {"S3Uri": "s3://b/runs/churn/train/"}},
                    "TargetAttributeName": "T",
                }
            ],
            "OutputDataConfig": {"S3OutputPath": "s3://b/runs/churn/output/"},
            "AutoMLJobConfig": {"CompletionCriteria": {"MaxCandidates": 3}},
        }
        tags = {"exasol:user": "ANNA", "exasol:model-name": "churn", "exasol:model-version": "4"}
        row = make_row_from_description(lambda: StubS3('"A","b ""x""\n",T\n1,2,3\n'), job, tags)
        self.assertEqual(["A", 'b "x"\n', "T"], json.loads(row["COLUMN_NAMES"]))
        self.assertEqual([TEXT_TYPE] * 3, json.loads(row["COLUMN_TYPES"]))
        self.assertEqual(
            ("T", "runs", 3, "ANNA"),
            (row["TARGET_ATTRIBUTE_NAME"], row["S3_OUTPUT_PATH"], row["MAX_CANDIDATES"], row["SCRIPT_USER"]),
        )
        self.assertEqual(("churn", "4"), (row["MODEL_NAME"], row["VERSION"]))
        self.assertNotIn("OBJECTIVE", row)


if __name__ == "__main__":
    unittest.main()
