"""
The password of a CONNECTION: a secret access key, which upload options may follow ('secret;sse_type=…'), or a JSON
object for credentials that consist of more, such as a session token or a role. No error contains a secret.
"""

import calendar
import json
import re
import time

from sme.errors import format_error
from sme.facts import CREDENTIAL_KEYS, EXTERNAL_ID_PATTERN, ROLE_PATTERN

# Options for uploads that Exasol accepts behind the secret, as in 'secret;sse_type=aws:kms;kms_key_id=…'.
UPLOAD_OPTIONS = ("sse_type", "kms_key_id", "enc_context")
# UTC, as the AWS CLI and the SDKs print the expiration of temporary keys.
TIME_PATTERN = r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)$"
# What each key must match if its value is no secret, and how to describe it.
VALUE_RULES = {
    "role_arn": (ROLE_PATTERN, "the ARN of an IAM role, such as arn:aws:iam::123456789012:role/data"),
    "external_id": (EXTERNAL_ID_PATTERN, "2 to 1224 letters, digits and _ + = , . @ : / -"),
    "sse_type": (r"^(AES256|aws:kms)$", "AES256 or aws:kms"),
    "sse_kms_key_id": (r"^[\w:/.-]{1,2048}$", "the ID, alias or ARN of a KMS key"),
    "expires_at": (TIME_PATTERN, "a time in UTC, such as 2026-01-31T23:59:59Z"),
}
# A key that needs another one.
DEPENDENCIES = {"external_id": "role_arn", "expires_at": "session_token", "sse_kms_key_id": "sse_type"}
# An unknown key can be a secret that somebody put in the wrong place, so only plain words are shown.
SHOWN_KEY_PATTERN = r"^[A-Za-z_]{1,30}$"


def parse_password(name, password):
    """
    name: of the connection. Returns (credentials, problems). credentials: {'secret', 'options' of uploads, 'is_json'}
    and, if they are set, 'session_token', 'role_arn', 'external_id', 'expires_at'; None if there are problems.
    """
    if password.lstrip().startswith("{"):
        return parse_json_password(name, password)
    secret, _, options_text = password.partition(";")
    return {"secret": secret, "options": parse_upload_options(options_text), "is_json": False}, []


def parse_upload_options(text):
    """The documented upload options, by name. Other parts are ignored, because they may be part of a secret."""
    values = dict(part.strip().split("=", 1) for part in text.split(";") if "=" in part)
    return {name: values[name] for name in UPLOAD_OPTIONS if values.get(name)}


def parse_json_password(name, password):
    pairs = []
    try:
        json.loads(password, object_pairs_hook=lambda found: pairs.append(found) or dict(found))
    except (ValueError, RecursionError) as error:
        position = getattr(error, "pos", 0) + 1
        return None, [format_error("E-SME-430.syntax", name=name, position=position)]
    # the outermost object ends last
    values = dict(pairs[-1])
    problems = find_key_set_problems(name, [key for key, _value in pairs[-1]])
    problems += find_value_problems(name, values)
    if problems:
        return None, problems
    options = {"sse_type": values.pop("sse_type", None), "kms_key_id": values.pop("sse_kms_key_id", None)}
    credentials = {"secret": values.pop("secret_access_key"), "is_json": True}
    credentials["options"] = {option: value for option, value in options.items() if value}
    credentials.update(values)
    return credentials, []


def find_key_set_problems(name, keys):
    problems = []
    unknown = [key for key in keys if key not in CREDENTIAL_KEYS]
    if unknown:
        shown = ", ".join(
            "'{}'".format(key) if re.match(SHOWN_KEY_PATTERN, key) else "one not shown" for key in unknown
        )
        supported = ", ".join(CREDENTIAL_KEYS)
        problems.append(format_error("E-SME-430.unknown", name=name, keys=shown, supported=supported))
    for key in CREDENTIAL_KEYS:
        if keys.count(key) > 1:
            problems.append(format_error("E-SME-430.duplicate", name=name, key=key))
    if "secret_access_key" not in keys:
        problems.append(format_error("E-SME-432.secret", name=name))
    for key, other in DEPENDENCIES.items():
        if key in keys and other not in keys:
            problems.append(format_error("E-SME-432.alone", name=name, key=key, other=other))
    return problems


def find_value_problems(name, values):
    problems = []
    for key in CREDENTIAL_KEYS:
        if key not in values:
            continue
        value = values[key]
        if not isinstance(value, str) or not value or value != value.strip():
            problems.append(format_error("E-SME-431.text", name=name, key=key))
        elif key in VALUE_RULES and not matches_rule(key, value):
            problems.append(
                format_error("E-SME-431.value", name=name, key=key, value=value, expected=VALUE_RULES[key][1])
            )
    if values.get("sse_type") == "AES256" and "sse_kms_key_id" in values:
        expected = "aws:kms, because sse_kms_key_id is set"
        problems.append(
            format_error("E-SME-431.value", name=name, key="sse_type", value=values["sse_type"], expected=expected)
        )
    return problems


def matches_rule(key, value):
    # fullmatch, because $ also matches before a line break at the end
    if not re.fullmatch(VALUE_RULES[key][0], value, re.ASCII):
        return False
    return key != "expires_at" or parse_expiry(value) is not None


def parse_expiry(text):
    """The time in seconds since 1970, or None if the calendar has no such time."""
    try:
        return calendar.timegm(time.strptime(text[:19], "%Y-%m-%dT%H:%M:%S"))
    except ValueError:
        return None
