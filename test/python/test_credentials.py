import unittest

from doubles import KEYS, StubConnection, StubExa
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


if __name__ == "__main__":
    unittest.main()
