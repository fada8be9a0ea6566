import json
import unittest
from datetime import datetime, timedelta, timezone

from doubles import KEYS, StubConnection, StubExa
from sme.credentials import read_credentials


class ReadCredentialsTest(unittest.TestCase):
    def read(self, **connection):
        return read_credentials(StubExa({"AWS": StubConnection(**connection)}), "AWS")

    def test_reads_keys_and_address(self):
        credentials = dict(KEYS, encryption={}, options={}, is_json=False)
        self.assertEqual((credentials, "https://my-bucket.s3.eu-central-1.amazonaws.com", []), self.read())

    def test_separates_upload_options_from_the_secret(self):
        credentials, _address, problems = self.read(password="very-secret;sse_type=aws:kms;kms_key_id=k")
        encryption = {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": "k"}
        options = {"sse_type": "aws:kms", "kms_key_id": "k"}
        self.assertEqual(
            (dict(KEYS, encryption=encryption, options=options, is_json=False), []), (credentials, problems)
        )

    def test_reports_missing_user_and_password_together(self):
        # Exasol returns empty texts for parts that CREATE CONNECTION does not set.
        for missing in (None, ""):
            credentials, _address, problems = self.read(user=missing, password=missing)
            self.assertIsNone(credentials)
            self.assertEqual(["E-SME-91", "E-SME-92"], [problem.split(":")[0] for problem in problems])

    def test_returns_an_empty_address(self):
        for missing in (None, ""):
            self.assertEqual("", self.read(address=missing)[1])

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


class JsonPasswordTest(unittest.TestCase):
    ROLE = "arn:aws:iam::123456789012:role/data"

    def read(self, password, user="ASIAEXAMPLE"):
        text = password if isinstance(password, str) else json.dumps(password)
        credentials, _address, problems = read_credentials(
            StubExa({"AWS": StubConnection(user=user, password=text)}), "AWS"
        )
        for secret in ("TOPSECRET", "TOPTOKEN"):
            self.assertNotIn(secret, "".join(problems))
        return credentials, problems

    def refuse(self, password, user="ASIAEXAMPLE"):
        credentials, problems = self.read(password, user)
        self.assertIsNone(credentials)
        self.assertEqual(1, len(problems), problems)
        return problems[0]

    def test_reads_all_keys(self):
        later = (datetime.now(timezone.utc) + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
        credentials, problems = self.read(
            {
                "secret_access_key": "TOPSECRET",
                "session_token": "TOPTOKEN;=",
                "role_arn": self.ROLE,
                "external_id": "id/1",
                "sse_type": "aws:kms",
                "sse_kms_key_id": "alias/k",
                "expires_at": later,
            }
        )
        self.assertEqual([], problems)
        self.assertEqual(
            {
                "key_id": "ASIAEXAMPLE",
                "secret": "TOPSECRET",
                "session_token": "TOPTOKEN;=",
                "role_arn": self.ROLE,
                "external_id": "id/1",
                "expires_at": later,
                "session_name": "exasol-ANNA-1585944483210400591",
                "encryption": {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": "alias/k"},
                "options": {"sse_type": "aws:kms", "kms_key_id": "alias/k"},
                "is_json": True,
            },
            credentials,
        )

    def test_names_the_position_of_a_mistake_in_the_json(self):
        text = '{"secret_access_key": "TOPSECRET" "session_token": "TOPTOKEN"}'
        self.assertRegex(self.refuse(text), "^E-SME-430: .* not valid JSON: the mistake is at character 35")
        for text in ("{", '{"secret_access_key":"TOPSECRET"};sse_type=AES256', '{"a":' * 100000):
            self.assertRegex(self.refuse(text), "^E-SME-430: .* not valid JSON")

    def test_names_unknown_keys_unless_they_may_be_secrets(self):
        message = self.refuse(
            {"secret_access_key": "TOPSECRET", "SessionToken": "TOPTOKEN", "TOPSECRET+1": ""}, "AKIAX"
        )
        self.assertRegex(message, "^E-SME-430: .* not supported: 'SessionToken', one not shown\\.")

    def test_refuses_a_key_that_occurs_twice(self):
        text = '{"secret_access_key":"TOPSECRET","secret_access_key":"TOPSECRET"}'
        self.assertRegex(self.refuse(text, "AKIAX"), "^E-SME-430: .* 'secret_access_key' more than once")

    def test_refuses_values_that_are_not_texts(self):
        for value in (None, 1, True, [], {"a": "b"}, "", " TOPSECRET", "TOPSECRET\n"):
            message = self.refuse({"secret_access_key": value}, "AKIAX")
            self.assertRegex(message, "^E-SME-431: The key 'secret_access_key' .* must be a text")

    def test_refuses_values_that_aws_would_refuse(self):
        for key, value in (
            ("role_arn", "arn:aws:iam::1:role/x"),
            ("role_arn", self.ROLE + "\n/x"),
            ("external_id", "a b"),
            ("external_id", "a"),
            ("sse_type", "AES"),
            ("sse_kms_key_id", "a;b"),
            ("expires_at", "tomorrow"),
            ("expires_at", "2026-02-31T00:00:00Z"),
        ):
            document = {
                "secret_access_key": "TOPSECRET",
                "session_token": "TOPTOKEN",
                "role_arn": self.ROLE,
                "sse_type": "aws:kms",
            }
            message = self.refuse(dict(document, **{key: value}))
            self.assertTrue(message.startswith("E-SME-431: The key '{}'".format(key)), message)
            self.assertIn("'{}'".format(value), message)
        message = self.refuse({"secret_access_key": "TOPSECRET", "sse_type": "AES256", "sse_kms_key_id": "k"}, "AKIAX")
        self.assertRegex(message, "^E-SME-431: .* aws:kms, because")

    def test_refuses_half_a_credential(self):
        self.assertRegex(self.refuse({"session_token": "TOPTOKEN"}), "^E-SME-432: .* has no 'secret_access_key'")
        for key, value, other in (
            ("external_id", "id-1", "role_arn"),
            ("sse_kms_key_id", "k", "sse_type"),
            ("expires_at", "2099-01-01T00:00:00Z", "session_token"),
        ):
            message = self.refuse({"secret_access_key": "TOPSECRET", key: value}, "AKIAX")
            self.assertRegex(message, "^E-SME-432: .* '{}' without '{}'".format(key, other))

    def test_refuses_a_token_that_does_not_fit_the_key(self):
        for password in ("TOPSECRET", "TOPSECRET;sse_type=AES256", {"secret_access_key": "TOPSECRET"}):
            self.assertRegex(self.refuse(password), "^E-SME-433: .* starts with ASIA")
        message = self.refuse({"secret_access_key": "TOPSECRET", "session_token": "TOPTOKEN"}, "AKIAX")
        self.assertRegex(message, "^E-SME-433: .* starts with AKIA")

    def test_reports_a_token_that_has_expired(self):
        for expires_at in ("2020-01-01T00:00:00Z", "2020-01-01T00:00:00.123+00:00"):
            document = {"secret_access_key": "TOPSECRET", "session_token": "TOPTOKEN", "expires_at": expires_at}
            message = self.refuse(document)
            self.assertIn("expired at " + expires_at, message)
            self.assertIn('"sme connection refresh AWS"', message)

    def test_makes_a_session_name_that_sts_accepts(self):
        exa = StubExa({"AWS": StubConnection(password=json.dumps({"secret_access_key": "s", "role_arn": self.ROLE}))})
        exa.meta.current_user = "Ünn " * 40
        credentials, _, problems = read_credentials(exa, "AWS")
        self.assertEqual([], problems)
        name = (credentials or {})["session_name"]
        self.assertRegex(name, r"^[A-Za-z0-9_=,.@-]{2,64}$")
        self.assertTrue(name.endswith("-1585944483210400591"))


if __name__ == "__main__":
    unittest.main()
