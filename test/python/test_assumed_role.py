import unittest
from datetime import datetime, timedelta, timezone
from unittest import mock

from botocore.exceptions import ClientError
from doubles import KEYS
from sme import assumed_role, aws_client
from sme.assumed_role import find_role_session
from sme.aws_client import describe_failure, is_credential_failure, make_client

ROLE = "arn:aws:iam::123456789012:role/data"
CREDENTIALS = dict(KEYS, role_arn=ROLE, session_name="exasol-ANNA-1")


class StubSts:
    def __init__(self, seconds=3600, error=None):
        self.seconds = seconds
        self.error = error
        self.requests = []

    def assume_role(self, **request):
        self.requests.append(request)
        if self.error:
            raise self.error
        number = str(len(self.requests))
        expiration = datetime.now(timezone.utc) + timedelta(seconds=self.seconds)
        return {
            "Credentials": {
                "AccessKeyId": "ASIA" + number,
                "SecretAccessKey": "s" + number,
                "SessionToken": "t" + number,
                "Expiration": expiration,
            }
        }


class AssumedRoleTest(unittest.TestCase):
    def setUp(self):
        assumed_role.ROLE_SESSIONS.clear()

    def find(self, sts, **more):
        return find_role_session(dict(CREDENTIALS, **more), "eu-central-1", lambda: sts)

    def test_assumes_the_role_when_the_keys_are_first_used(self):
        sts = StubSts()
        session = self.find(sts, external_id="id-1")
        self.assertEqual([], sts.requests)
        frozen = session.get_frozen_credentials()
        self.assertEqual(("ASIA1", "s1", "t1"), (frozen.access_key, frozen.secret_key, frozen.token))
        request = {
            "RoleArn": ROLE,
            "RoleSessionName": "exasol-ANNA-1",
            "DurationSeconds": 3600,
            "ExternalId": "id-1",
        }
        self.assertEqual([request], sts.requests)

    def test_shares_a_session_between_clients_of_equal_credentials(self):
        sts = StubSts()
        for _ in range(3):
            self.find(sts).get_frozen_credentials()
        self.assertEqual(1, len(sts.requests))
        self.assertNotIn("ExternalId", sts.requests[0])
        self.find(sts, secret="other").get_frozen_credentials()
        self.assertEqual(2, len(sts.requests))

    def test_renews_the_session_before_it_expires(self):
        sts = StubSts(seconds=60)
        session = self.find(sts)
        self.assertEqual(["ASIA1", "ASIA2"], [session.get_frozen_credentials().access_key for _ in range(2)])

    def test_describes_a_refusal_as_a_failure_of_assume_role(self):
        response = {"Error": {"Code": "AccessDenied", "Message": "no"}, "ResponseMetadata": {"HTTPStatusCode": 403}}
        session = self.find(StubSts(error=ClientError(response, "AssumeRole")), external_id="id-1")
        with self.assertRaises(ClientError) as caught:
            session.get_frozen_credentials()
        failure = describe_failure("s3:ListBucket", caught.exception)
        self.assertEqual(
            {
                "operation": "sts:AssumeRole",
                "kind": "service",
                "code": "AccessDenied",
                "message": "no",
                "is_answer": True,
                "role_arn": ROLE,
                "has_external_id": True,
            },
            failure,
        )
        self.assertTrue(is_credential_failure(failure))

    def test_clients_sign_with_the_session_and_call_sts_in_their_region(self):
        sts, made = StubSts(), []

        def record(service, credentials, region):
            made.append((service, credentials, region))
            return sts

        with mock.patch.object(aws_client, "make_client", record):
            client = make_client("s3", CREDENTIALS, "eu-central-1")
            signer = client._request_signer._credentials.get_frozen_credentials()
        self.assertEqual("ASIA1", signer.access_key)
        own_keys = {"key_id": KEYS["key_id"], "secret": KEYS["secret"], "session_token": None}
        self.assertEqual([("sts", own_keys, "eu-central-1")], made)
        sts_client = make_client("sts", KEYS, "eu-central-1")
        self.assertEqual("https://sts.eu-central-1.amazonaws.com", sts_client.meta.endpoint_url)

    def test_clients_sign_with_a_session_token(self):
        client = make_client("s3", dict(KEYS, session_token="t"), "eu-central-1")
        self.assertEqual("t", client._request_signer._credentials.token)


if __name__ == "__main__":
    unittest.main()
