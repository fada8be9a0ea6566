"""
The AWS credentials in an Exasol CONNECTION object: its user is the access key ID, its address the URL of a bucket, and
connection_password describes its password. A connection without a user never stands for the role of the database
node, because every user of the connection would get the permissions of the node.
"""

import re
import time

from sme.bucket_address import parse_bucket_address
from sme.connection_password import parse_expiry, parse_password
from sme.errors import format_error
from sme.upload_encryption import make_encryption

# Source: STS API reference, AssumeRole, RoleSessionName.
MAX_SESSION_NAME = 64


def find_connection(exa, name):
    """
    The connection with exactly this name. Exasol folds an unquoted name to upper case, so a name with lower-case
    letters is looked up again in quotes.
    """
    try:
        return exa.get_connection(name)
    except Exception:
        if name == name.upper():
            raise
        return exa.get_connection('"' + name + '"')


def read_credentials(exa, name):
    """
    Returns (credentials, address, problems). credentials: {'key_id', 'secret', 'encryption' (arguments of uploads),
    'options' (the same as Exasol writes them), 'is_json'} and, if the password is a JSON object, what else it contains
    (see connection_password), with 'session_name' for a role and 's3_endpoint_url' if the address names an endpoint
    other than the usual one; None if problems (error texts) is not empty.
    address: text, None if the connection cannot be read.
    """
    try:
        connection = find_connection(exa, name)
    except Exception as error:
        return None, None, [unreadable_connection_error(exa, name, error)]
    address = connection.address or ""
    key_id = connection.user or ""
    password = connection.password or ""
    credentials, problems = parse_password(name, password)
    problems = find_key_problems(name, key_id, password, credentials) + problems
    if problems or credentials is None:
        return None, address, problems
    credentials["key_id"] = key_id
    credentials["encryption"] = make_encryption(credentials["options"])
    endpoint = (parse_bucket_address(address) or {}).get("endpoint")
    if endpoint:
        credentials["s3_endpoint_url"] = endpoint
    if "role_arn" in credentials:
        credentials["session_name"] = make_session_name(exa.meta)
    return credentials, address, []


def find_key_problems(name, key_id, password, credentials):
    """credentials: None if the password is not usable."""
    problems = []
    secret = credentials["secret"] if credentials else "unusable"
    if key_id != key_id.strip() or secret != secret.strip():
        problems.append(format_error("E-SME-93", name=name))
    if not key_id.strip():
        problems.append(format_error("E-SME-91", name=name))
    if not secret.strip():
        problems.append(format_error("E-SME-92", name=name))
    if credentials:
        problems += find_token_problems(name, key_id, credentials)
    return problems


def find_token_problems(name, key_id, credentials):
    """AWS would refuse each of these as an unknown key, which does not say what is wrong."""
    if "session_token" not in credentials:
        return [format_error("E-SME-433.missing", name=name)] if key_id.startswith("ASIA") else []
    if key_id.startswith("AKIA"):
        return [format_error("E-SME-433.superfluous", name=name)]
    expires_at = credentials.get("expires_at")
    ends_at = parse_expiry(expires_at) if expires_at else None
    if ends_at is not None and ends_at <= time.time():
        return [format_error("E-SME-434", name=name, expired=expires_at)]
    return []


def make_session_name(meta):
    """CloudTrail shows this name with every call, so it tells who called and in which session of the database."""
    session = str(meta.session_id)
    user = re.sub(r"[^A-Za-z0-9_=,.@-]", "-", str(meta.current_user))
    return "exasol-{}-{}".format(user[: MAX_SESSION_NAME - len(session) - len("exasol--")], session)


def find_form(credentials):
    """'json' if only UDFs can use the connection, 'plain' if EXPORT and IMPORT can, too; None without credentials."""
    if not credentials:
        return None
    return "json" if credentials["is_json"] else "plain"


def unreadable_connection_error(exa, name, error):
    """The message of Exasol says whether the connection or the privilege to read it is missing."""
    reason = re.sub(r"\s+", " ", str(error)).strip().rstrip(".")
    return format_error(
        "E-SME-90.privilege" if "privilege" in reason.lower() else "E-SME-90.other",
        name=name,
        reason=reason,
        connection=quote_name(name),
        schema=quote_name(exa.meta.script_schema),
        # In a view, a script runs with the privileges of the view's owner.
        user=quote_name(getattr(exa.meta, "scope_user", None) or exa.meta.current_user),
    )


def quote_name(name):
    return '"{}"'.format(name.replace('"', '""'))
