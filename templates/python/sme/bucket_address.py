"""The S3 bucket and Region in the address of an Exasol connection."""

import re

from sme.facts import BUCKET_HOST_PATTERN, BUCKET_PATTERN, REGION_PATTERN, VPC_ENDPOINT_PATTERN


def parse_bucket_address(address):
    """
    Returns {'bucket', 'region', 'path', 'endpoint'}, or None if the address is not an S3 bucket. region is None if the
    address does not contain it. endpoint: the URL of an S3 endpoint other than the usual one of the Region (of a VPC,
    FIPS or dual-stack), which clients must use, too; otherwise None.

    Exasol accepts s3://<bucket> and, with https, hosts that contain the bucket; src/scripts/facts.ts lists them. The
    bucket of an access point is the first label of its host.
    """
    text = address.strip()
    match = re.match(r"^s3://([^/]+)(/.*)?$", text)
    if match:
        if not re.match(BUCKET_PATTERN, match.group(1)):
            return None
        path = (match.group(2) or "").strip("/")
        return {"bucket": match.group(1), "region": None, "path": path, "endpoint": None}
    match = re.match(r"^https?://([^/:]+)(?::\d+)?(/.*)?$", text)
    if not match:
        return None
    host, path = match.group(1), (match.group(2) or "").strip("/")
    parts = re.match(BUCKET_HOST_PATTERN, host)
    if not parts:
        return None
    # the leading dot lets the pattern also match the host of a path-style VPC endpoint, which contains no bucket
    bucket = re.sub(VPC_ENDPOINT_PATTERN, "", "." + parts.group(1))[1:]
    if not bucket:
        return None
    region = parts.group(2) if re.match(REGION_PATTERN, parts.group(2)) else None
    return {"bucket": bucket, "region": region, "path": path, "endpoint": find_s3_endpoint(host[len(bucket) + 1 :])}


def find_s3_endpoint(service_host):
    """service_host: the host without the bucket."""
    is_special = re.match(r"^(bucket\.vpce-|s3-fips[.-]|s3[.-]dualstack\.)", service_host)
    return "https://" + service_host if is_special else None
