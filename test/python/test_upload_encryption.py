import base64
import unittest
from typing import Optional

from sme.upload_encryption import find_key_region_problems, make_encryption

KEY = "arn:aws:kms:us-east-1:123456789012:key/k"


class MakeEncryptionTest(unittest.TestCase):
    def encode(self, context: Optional[str], sse_type: Optional[str] = "aws:kms"):
        return make_encryption({"sse_type": sse_type, "enc_context": context}).get("SSEKMSEncryptionContext")

    def test_passes_type_and_key(self):
        self.assertEqual({}, make_encryption({}))
        self.assertEqual({"ServerSideEncryption": "AES256"}, make_encryption({"sse_type": "AES256"}))
        expected = {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": "k"}
        self.assertEqual(expected, make_encryption({"sse_type": "aws:kms", "kms_key_id": "k"}))

    def test_passes_the_context_in_both_forms(self):
        text = '{"department": "Z\u00fcrich"}'
        encoded = base64.b64encode(text.encode("utf-8")).decode("ascii")
        self.assertEqual(encoded, self.encode(text))
        self.assertEqual(encoded, self.encode(encoded))

    def test_leaves_out_a_context_that_s3_would_refuse(self):
        for context in (None, "", "x", "e30", "W10=", "[]", "\u00fc", "/w=="):
            self.assertIsNone(self.encode(context))
        self.assertIsNone(self.encode("{}", sse_type="AES256"))
        self.assertIsNone(self.encode("{}", sse_type=None))


class FindKeyRegionProblemsTest(unittest.TestCase):
    def find(self, key: Optional[str], region: Optional[str] = "eu-central-1"):
        return find_key_region_problems("AWS", {"options": {"kms_key_id": key} if key else {}}, region)

    def test_names_a_key_of_another_region(self):
        self.assertRegex(self.find(KEY)[0], "^E-SME-506: .*'" + KEY + "'.* Region 'eu-central-1'")

    def test_accepts_everything_else(self):
        for key in (None, "", "k", "alias/k", "arn:", KEY.replace("us-east-1", "eu-central-1")):
            self.assertEqual([], self.find(key))
        self.assertEqual([], self.find(KEY, region=None))
        self.assertEqual([], find_key_region_problems("AWS", None, "eu-central-1"))
