"""Names of what stands behind an endpoint: the same request always leads to the same names, another to others."""

import hashlib
import json

MAX_NAME = 63
FINGERPRINT_DIGITS = 8


def make_name(endpoint_name, content):
    """
    The endpoint's name, cut so that it fits, and a fingerprint of its full name and of what the object holds. An
    interrupted run finds its own objects again, and endpoints whose names differ only behind the cut share nothing.
    """
    return make_name_of_0_1_0(endpoint_name, {"endpoint": endpoint_name.lower(), "content": content})


def make_name_of_0_1_0(endpoint_name, content):
    """Version 0.1.0 left the full name out of the fingerprint. Its endpoints keep their models and configurations."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=True)
    digest = hashlib.sha256(text.encode("ascii")).hexdigest()[:FINGERPRINT_DIGITS]
    stem = endpoint_name[: MAX_NAME - FINGERPRINT_DIGITS - 1].rstrip("-")
    return stem + "-" + digest


def is_name_of(endpoint_name, name):
    """True for names that make_name gives to what belongs to this endpoint."""
    stem, _, digest = name.rpartition("-")
    expected = endpoint_name[: MAX_NAME - FINGERPRINT_DIGITS - 1].rstrip("-")
    is_digest = len(digest) == FINGERPRINT_DIGITS and all(digit in "0123456789abcdef" for digit in digest)
    return is_digest and stem.lower() == expected.lower()
