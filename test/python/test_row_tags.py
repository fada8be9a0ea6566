import gzip
import hashlib
import io
import json
import unittest

import doubles  # noqa: F401
from sme.row_from_description import TEXT_TYPE, make_row_from_description
from sme.row_tags import MAX_TAGS, make_row_tags, read_row_tags

LEGAL = r"^[A-Za-z0-9+/=]{1,256}$"


def as_map(tags):
    return {tag["Key"]: tag["Value"] for tag in tags}


class RowTagsTest(unittest.TestCase):
    def test_restores_the_row(self):
        row = {"JOB_NAME": "churn", "ROWS_EXPORTED": 600, "COLUMN_NAMES": json.dumps(["Größe 😀", 'a "b"', "x;y"])}
        tags = make_row_tags(row, MAX_TAGS)
        for tag in tags:
            self.assertRegex(tag["Value"], LEGAL)
        self.assertEqual(row, read_row_tags(dict(as_map(tags), team="sales")))

    def test_fits_three_hundred_columns(self):
        names = ["MEASUREMENT_{}".format(number) for number in range(300)]
        row = {"COLUMN_NAMES": json.dumps(names), "COLUMN_TYPES": json.dumps(["DECIMAL(18,0)"] * 300)}
        tags = make_row_tags(row, 40)
        self.assertGreater(len(tags), 1)
        self.assertEqual(row, read_row_tags(as_map(tags)))

    def test_leaves_out_the_query_and_then_everything(self):
        noise = "".join(hashlib.sha256(str(number).encode("ascii")).hexdigest() for number in range(400))
        self.assertEqual(
            {"JOB_NAME": "c"}, read_row_tags(as_map(make_row_tags({"JOB_NAME": "c", "INPUT_QUERY": noise}, 10)))
        )
        self.assertEqual([], make_row_tags({"JOB_NAME": noise}, 10))
        self.assertEqual([], make_row_tags(None, 10))

    def test_rejects_edited_tags(self):
        for value in ("!", "AAAA", "W10="):
            self.assertIsNone(read_row_tags({"exasol:row-01": value}))
        self.assertIsNone(read_row_tags({"team": "sales"}))


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
        row = make_row_from_description(lambda: StubS3('"A","b ""x""\n",T\n1,2,3\n'), job, {"exasol:user": "ANNA"})
        self.assertEqual(["A", 'b "x"\n', "T"], json.loads(row["COLUMN_NAMES"]))
        self.assertEqual([TEXT_TYPE] * 3, json.loads(row["COLUMN_TYPES"]))
        self.assertEqual(
            ("T", "runs", 3, "ANNA"),
            (row["TARGET_ATTRIBUTE_NAME"], row["S3_OUTPUT_PATH"], row["MAX_CANDIDATES"], row["SCRIPT_USER"]),
        )
        self.assertNotIn("OBJECTIVE", row)


if __name__ == "__main__":
    unittest.main()
