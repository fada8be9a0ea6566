import unittest

from doubles import ServiceStubber, StubConnection, StubExa, has_automl_v2, make_clients, real_client
from sme.training_check import check_training

REQUEST = {
    "connection": "AWS",
    "region": "eu-central-1",
    "bucket": "my-bucket",
    "prefix": "runs/churn/train/",
    "job_name": "churn",
}
LISTING = {"Bucket": "my-bucket", "Prefix": "runs/churn/train/", "MaxKeys": 1}


class CheckTrainingTest(unittest.TestCase):
    def setUp(self):
        self.s3 = real_client("s3")
        self.sagemaker = real_client("sagemaker")
        self.s3_stub = ServiceStubber(self.s3)
        self.sagemaker_stub = ServiceStubber(self.sagemaker)
        self.sts = real_client("sts")
        self.sts_stub = ServiceStubber(self.sts)
        for stub in (self.s3_stub, self.sagemaker_stub, self.sts_stub):
            stub.activate()
            self.addCleanup(stub.deactivate)

    def add_listing(self, region="eu-central-1", **response):
        metadata = {"HTTPStatusCode": 200, "HTTPHeaders": {"x-amz-bucket-region": region}}
        self.s3_stub.add_response("list_objects_v2", dict(response, ResponseMetadata=metadata), LISTING)

    def add_missing_job(self):
        self.sagemaker_stub.add_client_error(
            "describe_auto_ml_job_v2",
            "ResourceNotFound",
            "no such job",
            400,
            expected_params={"AutoMLJobName": "churn"},
        )

    def check(self, connection=None, **changes):
        exa = StubExa({"AWS": connection or StubConnection()})
        clients = make_clients(s3=self.s3, sagemaker=self.sagemaker, sts=self.sts)
        response = check_training(exa, dict(REQUEST, **changes), clients)
        self.s3_stub.assert_no_pending_responses()
        self.sagemaker_stub.assert_no_pending_responses()
        return response

    def codes(self, response):
        return [problem.split(":")[0] for problem in response["problems"]]

    def test_finds_no_problems(self):
        self.add_listing()
        self.add_missing_job()
        self.assertEqual({"problems": [], "failures": [], "credentials_form": "plain"}, self.check())

    def test_accepts_a_listing_without_a_region(self):
        self.add_listing(region="")
        self.add_missing_job()
        self.assertEqual({"problems": [], "failures": [], "credentials_form": "plain"}, self.check())

    def test_reports_every_difference_to_the_connection(self):
        self.add_listing()
        self.add_missing_job()
        response = self.check(StubConnection("https://other.s3.us-east-1.amazonaws.com/path"))
        self.assertEqual(["E-SME-95", "E-SME-96", "E-SME-97"], self.codes(response))

    def test_reports_an_address_that_is_not_a_bucket(self):
        self.add_listing()
        self.add_missing_job()
        self.assertEqual(["E-SME-94"], self.codes(self.check(StubConnection(""))))

    def test_reports_a_bucket_in_another_region(self):
        self.add_listing(region="us-east-1")
        self.add_missing_job()
        response = self.check()
        self.assertRegex(
            response["problems"][0], "^E-SME-99: The bucket 'my-bucket' is in Region 'us-east-1', not in 'eu-central-1'"
        )

    def test_recognizes_another_region_by_the_error_code(self):
        self.s3_stub.add_client_error("list_objects_v2", "AuthorizationHeaderMalformed", "…", 400)
        self.add_missing_job()
        self.assertEqual(["E-SME-99"], self.codes(self.check()))

    def test_reports_a_missing_bucket(self):
        self.s3_stub.add_client_error("list_objects_v2", "NoSuchBucket", "…", 404)
        self.add_missing_job()
        self.assertEqual(["E-SME-98"], self.codes(self.check()))

    def test_reports_a_prefix_and_a_name_in_use(self):
        self.add_listing(Contents=[{"Key": "runs/churn/train/old.csv.gz"}])
        job = {
            "AutoMLJobName": "churn",
            "AutoMLJobArn": "arn:aws:sagemaker:eu-central-1:123456789012:automl-job/churn",
            "AutoMLJobInputDataConfig": [{"ChannelType": "training"}],
            "OutputDataConfig": {"S3OutputPath": "s3://b"},
            "RoleArn": "arn:aws:iam::123456789012:role/SageMaker",
            "CreationTime": 0,
            "LastModifiedTime": 0,
            "AutoMLJobStatus": "Failed",
            "AutoMLJobSecondaryStatus": "Failed",
        }
        self.sagemaker_stub.add_response("describe_auto_ml_job_v2", job)
        response = self.check()
        self.assertEqual(["E-SME-100", "E-SME-101"], self.codes(response))
        self.assertIn("runs/churn/train/old.csv.gz", response["problems"][0])
        self.assertNotIn("delete", response["problems"][0])
        self.assertIn("'churn' (Failed)", response["problems"][1])

    def test_reports_rejected_keys_once(self):
        self.s3_stub.add_client_error("list_objects_v2", "SignatureDoesNotMatch", "The request signature …", 403)
        response = self.check()
        self.assertEqual(["SignatureDoesNotMatch"], [failure["code"] for failure in response["failures"]])

    def test_reports_failures_of_both_services(self):
        self.s3_stub.add_client_error("list_objects_v2", "AccessDenied", "…", 403)
        self.sagemaker_stub.add_client_error("describe_auto_ml_job_v2", "AccessDeniedException", "…", 400)
        response = self.check()
        self.assertEqual(
            [("s3:ListBucket", "AccessDenied"), ("sagemaker:DescribeAutoMLJob", "AccessDeniedException")],
            [(failure["operation"], failure["code"]) for failure in response["failures"]],
        )

    def test_reports_parameters_that_boto3_rejects(self):
        self.add_listing()
        self.add_missing_job()
        job = {"role": "arn:aws:iam::123456789012:role/SageMaker", "train_uri": "s3://b/t/", "result_uri": "s3://b/o/"}
        response = self.check(target="CHURN", max_candidates="three", **job)
        self.assertEqual(["E-SME-102"], self.codes(response))
        self.assertIn("MaxCandidates", response["problems"][0])

    @unittest.skipUnless(has_automl_v2(), "mode and sample weights need version 2 of the AutoML API")
    def test_accepts_a_valid_job(self):
        self.add_listing()
        self.add_missing_job()
        job = {"role": "arn:aws:iam::123456789012:role/SageMaker", "train_uri": "s3://b/t/", "result_uri": "s3://b/o/"}
        self.assertEqual(
            {"problems": [], "failures": [], "credentials_form": "plain"},
            self.check(target="CHURN", mode="ENSEMBLING", **job),
        )

    def add_account(self, number):
        self.sts_stub.add_response("get_caller_identity", {"Account": number})

    def test_rejects_a_role_of_another_account(self):
        self.add_listing()
        self.add_missing_job()
        self.add_account("999999999999")
        response = self.check(role="arn:aws:iam::123456789012:role/SageMaker")
        self.assertEqual(["E-SME-294"], self.codes(response))
        self.assertIn(
            "in the account 123456789012, but the keys of the connection are in 999999999999", response["problems"][0]
        )

    def test_accepts_a_role_of_the_same_account(self):
        self.add_listing()
        self.add_missing_job()
        self.add_account("123456789012")
        self.assertEqual([], self.codes(self.check(role="arn:aws:iam::123456789012:role/SageMaker")))
        self.sts_stub.assert_no_pending_responses()

    def test_skips_the_account_if_sts_is_unreachable(self):
        self.add_listing()
        self.add_missing_job()
        self.sts_stub.add_client_error("get_caller_identity", "AccessDenied", "…", 403)
        self.assertEqual(
            {"problems": [], "failures": [], "credentials_form": "plain"},
            self.check(role="arn:aws:iam::123456789012:role/SageMaker"),
        )

    def test_checks_the_characters_of_tags(self):
        self.add_listing()
        self.add_missing_job()
        tags = {"team": "Größe 1_.:/=+-@", "名前": "データ", "smile": "a😀b", "dash–": "1"}
        response = self.check(tags=tags)
        self.assertEqual(["E-SME-295", "E-SME-295"], self.codes(response))
        self.assertIn("The tag 'dash–' with the value '1' contains '–' (U+2013).", response["problems"][0])
        self.assertIn("'😀' (U+1F600)", response["problems"][1])

    def test_cuts_a_long_address(self):
        self.add_listing()
        self.add_missing_job()
        response = self.check(StubConnection("x" * 1000))
        self.assertIn("'" + "x" * 200 + "…'", response["problems"][0])

    def test_does_not_call_aws_without_keys(self):
        self.assertEqual(["E-SME-92"], self.codes(self.check(StubConnection(password=None))))

    def test_does_not_call_aws_without_a_region(self):
        self.assertEqual({"problems": [], "failures": [], "credentials_form": "plain"}, self.check(region=None))

    def test_checks_only_the_bucket_without_a_job_name(self):
        self.s3_stub.add_response("list_objects_v2", {}, dict(LISTING, Prefix=""))
        self.assertEqual(
            {"problems": [], "failures": [], "credentials_form": "plain"}, self.check(prefix=None, job_name=None)
        )


if __name__ == "__main__":
    unittest.main()
