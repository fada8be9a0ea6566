import hashlib
import json
import unittest

import doubles  # noqa: F401
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


if __name__ == "__main__":
    unittest.main()
