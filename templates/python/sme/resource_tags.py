"""The tags that the extension puts on resources in AWS."""

import re

from sme.facts import DATABASE_TAG, SCHEMA_TAG, SESSION_TAG, USER_TAG, VERSION_TAG

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
        DATABASE_TAG: meta.database_name,
        SCHEMA_TAG: meta.script_schema,
        USER_TAG: meta.current_user,
        SESSION_TAG: meta.session_id,
        VERSION_TAG: version,
    }
    tags = {key: make_tag_value(value) for key, value in values.items()}
    tags.update(user_tags or {})
    return [{"Key": key, "Value": value} for key, value in sorted(tags.items())]


def make_deployment_tags(meta):
    """The tags that identify this deployment, as {key: value}."""
    return {tag["Key"]: tag["Value"] for tag in make_tags(meta, "", None) if tag["Key"] in (DATABASE_TAG, SCHEMA_TAG)}


def make_tag_value(value):
    return REJECTED_CHARACTER.sub("_", str(value))[:MAX_TAG_VALUE_CHARACTERS]
