"""The tags that the extension puts on resources in AWS."""

import re

DEPLOYMENT_TAG_KEYS = ("exasol:database", "exasol:schema")
MAX_TAG_VALUE_CHARACTERS = 256
# AWS accepts letters, digits, spaces and these characters.
REJECTED_CHARACTER = re.compile(r"[^\w .:/=+\-@]")


def make_tags(meta, version, user_tags):
    """
    Tags that identify the database, schema, user and session, and the user's own tags, which take precedence.

    meta: exa.meta. version: of the extension. user_tags: {key: value} or None.
    Returns them as AWS expects them: [{'Key', 'Value'}, ...].
    """
    values = {
        "exasol:database": meta.database_name,
        "exasol:schema": meta.script_schema,
        "exasol:user": meta.current_user,
        "exasol:session": meta.session_id,
        "exasol:extension-version": version,
    }
    tags = {key: make_tag_value(value) for key, value in values.items()}
    tags.update(user_tags or {})
    return [{"Key": key, "Value": value} for key, value in sorted(tags.items())]


def make_deployment_tags(meta):
    """The tags that identify this deployment, as {key: value}."""
    return {tag["Key"]: tag["Value"] for tag in make_tags(meta, "", None) if tag["Key"] in DEPLOYMENT_TAG_KEYS}


def make_tag_value(value):
    return REJECTED_CHARACTER.sub("_", str(value))[:MAX_TAG_VALUE_CHARACTERS]
