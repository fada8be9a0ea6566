"""A row of the job table within the tags of its job: so it can be written again where the table is lost."""

import base64
import binascii
import json
import zlib

MAX_TAGS = 50
MAX_VALUE = 256
ROW_KEY = "exasol:row-"
# Of any length, and of no use but for the record.
DISPENSABLE = "INPUT_QUERY"


def make_row_tags(row, room):
    """
    The row as JSON, compressed, in as many tags as it takes; base64 has only letters that AWS allows. Column names and
    types of some hundred columns fit. Where it takes more than `room` tags, the query is left out, then all of it.
    """
    for content in (row, {key: value for key, value in (row or {}).items() if key != DISPENSABLE}):
        if content:
            text = json.dumps(content, sort_keys=True, separators=(",", ":"))
            packed = base64.b64encode(zlib.compress(text.encode("utf-8"), 9)).decode("ascii")
            chunks = [packed[start : start + MAX_VALUE] for start in range(0, len(packed), MAX_VALUE)]
            if len(chunks) <= room:
                return [
                    {"Key": "{}{:02d}".format(ROW_KEY, number), "Value": chunk}
                    for number, chunk in enumerate(chunks, start=1)
                ]
    return []


def read_row_tags(tags):
    """
    tags: key to value. Returns the row, or None where there is none or it was changed by hand.
    """
    packed = "".join(tags[key] for key in sorted(tags) if key.startswith(ROW_KEY))
    if not packed:
        return None
    try:
        row = json.loads(zlib.decompress(base64.b64decode(packed, validate=True)).decode("utf-8"))
    except (binascii.Error, zlib.error, ValueError):
        return None
    return row if isinstance(row, dict) else None
