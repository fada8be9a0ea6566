"""Stores a row of the job table in the tags of its job, so that a lost table can be rebuilt."""

import base64
import binascii
import json
import zlib

# AWS's limits for the tags of a resource.
MAX_TAGS = 50
MAX_TAG_CHARACTERS = 256
ROW_TAG_PREFIX = "exasol:row-"
# This column can have any length and is only kept for reference.
OPTIONAL_COLUMN = "INPUT_QUERY"


def make_row_tags(row, max_tags):
    """
    The row as tags [{'Key', 'Value'}, ...]: JSON, compressed and in base64, whose characters AWS accepts in tags. The
    column names and types of several hundred columns fit. If the row does not fit into max_tags tags, the query is left
    out; if it still does not fit, the result is empty.
    """
    for content in (row, {key: value for key, value in (row or {}).items() if key != OPTIONAL_COLUMN}):
        if content:
            text = json.dumps(content, sort_keys=True, separators=(",", ":"))
            packed = base64.b64encode(zlib.compress(text.encode("utf-8"), 9)).decode("ascii")
            chunks = [packed[start : start + MAX_TAG_CHARACTERS] for start in range(0, len(packed), MAX_TAG_CHARACTERS)]
            if len(chunks) <= max_tags:
                return [
                    {"Key": "{}{:02d}".format(ROW_TAG_PREFIX, number), "Value": chunk}
                    for number, chunk in enumerate(chunks, start=1)
                ]
    return []


def read_row_tags(tags):
    """
    The row in the tags ({key: value}) of a job, or None if they contain no row or it was edited.
    """
    packed = "".join(tags[key] for key in sorted(tags) if key.startswith(ROW_TAG_PREFIX))
    if not packed:
        return None
    try:
        row = json.loads(zlib.decompress(base64.b64decode(packed, validate=True)).decode("utf-8"))
    except (binascii.Error, zlib.error, ValueError):
        return None
    return row if isinstance(row, dict) else None
