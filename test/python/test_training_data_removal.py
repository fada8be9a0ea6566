import unittest

from job_responses import ARN, StubbedAws, make_job
from sme.training_data_removal import remove_training_data

PREFIX = "autopilot/churn/train/20261127195309-17549-3/"
URI = "s3://my-bucket/" + PREFIX
TAGS = {"Tags": [{"Key": "exasol:database", "Value": "DB1"}, {"Key": "exasol:schema", "Value": "SME"}]}


def make_request(*jobs):
    jobs = jobs or ({"job_name": "churn", "train_uri": URI},)
    return {"connection": "AWS", "region": "eu-central-1", "jobs": list(jobs)}


class TrainingDataRemovalTest(unittest.TestCase):
    def setUp(self):
        self.aws = StubbedAws(self)

    def add_job(self, status="Completed", uri=URI):
        channel = {"DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": uri}}}
        job = make_job(status, status, AutoMLJobInputDataConfig=[channel])
        self.aws.add_response("describe_auto_ml_job_v2", job, {"AutoMLJobName": "churn"})
        return self

    def add_tags(self, tags=None):
        self.aws.add_response("list_tags", tags or TAGS, {"ResourceArn": ARN})
        return self

    def add_objects(self, *names):
        entries = [{"Key": PREFIX + name, "Size": 9} for name in names]
        response = {"Contents": entries} if entries else {}
        self.aws.add_response(
            "list_objects_v2", dict(response, IsTruncated=False), {"Bucket": "my-bucket", "Prefix": PREFIX}, "s3"
        )
        return self

    def add_deletion(self, *names, **response):
        expected = {
            "Bucket": "my-bucket",
            "Delete": {"Objects": [{"Key": PREFIX + name} for name in names], "Quiet": True},
        }
        self.aws.add_response("delete_objects", response, expected, "s3")
        return self

    def run_removal(self, *jobs):
        response = self.aws.call(remove_training_data, make_request(*jobs))
        self.assertEqual(([], []), (response["problems"], response["failures"]))
        return response["jobs"]

    def test_deletes_the_files_of_a_job_that_has_ended(self):
        for status in ("Completed", "Failed", "Stopped"):
            with self.subTest(status):
                self.add_job(status).add_tags().add_objects("part-0001.csv.gz", "part-0002.csv.gz")
                self.add_deletion("part-0001.csv.gz", "part-0002.csv.gz")
                expected = {"job_name": "churn", "files": 2, "problems": [], "failures": []}
                self.assertEqual([expected], self.run_removal())

    def test_deletes_only_files_of_an_export(self):
        others = ("notes.txt", "part-1.csv.gz", "part-0001.csv.gz.bak", "more/part-0001.csv.gz", "part-0001.csv.gz\n")
        self.add_job().add_tags().add_objects("part-0001.csv.gz", *others).add_deletion("part-0001.csv.gz")
        self.assertEqual(1, self.run_removal()[0]["files"])

    def test_finds_nothing_the_second_time(self):
        self.add_job().add_tags().add_objects()
        self.assertEqual([{"job_name": "churn", "files": 0, "problems": [], "failures": []}], self.run_removal())

    def test_leaves_the_data_of_a_running_job(self):
        for status in ("InProgress", "Stopping"):
            with self.subTest(status):
                self.add_job(status)
                self.assertEqual([], self.run_removal())

    def test_leaves_data_that_the_job_did_not_use(self):
        self.add_job(uri=URI.replace("-3/", "-4/"))
        self.assertIn("E-SME-631: AWS reports other training data", self.run_removal()[0]["problems"][0])

    def test_leaves_the_data_of_another_deployment(self):
        self.add_job().add_tags({"Tags": [TAGS["Tags"][0], {"Key": "exasol:schema", "Value": "OTHER"}]})
        self.assertIn("does not have the tags of this database and schema", self.run_removal()[0]["problems"][0])

    def test_leaves_locations_of_other_programs_without_calling_aws(self):
        uris = (
            "s3://my-bucket/",
            "s3://my-bucket/autopilot/churn/",
            "s3://my-bucket/autopilot/churn/train/",
            "s3://my-bucket/autopilot/churn/output/20261127195309-17549-3/",
            "s3://my-bucket/autopilot/other/train/20261127195309-17549-3/",
            "s3://my-bucket/autopilot/xchurn/train/20261127195309-17549-3/",
            "s3://my-bucket/autopilot/churn/train/../20261127195309-17549-3/",
            URI + "x",
            URI + "\n",
            "https://my-bucket/" + PREFIX,
            "",
        )
        results = self.run_removal(*[{"job_name": "churn", "train_uri": uri} for uri in uris])
        self.assertEqual(len(uris), len(results))
        for result in results:
            self.assertIn("is not where the extension exports the training data of job 'churn'", result["problems"][0])

    def test_reports_a_job_that_aws_does_not_have(self):
        self.aws.add_error("describe_auto_ml_job_v2", "ResourceNotFound")
        self.assertIn("AWS has no job 'churn'", self.run_removal()[0]["problems"][0])

    def test_reports_the_call_that_failed(self):
        self.add_job().add_tags().add_objects("part-0001.csv.gz")
        self.aws.add_error("delete_objects", "AccessDenied", service="s3")
        self.add_job().add_tags()
        self.aws.add_error("list_objects_v2", "AccessDenied", service="s3")
        self.add_job()
        self.aws.add_error("list_tags", "AccessDeniedException")
        self.aws.add_error("describe_auto_ml_job_v2", "ThrottlingException")
        job = {"job_name": "churn", "train_uri": URI}
        failed = [result["failures"][0]["operation"] for result in self.run_removal(job, job, job, job)]
        operations = ["s3:DeleteObject", "s3:ListBucket", "sagemaker:ListTags", "sagemaker:DescribeAutoMLJob"]
        self.assertEqual(operations, failed)

    def test_reports_a_file_that_s3_kept_with_its_code(self):
        error = {"Key": PREFIX + "part-0001.csv.gz", "Code": "AccessDenied", "Message": "Access Denied"}
        self.add_job().add_tags().add_objects("part-0001.csv.gz").add_deletion("part-0001.csv.gz", Errors=[error])
        (failure,) = self.run_removal()[0]["failures"]
        self.assertEqual(("service", "AccessDenied"), (failure["kind"], failure["code"]))
        self.assertIn("part-0001.csv.gz", failure["message"])

    def test_continues_after_a_job_that_failed(self):
        self.aws.add_error("describe_auto_ml_job_v2", "AccessDeniedException")
        self.add_job().add_tags().add_objects("part-0001.csv.gz").add_deletion("part-0001.csv.gz")
        job = {"job_name": "churn", "train_uri": URI}
        results = self.run_removal(job, job)
        self.assertEqual([1, 0], [len(result["failures"]) for result in results])


if __name__ == "__main__":
    unittest.main()
