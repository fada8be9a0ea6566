"""The tags that the extension puts on resources in AWS."""

import re

from sme.facts import DATABASE_TAG, MODEL_NAME_TAG, MODEL_VERSION_TAG, SCHEMA_TAG, SESSION_TAG, USER_TAG, VERSION_TAG

MAX_TAG_VALUE_CHARACTERS = 256
# AWS accepts letters, digits, spaces and these characters.
REJECTED_CHARACTER = re.compile(r"[^\w .:/=+\-@]")


def make_tags(meta, version, user_tags, more=None):
    """
    Tags that identify the database, schema, user and session, and the user's own tags, which take precedence.

    meta: exa.meta. version: of the extension. user_tags: {key: value} or None. more: further tags of the extension.
    Returns them as AWS expects them: [{'Key', 'Value'}, ...].
    """
    values = {
        DATABASE_TAG: meta.database_name,
        SCHEMA_TAG: meta.script_schema,
        USER_TAG: meta.current_user,
        SESSION_TAG: meta.session_id,
        VERSION_TAG: version,
    }
    values.update(more or {})
    tags = {key: make_tag_value(value) for key, value in values.items()}
    tags.update(user_tags or {})
    return [{"Key": key, "Value": value} for key, value in sorted(tags.items())]


def make_deployment_tags(meta):
    """The tags that identify this deployment, as {key: value}."""
    return {tag["Key"]: tag["Value"] for tag in make_tags(meta, "", None) if tag["Key"] in (DATABASE_TAG, SCHEMA_TAG)}


def make_tag_value(value):
    return REJECTED_CHARACTER.sub("_", str(value))[:MAX_TAG_VALUE_CHARACTERS]


def make_model_tags(row):
    """The tags of a job that is a version of a model, as {key: value}. They also are in jobs whose row is too long."""
    if not row or not row.get("MODEL_NAME") or not row.get("VERSION"):
        return {}
    return {MODEL_NAME_TAG: row["MODEL_NAME"], MODEL_VERSION_TAG: int(row["VERSION"])}
