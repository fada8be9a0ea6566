"""
Runs the UDFs of batch predictions against moto, an emulator of AWS by other authors. It needs the package moto, so it
is not part of `npm test`; see doc/developer_guide/tests.md.

moto does not run a transform job: its status is Completed at once, and it has no output. It has no StopTransformJob.
"""

import os
import sys
import unittest

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
sys.path[:0] = [os.path.join(ROOT, "test", "python"), os.path.join(ROOT, "templates", "python")]

import boto3  # noqa: E402
from batch_responses import FOLDER, PREFIX, START, TOKEN  # noqa: E402
from doubles import StubExa  # noqa: E402
from moto import mock_aws  # noqa: E402
from sme.batch_output import read_batch_output  # noqa: E402
from sme.batch_removal import remove_batch  # noqa: E402
from sme.batch_start import start_batch  # noqa: E402
from sme.batch_states import read_batch_states  # noqa: E402


@mock_aws
class BatchOnMotoTest(unittest.TestCase):
    def setUp(self):
        self.s3 = boto3.client("s3", region_name="eu-central-1")
        self.s3.create_bucket(Bucket="bucket", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
        self.sagemaker = boto3.client("sagemaker", region_name="eu-central-1")

    def test_creates_one_transform_job_with_all_its_settings(self):
        for _call in range(2):
            response = start_batch(StubExa(), START)
            self.assertEqual(("created", []), (response["outcome"], response["problems"] + response["failures"]))
        jobs = self.sagemaker.list_transform_jobs()["TransformJobSummaries"]
        self.assertEqual(["churn-1"], [job["TransformJobName"] for job in jobs])
        job = self.sagemaker.describe_transform_job(TransformJobName="churn-1")
        self.assertEqual("$[0,-3,-2,-1]", job["DataProcessing"]["OutputFilter"])
        self.assertEqual("Line", job["TransformInput"]["SplitType"])
        tags = self.sagemaker.list_tags(ResourceArn=job["TransformJobArn"])["Tags"]
        self.assertIn({"Key": "exasol:schema", "Value": "SME"}, tags)

    def test_lists_the_job(self):
        start_batch(StubExa(), START)
        response = read_batch_states(StubExa(), dict(FOLDER, batches=["churn-1", "churn-2"]))
        self.assertEqual(["churn-1"], [name for name, state in response["states"].items() if "status" in state])
        self.assertEqual({"missing": True}, response["states"]["churn-2"])

    def test_names_the_files_without_output(self):
        start_batch(StubExa(), START)
        for key in ("in/{}/part-0001.csv".format(TOKEN), "in/{}/part-0002.csv".format(TOKEN), "out/part-0001.csv.out"):
            self.s3.put_object(Bucket="bucket", Key=PREFIX + key, Body=b"1")
        response = read_batch_output(StubExa(), FOLDER)
        self.assertEqual("Completed", response["state"]["status"])
        self.assertEqual([PREFIX + "out/part-0001.csv.out"], response["outputs"])
        self.assertEqual(["part-0002.csv"], response["missing"])

    def test_deletes_files_and_model(self):
        start_batch(StubExa(), dict(START, batch_name="churn-2"))
        for key in ("in/{}/part-0001.csv".format(TOKEN), "out/part-0001.csv.out", "notes.txt"):
            self.s3.put_object(Bucket="bucket", Key=PREFIX + key, Body=b"1")
        response = remove_batch(StubExa(), FOLDER)
        self.assertEqual(["deleted", "2 deleted"], [entry["result"] for entry in response["objects"]])
        left = [entry["Key"] for entry in self.s3.list_objects_v2(Bucket="bucket")["Contents"]]
        self.assertEqual([PREFIX + "notes.txt"], left)
        self.assertEqual([], self.sagemaker.list_models()["Models"])


if __name__ == "__main__":
    unittest.main()
