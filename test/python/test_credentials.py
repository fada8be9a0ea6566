import unittest

from doubles import KEYS, StubConnection, StubExa
from sme.bucket_address import parse_bucket_address
from sme.credentials import read_credentials


class ReadCredentialsTest(unittest.TestCase):
    def read(self, **connection):
        return read_credentials(StubExa({"AWS": StubConnection(**connection)}), "AWS")

    def test_reads_keys_and_address(self):
        credentials = dict(KEYS, encryption={}, options={})
        self.assertEqual((credentials, "https://my-bucket.s3.eu-central-1.amazonaws.com", []), self.read())

    def test_separates_upload_options_from_the_secret(self):
        credentials, _address, problems = self.read(password="very-secret;sse_type=aws:kms;kms_key_id=k")
        encryption = {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": "k"}
        options = {"sse_type": "aws:kms", "kms_key_id": "k"}
        self.assertEqual((dict(KEYS, encryption=encryption, options=options), []), (credentials, problems))

    def test_reports_missing_user_and_password_together(self):
        # Exasol returns empty texts for parts that CREATE CONNECTION does not set.
        for missing in (None, ""):
            credentials, _address, problems = self.read(user=missing, password=missing)
            self.assertIsNone(credentials)
            self.assertEqual(["E-SME-91", "E-SME-92"], [problem.split(":")[0] for problem in problems])

    def test_returns_an_empty_address(self):
        for missing in (None, ""):
            self.assertEqual("", self.read(address=missing)[1])

    def test_rejects_json_without_showing_it(self):
        credentials, _address, problems = self.read(password='{"secret":"TOPSECRET","session_token":"t"}')
        self.assertIsNone(credentials)
        self.assertRegex(problems[0], "^E-SME-93: The password of the connection 'AWS' is a JSON document")
        self.assertNotIn("TOPSECRET", problems[0])

    def test_rejects_whitespace_around_keys_because_exasol_sends_it(self):
        for odd in ({"user": KEYS["key_id"] + " "}, {"password": KEYS["secret"] + "\n"}):
            credentials, _address, problems = self.read(**odd)
            self.assertIsNone(credentials)
            self.assertRegex(
                problems[0],
                "^E-SME-93: The user or the password of the connection 'AWS' starts or ends with whitespace",
            )
            self.assertNotIn(KEYS["secret"], problems[0])

    def test_reports_a_missing_privilege(self):
        exa = StubExa({})
        credentials, address, problems = read_credentials(exa, 'A"B')
        self.assertEqual((None, None), (credentials, address))
        self.assertRegex(problems[0], '^E-SME-90: .*GRANT ACCESS ON CONNECTION "A""B" FOR SCHEMA "SME"')

    def test_looks_up_a_mixed_case_name_in_quotes(self):
        exa = StubExa({'"Aws"': StubConnection()})
        self.assertEqual([], read_credentials(exa, "Aws")[2])


class ParseBucketAddressTest(unittest.TestCase):
    def check(self, address, bucket, region, path=""):
        self.assertEqual({"bucket": bucket, "region": region, "path": path}, parse_bucket_address(address), address)

    def test_accepts_every_form_of_address(self):
        self.check("https://b.s3.eu-central-1.amazonaws.com", "b", "eu-central-1")
        self.check("https://b.s3-eu-central-1.amazonaws.com/", "b", "eu-central-1")
        self.check("https://b.s3.dualstack.eu-central-1.amazonaws.com", "b", "eu-central-1")
        self.check("https://b.s3.amazonaws.com", "b", None)
        self.check("https://a.b-c.s3.us-gov-west-1.amazonaws.com/x/y/", "a.b-c", "us-gov-west-1", "x/y")
        self.check("https://b.s3.cn-north-1.amazonaws.com.cn", "b", "cn-north-1")
        self.check("https://b.s3-fips.us-gov-west-1.amazonaws.com", "b", "us-gov-west-1")
        self.check("https://b.s3-fips.dualstack.us-east-1.amazonaws.com", "b", "us-east-1")
        self.check("https://x-123456789012.s3-accesspoint.eu-west-1.amazonaws.com", "x-123456789012", "eu-west-1")
        self.check(
            "https://x-123456789012.s3-accesspoint-fips.dualstack.us-east-1.amazonaws.com",
            "x-123456789012",
            "us-east-1",
        )
        for name in ("vpce-1a2b3c4d-5e6f", "vpce-1a2b3c4d-5e6f-us-east-1a"):
            self.check("https://b.c.bucket.{}.s3.us-east-1.vpce.amazonaws.com/x".format(name), "b.c", "us-east-1", "x")
        self.check("https://b.bucket.s3.eu-central-1.amazonaws.com", "b.bucket", "eu-central-1")
        self.check("s3://b", "b", None)
        self.check("s3://b/x", "b", None, "x")

    def test_rejects_other_addresses(self):
        path_style = (
            "https://s3.eu-central-1.amazonaws.com/b",
            "https://bucket.vpce-1a2b3c4d-5e6f.s3.us-east-1.vpce.amazonaws.com/b",
        )
        for address in ("", "b", "ftp://b", "https://example.com") + path_style:
            self.assertIsNone(parse_bucket_address(address), address)


if __name__ == "__main__":
    unittest.main()
