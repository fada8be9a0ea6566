"""
The AWS keys in an Exasol CONNECTION object: its user is the access key ID, its password the secret access key and its
address the URL of a bucket.
"""

import re

from sme.errors import format_error

# Options for uploads that Exasol accepts behind the secret, as in 'secret;sse_type=aws:kms;kms_key_id=…'.
UPLOAD_OPTIONS = ("sse_type", "kms_key_id", "enc_context")


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
    Returns (credentials, address, problems). credentials: {'key_id', 'secret', 'encryption', 'options'}, or None if
    problems (error texts) is not empty. address: text, None if the connection cannot be read.
    """
    try:
        connection = find_connection(exa, name)
    except Exception as error:
        return None, None, [unreadable_connection_error(exa, name, error)]
    address = connection.address or ""
    key_id = connection.user or ""
    secret, _, options_text = (connection.password or "").partition(";")
    problems = find_key_problems(name, key_id, secret)
    if problems:
        return None, address, problems
    options = parse_upload_options(options_text)
    return {"key_id": key_id, "secret": secret, "encryption": make_encryption(options), "options": options}, address, []


def find_key_problems(name, key_id, secret):
    problems = []
    if key_id != key_id.strip() or secret != secret.strip():
        problems.append(format_error("E-SME-93.whitespace", name=name))
    if not key_id.strip():
        problems.append(format_error("E-SME-91", name=name))
    if not secret.strip():
        problems.append(format_error("E-SME-92", name=name))
    elif secret.strip().startswith("{"):
        problems.append(format_error("E-SME-93.json", name=name))
    return problems


def parse_upload_options(text):
    """The documented upload options, by name. Other parts are ignored, because they may be part of a secret."""
    values = dict(part.strip().split("=", 1) for part in text.split(";") if "=" in part)
    return {name: values[name] for name in UPLOAD_OPTIONS if values.get(name)}


def make_encryption(options):
    """Upload options as arguments of put_object, which a bucket policy may require for every upload."""
    encryption = {"ServerSideEncryption": options.get("sse_type"), "SSEKMSKeyId": options.get("kms_key_id")}
    return {name: value for name, value in encryption.items() if value}


def unreadable_connection_error(exa, name, error):
    """The message of Exasol says whether the connection or the privilege to read it is missing."""
    return format_error(
        "E-SME-90",
        name=name,
        reason=re.sub(r"\s+", " ", str(error)).strip().rstrip("."),
        connection='"{}"'.format(name.replace('"', '""')),
        schema='"{}"'.format(exa.meta.script_schema.replace('"', '""')),
    )
