"""The bucket and the region that a connection's address names, in each of the forms that Exasol takes for S3."""

import re

HOST = re.compile(r"^(.+)\.s3(?:-accesspoint)?(?:-fips)?[.-](?:dualstack\.)?([^.]+)\.(.+)$")
VPC_ENDPOINT = re.compile(r"\.bucket\.vpce-[0-9a-z-]+$")
PATH_STYLE_VPC_ENDPOINT = re.compile(r"^bucket\.vpce-[0-9a-z-]+$")
REGION_LABEL = re.compile(r"^[a-z]{2,}(-[a-z]+)+-\d+$")


def parse_bucket_address(address):
    """
    Returns {'bucket', 'region' (None where it is not named), 'path'}, or None where the address is none of S3.

    https://<bucket>.s3.<region>.<suffix>, https://<bucket>.s3-<region>.<suffix>, https://<bucket>.s3.<suffix>,
    s3://<bucket>; with s3-fips or dualstack; https://<bucket>.bucket.<VPC endpoint>.s3.<region>.vpce.<suffix>; for an
    access point, its host's first label is the name. The suffix differs by partition (amazonaws.com,
    amazonaws.com.cn, amazonaws.eu, …), so any is taken.
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
