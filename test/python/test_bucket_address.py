import json
import os
import unittest

import doubles  # noqa: F401
from sme.aws_client import make_client
from sme.bucket_address import parse_bucket_address

CASES = os.path.join(os.path.dirname(__file__), "..", "support", "s3-addresses.json")


def read_cases():
    """The cases that test/lua/s3-location.test.ts tests, too."""
    with open(CASES) as file:
        return json.load(file)


class ParseBucketAddressTest(unittest.TestCase):
    def test_finds_bucket_region_path_and_endpoint(self):
        for case in read_cases():
            expected = {name: case.get(name) for name in ("bucket", "region", "path", "endpoint")}
            # Exasol writes only to addresses whose host contains the bucket.
            is_unusable = case["bucket"] is None or case.get("isPathStyle")
            found = parse_bucket_address(case["address"])
            self.assertEqual(None if is_unusable else expected, found, case["address"])

    def test_rejects_other_addresses(self):
        for address in ("", "b", "ftp://b", "https://example.com", "s3://a b"):
            self.assertIsNone(parse_bucket_address(address), address)


class EndpointTest(unittest.TestCase):
    def test_clients_of_s3_use_the_endpoint_of_the_address(self):
        url = "https://bucket.vpce-1a2b-5e6f.s3.us-east-1.vpce.amazonaws.com"
        credentials = dict(doubles.KEYS, s3_endpoint_url=url)
        self.assertEqual(url, make_client("s3", credentials, "us-east-1").meta.endpoint_url)
        self.assertNotIn("vpce", make_client("sts", credentials, "us-east-1").meta.endpoint_url)
        self.assertNotIn("vpce", make_client("s3", doubles.KEYS, "us-east-1").meta.endpoint_url)


if __name__ == "__main__":
    unittest.main()
