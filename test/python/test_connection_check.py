import io
import unittest
from datetime import timedelta

from botocore.stub import ANY
from connection_check_case import NOW, ROLE, ConnectionCheckTestCase
from doubles import StubConnection
from sme.connection_check import trusts_sagemaker


def make_trust(service="sagemaker.amazonaws.com", effect="Allow"):
    statement = {"Effect": effect, "Principal": {"Service": [service]}, "Action": "sts:AssumeRole"}
    return {"Version": "2012-10-17", "Statement": statement}


class CheckConnectionTest(ConnectionCheckTestCase):
    def test_identifies_the_owner_of_the_keys(self):
        identity = {"Arn": "arn:aws:iam::1:user/ann", "Account": "1", "UserId": "X"}
        self.stubs["sts"].add_response("get_caller_identity", identity)
        response = self.check("identity")
        self.assertEqual({"arn": "arn:aws:iam::1:user/ann", "account": "1"}, response["identity"])
        self.assertEqual(
            ("MPLE", "eu-central-1", "my-bucket"), tuple(response[k] for k in ("key_id_end", "region", "bucket"))
        )

    def test_reports_rejected_keys(self):
        self.stubs["sts"].add_client_error("get_caller_identity", "InvalidClientTokenId", "no", 403)
        response = self.check("identity")
        self.assertNotIn("identity", response)
        self.assertEqual("InvalidClientTokenId", response["failures"][0]["code"])

    def test_reports_a_connection_without_keys(self):
        for missing in (None, ""):
            response = self.check("identity", connection=StubConnection(user=missing, password=missing))
            self.assertEqual(["E-SME-91", "E-SME-92"], [text.split(":")[0] for text in response["problems"]])

    def test_accepts_a_connection_without_an_address(self):
        response = self.check("identity", connection=StubConnection(address=""))
        self.assertEqual((None, None, []), (response["region"], response["bucket"], response["problems"]))

    def test_returns_the_options_behind_the_secret(self):
        self.assertEqual({}, self.check()["options"])
        password = "very-secret;sse_type=aws:kms;kms_key_id=alias/k;enc_context=e30=;token=very-secret;very-secret"
        options = self.check(connection=StubConnection(password=password))["options"]
        self.assertEqual({"sse_type": "aws:kms", "kms_key_id": "alias/k", "enc_context": "e30="}, options)

    def test_skips_the_checks_if_the_region_is_unknown(self):
        response = self.check("identity", connection=StubConnection(address="s3://my-bucket"))
        self.assertIsNone(response["region"])
        self.assertEqual([], response["failures"])

    def test_reports_a_bucket_in_another_region(self):
        metadata = {"HTTPStatusCode": 200, "HTTPHeaders": {"x-amz-bucket-region": "us-east-1"}}
        wanted = {"Bucket": "my-bucket", "Prefix": "", "MaxKeys": 1}
        self.stubs["s3"].add_response("list_objects_v2", {"ResponseMetadata": metadata}, wanted)
        self.assertIn("E-SME-99", self.check("bucket")["problems"][0])

    def test_reports_an_address_that_is_not_a_bucket(self):
        response = self.check("bucket", connection=StubConnection(address="https://example.com"), region="eu-central-1")
        self.assertIn("E-SME-94", response["problems"][0])

    def test_describes_the_role(self):
        role = {"Path": "/", "RoleName": "Training", "RoleId": "X" * 20, "Arn": ROLE, "CreateDate": NOW}
        self.stubs["iam"].add_response(
            "get_role", {"Role": dict(role, AssumeRolePolicyDocument="{}")}, {"RoleName": "Training"}
        )
        self.assertEqual({"arn": ROLE, "trusted": False}, self.check("role")["role"])

    def test_reports_a_role_that_the_keys_cannot_read(self):
        self.stubs["iam"].add_client_error("get_role", "AccessDenied", "not authorized", 403)
        self.assertEqual("iam:GetRole", self.check("role")["failures"][0]["operation"])

    def test_writes_reads_and_deletes_an_object(self):
        s3 = self.stubs["s3"]
        wanted = {"Bucket": "my-bucket", "Key": ANY}
        s3.add_response("put_object", {}, dict(wanted, Body=ANY, ContentType="text/plain"))
        s3.add_response("get_object", {"Body": io.BytesIO(b"x")}, wanted)
        s3.add_response("delete_object", {}, wanted)
        response = self.check("bucket_write", path="/models/")
        self.assertRegex(response["bucket_write"].pop("key"), "^models/sme-doctor/[0-9a-f]{32}$")
        self.assertEqual({"done": ["put", "get", "delete"], "left": False}, response["bucket_write"])

    def test_stops_if_writing_fails(self):
        self.stubs["s3"].add_client_error("put_object", "AccessDenied", "not authorized", 403)
        response = self.check("bucket_write")
        self.assertRegex(response["bucket_write"].pop("key"), "^sme-doctor/")
        self.assertEqual({"done": [], "left": False}, response["bucket_write"])
        self.assertEqual(["s3:PutObject"], [failure["operation"] for failure in response["failures"]])

    def test_encrypts_the_object_as_the_connection_encrypts_exports(self):
        for options, expected in (
            (
                "sse_type=aws:kms;kms_key_id=arn:aws:kms:eu-central-1:1:key/k",
                {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": "arn:aws:kms:eu-central-1:1:key/k"},
            ),
            ("sse_type=AES256", {"ServerSideEncryption": "AES256"}),
            ("something", {}),
        ):
            s3 = self.stubs["s3"]
            put = {"Bucket": "my-bucket", "Key": ANY, "Body": ANY, "ContentType": "text/plain"}
            s3.add_response("put_object", {}, dict(put, **expected))
            s3.add_client_error("get_object", "AccessDenied", "no", 403)
            s3.add_response("delete_object", {})
            self.check("bucket_write", connection=StubConnection(password="very-secret;" + options))

    def test_reports_an_object_that_cannot_be_deleted(self):
        s3 = self.stubs["s3"]
        s3.add_response("put_object", {})
        s3.add_client_error("get_object", "AccessDenied", "not authorized", 403)
        s3.add_client_error("delete_object", "AccessDenied", "not authorized", 403)
        response = self.check("bucket_write")
        self.assertEqual((["put"], True), (response["bucket_write"]["done"], response["bucket_write"]["left"]))
        self.assertEqual(2, len(response["failures"]))

    def test_recognizes_trust_policies_for_sagemaker(self):
        self.assertTrue(trusts_sagemaker(make_trust()))
        self.assertFalse(trusts_sagemaker(make_trust("ec2.amazonaws.com")))
        self.assertFalse(trusts_sagemaker(make_trust(effect="Deny")))
        self.assertFalse(trusts_sagemaker({"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "*"}]}))
        self.assertFalse(trusts_sagemaker(None))

    def test_lists_relevant_quotas_only(self):
        quotas = [
            {"QuotaName": "ml.m5.large for notebook usage", "Value": 1.0},
            {"QuotaName": "Number of instances across active endpoints", "Value": 4.0},
        ]
        self.stubs["service-quotas"].add_response(
            "list_service_quotas", {"Quotas": quotas}, {"ServiceCode": "sagemaker"}
        )
        self.assertEqual([{"name": quotas[1]["QuotaName"], "value": 4.0}], self.check("quotas")["quotas"])

    def test_lists_endpoints_with_the_tag_of_the_extension(self):
        def summarize(name, status):
            arn = "arn:aws:sagemaker:eu-central-1:1:endpoint/" + name
            moment = NOW - timedelta(hours=30)
            return {
                "EndpointName": name,
                "EndpointArn": arn,
                "CreationTime": moment,
                "LastModifiedTime": moment,
                "EndpointStatus": status,
            }

        sagemaker = self.stubs["sagemaker"]
        names = [("tagged", "InService"), ("deleted", "Deleting"), ("untagged", "InService")]
        sagemaker.add_response("list_endpoints", {"Endpoints": [summarize(*name) for name in names]})
        expiry = {"Key": "exasol:expires-at", "Value": "2026-01-02T11:00:00Z"}
        tags = [{"Key": "exasol:extension-version", "Value": "1"}, {"Key": "exasol:schema", "Value": "SME"}, expiry]
        sagemaker.add_response("list_tags", {"Tags": tags}, {"ResourceArn": ANY})
        sagemaker.add_response("list_tags", {"Tags": []}, {"ResourceArn": ANY})
        response = self.check("endpoints")
        self.assertEqual(
            [
                {
                    "name": "tagged",
                    "status": "InService",
                    "created": "2026-01-01 06:00:00",
                    "age_seconds": 108_000,
                    "expires": "2026-01-02T11:00:00Z",
                    "database": None,
                    "schema": "SME",
                    "user": None,
                }
            ],
            response["endpoints"],
        )


if __name__ == "__main__":
    unittest.main()
