"""How S3 encrypts what a connection uploads."""

import base64
import json
import re

from sme.errors import format_error

KEY_ARN_REGION = r"^arn:[^:]*:kms:([^:]*):"


def make_encryption(options):
    """Upload options as arguments of put_object, which a bucket policy may require for every upload."""
    encryption = {"ServerSideEncryption": options.get("sse_type"), "SSEKMSKeyId": options.get("kms_key_id")}
    if options.get("sse_type") == "aws:kms":
        encryption["SSEKMSEncryptionContext"] = encode_context(options.get("enc_context"))
    return {name: value for name, value in encryption.items() if value}


def encode_context(text):
    """
    S3 takes the encryption context as base64 of a JSON object. Exasol does not document in which form its option
    enc_context is written, so both are understood. Returns None for anything else, which S3 would refuse.
    """
    if not text:
        return None
    if is_object(text):
        return base64.b64encode(text.encode("utf-8")).decode("ascii")
    try:
        decoded = base64.b64decode(text, validate=True).decode("utf-8")
    except ValueError:
        return None
    return text if is_object(decoded) else None


def is_object(text):
    try:
        return isinstance(json.loads(text), dict)
    except ValueError:
        return False


def find_key_region_problems(name, credentials, region):
    """
    S3 uses only keys of the bucket's Region, and would refuse the first upload.

    name: of the connection. credentials: None if they are not usable. region: of the bucket, None if it is unknown.
    """
    key = credentials["options"].get("kms_key_id") if credentials else None
    match = re.match(KEY_ARN_REGION, key or "")
    if not match or not region or match.group(1) == region:
        return []
    return [format_error("E-SME-506", name=name, key=key, region=region)]
