"""The S3 bucket and region in the address of an Exasol connection."""

import re

from sme.facts import REGION_PATTERN

HOST = re.compile(r"^(.+)\.s3(?:-accesspoint)?(?:-fips)?[.-](?:dualstack\.)?([^.]+)\.(.+)$")
VPC_ENDPOINT = re.compile(r"\.bucket\.vpce-[0-9a-z-]+$")
PATH_STYLE_VPC_ENDPOINT = re.compile(r"^bucket\.vpce-[0-9a-z-]+$")
REGION_LABEL = re.compile(REGION_PATTERN)


def parse_bucket_address(address):
    """
    Returns {'bucket', 'region', 'path'}, or None if the address is not an S3 bucket. region is None if the address does
    not contain it.

    Exasol accepts s3://<bucket> and, with https, these hosts: <bucket>.s3.<region>.<suffix>,
    <bucket>.s3-<region>.<suffix> and <bucket>.s3.<suffix>, each also with s3-fips or dualstack, and
    <bucket>.bucket.<VPC endpoint>.s3.<region>.vpce.<suffix>. The bucket of an access point is the first label of its
    host. The suffix depends on the partition (amazonaws.com, amazonaws.com.cn, amazonaws.eu, …), so any suffix matches.
    """
    text = address.strip()
    match = re.match(r"^s3://([^/]+)(/.*)?$", text)
    if match:
        return {"bucket": match.group(1), "region": None, "path": (match.group(2) or "").strip("/")}
    match = re.match(r"^https?://([^/:]+)(?::\d+)?(/.*)?$", text)
    if not match:
        return None
    host, path = match.group(1), (match.group(2) or "").strip("/")
    parts = HOST.match(host)
    if not parts or PATH_STYLE_VPC_ENDPOINT.match(parts.group(1)):
        return None
    region = parts.group(2) if REGION_LABEL.match(parts.group(2)) else None
    return {"bucket": VPC_ENDPOINT.sub("", parts.group(1)), "region": region, "path": path}
