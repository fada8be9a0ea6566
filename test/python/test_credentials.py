import unittest

from doubles import KEYS, StubConnection, StubExa
from sme.bucket_address import parse_bucket_address
from sme.credentials import read_credentials


class ReadCredentialsTest(unittest.TestCase):
    def read(self, **connection):
        return read_credentials(StubExa({"AWS": StubConnection(**connection)}), "AWS")

    def test_well(self):
        credentials = dict(KEYS, encryption={}, options={})
        self.assertEqual((credentials, "https://my-bucket.s3.eu-central-1.amazonaws.com", []), self.read())

    def test_upload_options_behind_the_secret_are_no_part_of_it(self):
        credentials, _address, problems = self.read(password="very-secret;sse_type=aws:kms;kms_key_id=k")
        encryption = {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": "k"}
        options = {"sse_type": "aws:kms", "kms_key_id": "k"}
        self.assertEqual((dict(KEYS, encryption=encryption, options=options), []), (credentials, problems))

    def test_both_missing_are_both_said(self):
        # Exasol has empty texts for what CREATE CONNECTION did not name.
        for missing in (None, ""):
            credentials, _address, problems = self.read(user=missing, password=missing)
            self.assertIsNone(credentials)
            self.assertEqual(["E-SME-91", "E-SME-92"], [problem.split(":")[0] for problem in problems])

    def test_an_address_that_is_missing(self):
        for missing in (None, ""):
            self.assertEqual("", self.read(address=missing)[1])

    def test_json_is_refused_and_not_shown(self):
        credentials, _address, problems = self.read(password='{"secret":"TOPSECRET","session_token":"t"}')
        self.assertIsNone(credentials)
        self.assertRegex(problems[0], "^E-SME-93: The password of the connection 'AWS' is a JSON document")
        self.assertNotIn("TOPSECRET", problems[0])

    def test_blanks_around_a_key_are_refused_since_exasol_sends_them(self):
        for odd in ({"user": KEYS["key_id"] + " "}, {"password": KEYS["secret"] + "\n"}):
            credentials, _address, problems = self.read(**odd)
            self.assertIsNone(credentials)
            self.assertRegex(
                problems[0],
                "^E-SME-93: The user or the password of the connection 'AWS' starts or ends with whitespace",
            )
            self.assertNotIn(KEYS["secret"], problems[0])

    def test_no_right_to_read(self):
        exa = StubExa({})
        credentials, address, problems = read_credentials(exa, 'A"B')
        self.assertEqual((None, None), (credentials, address))
        self.assertRegex(problems[0], '^E-SME-90: .*GRANT ACCESS ON CONNECTION "A""B" FOR SCHEMA "SME"')

    def test_a_mixed_case_name_is_asked_for_in_quotes_where_the_plain_one_is_not_found(self):
        exa = StubExa({'"Aws"': StubConnection()})
        self.assertEqual([], read_credentials(exa, "Aws")[2])


class ParseBucketAddressTest(unittest.TestCase):
    def check(self, address, bucket, region, path=""):
        self.assertEqual({"bucket": bucket, "region": region, "path": path}, parse_bucket_address(address), address)

    def test_forms(self):
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

    def test_others(self):
        path_style = (
            "https://s3.eu-central-1.amazonaws.com/b",
            "https://bucket.vpce-1a2b3c4d-5e6f.s3.us-east-1.vpce.amazonaws.com/b",
        )
        for address in ("", "b", "ftp://b", "https://example.com") + path_style:
            self.assertIsNone(parse_bucket_address(address), address)


if __name__ == "__main__":
    unittest.main()
