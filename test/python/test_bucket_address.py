import unittest

import doubles  # noqa: F401
from sme.bucket_address import parse_bucket_address


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
