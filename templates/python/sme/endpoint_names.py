"""Names of an endpoint's models and configurations: the same for the same request, different for different requests."""

import hashlib
import json

MAX_NAME_CHARACTERS = 63
FINGERPRINT_DIGITS = 8
MAX_STEM_CHARACTERS = MAX_NAME_CHARACTERS - FINGERPRINT_DIGITS - 1


def make_name(endpoint_name, content):
    """
    The endpoint's name, cut to fit, and a fingerprint of its full name and of the object's parameters. An interrupted
    run finds its own objects again, and endpoints whose names differ only after the cut share nothing.
    """
    return make_name_of_0_1_0(endpoint_name, {"endpoint": endpoint_name.lower(), "content": content})


def make_name_of_0_1_0(endpoint_name, content):
    """Version 0.1.0 left the full name out of the fingerprint. Its endpoints keep their models and configurations."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=True)
    digest = hashlib.sha256(text.encode("ascii")).hexdigest()[:FINGERPRINT_DIGITS]
    return make_stem(endpoint_name) + "-" + digest


def make_stem(endpoint_name):
    return endpoint_name[:MAX_STEM_CHARACTERS].rstrip("-")


def is_name_of(endpoint_name, name):
    """True if make_name may have created the name for this endpoint."""
    stem, _, digest = name.rpartition("-")
    is_digest = len(digest) == FINGERPRINT_DIGITS and all(digit in "0123456789abcdef" for digit in digest)
    return is_digest and stem.lower() == make_stem(endpoint_name).lower()
