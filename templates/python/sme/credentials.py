"""AWS keys out of an Exasol CONNECTION object: key id in USER, secret in IDENTIFIED BY, bucket URL in TO."""

import re

HOW_TO_MEND = (
    "Mend it with ALTER CONNECTION … TO 'https://<bucket>.s3.<region>.amazonaws.com' "
    "USER '<access key id>' IDENTIFIED BY '<secret access key>'."
)

KNOWN_OPTIONS = ("sse_type", "kms_key_id", "enc_context")

MAX_VALUE_SHOWN = 200


def show_value(value):
    """A value for an error: cut where it is long."""
    text = str(value)
    return text if len(text) <= MAX_VALUE_SHOWN else text[:MAX_VALUE_SHOWN] + "…"


def word_problem(code, text, mitigation):
    """A problem in the form of every error of the extension."""
    return "{}: {} {}".format(code, text, mitigation)


def find_connection(exa, name):
    """
    The connection of exactly this name. Exasol folds a name without quotes to upper case, so one with small letters is
    asked for in quotes where the plain name is not found.
    """
    try:
        return exa.get_connection(name)
    except Exception:
        if name == name.upper():
            raise
        return exa.get_connection('"' + name + '"')


def read_credentials(exa, name):
    """
    Returns (credentials, address, problems); credentials is None where there is a problem with the keys.

    Exasol takes options behind the secret for its own uploads ('secret;sse_type=aws:kms;…'); boto3 wants the bare one.
    """
    try:
        connection = find_connection(exa, name)
    except Exception as error:
        return None, None, [word_unreadable(exa, name, error)]
    problems = []
    key_id = connection.user or ""
    secret, _, options = (connection.password or "").partition(";")
    if key_id != key_id.strip() or secret != secret.strip():
        problems.append(
            word_problem(
                "E-SME-93",
                "The keys of the connection '{}' have a blank or line break at an end.".format(show_value(name)),
                "EXPORT takes it for a part of the key. " + HOW_TO_MEND,
            )
        )
    key_id, secret = key_id.strip(), secret.strip()
    if not key_id:
        problems.append(
            word_problem(
                "E-SME-91",
                "The connection '{}' has no user, where the AWS access key id belongs.".format(show_value(name)),
                HOW_TO_MEND,
            )
        )
    if not secret:
        problems.append(
            word_problem(
                "E-SME-92",
                "The connection '{}' has no password, where the AWS secret access key belongs.".format(
                    show_value(name)
                ),
                HOW_TO_MEND,
            )
        )
    elif secret.startswith("{"):
        problems.append(
            word_problem(
                "E-SME-93",
                "The password of the connection '{}' is a JSON document.".format(show_value(name)),
                "EXPORT takes it as the secret itself: give the plain secret access key of a user. "
                "Keys with a session token cannot be used.",
            )
        )
    if problems:
        return None, connection.address or "", problems
    values = read_options(options)
    credentials = {"key_id": key_id, "secret": secret, "encryption": read_encryption(values), "options": values}
    return credentials, connection.address or "", []


def read_options(options):
    """
    The options behind the secret that Exasol documents, by name. Any other part is left out, because it may belong to a
    secret.
    """
    values = dict(part.strip().split("=", 1) for part in options.split(";") if "=" in part)
    return {name: values[name] for name in KNOWN_OPTIONS if values.get(name)}


def read_encryption(values):
    """Options as arguments of put_object: what the bucket's policy asks of every upload."""
    encryption = {"ServerSideEncryption": values.get("sse_type"), "SSEKMSKeyId": values.get("kms_key_id")}
    return {name: value for name, value in encryption.items() if value}


def word_unreadable(exa, name, error):
    """Exasol's own text says whether the connection is missing or the right to read it."""
    quoted = '"' + name.replace('"', '""') + '"'
    return word_problem(
        "E-SME-90",
        "The connection '{}' cannot be read: {}.".format(
            show_value(name), re.sub(r"\s+", " ", str(error)).strip().rstrip(".")
        ),
        'A user of the scripts needs GRANT CONNECTION {0} and GRANT ACCESS ON CONNECTION {0} FOR SCHEMA "{1}".'.format(
            quoted, exa.meta.script_schema.replace('"', '""')
        ),
    )
