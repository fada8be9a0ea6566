"""The S3 bucket and Region in the address of an Exasol connection."""

import re

from sme.facts import BUCKET_HOST_PATTERN, REGION_PATTERN, VPC_ENDPOINT_PATTERN


def parse_bucket_address(address):
    """
    Returns {'bucket', 'region', 'path'}, or None if the address is not an S3 bucket. region is None if the address does
    not contain it.

    Exasol accepts s3://<bucket> and, with https, hosts that contain the bucket; src/scripts/facts.ts lists them. The
    bucket of an access point is the first label of its host.
    """
    text = address.strip()
    match = re.match(r"^s3://([^/]+)(/.*)?$", text)
    if match:
        return {"bucket": match.group(1), "region": None, "path": (match.group(2) or "").strip("/")}
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
    return {"bucket": bucket, "region": region, "path": path}
