"""
Reads a CSV file that a transform job wrote to S3, for credentials that Exasol's IMPORT cannot use. Emits each cell as
text, an empty one as NULL.
"""

import codecs
import csv
import json

from sme.aws_client import describe_failure, make_client
from sme.batch_files import BATCH_FOLDER, OUTPUT_FILE
from sme.credentials import read_credentials
from sme.errors import format_error

# A range is requested again if the connection breaks while it is read, which botocore does not do.
RANGE_BYTES = 8 * 1024 * 1024
ATTEMPTS_PER_RANGE = 3
# Exasol has no longer texts, and every character has at most 4 bytes.
csv.field_size_limit(4 * 2000000)


class ImportProblem(Exception):
    """Ends the statement. Its text is JSON: {'problems', 'failures'}."""


def import_file(exa, ctx, create_client=make_client):
    """
    The request in the first column: connection, region, bucket. The second column is the key of the file.
    Raises ImportProblem.
    """
    request, key = json.loads(ctx[0]), ctx[1]
    credentials, _address, problems = read_credentials(exa, request["connection"])
    if not is_output(key):
        problems.append(format_error("E-SME-439.file", key=key))
    if problems:
        raise ImportProblem(json.dumps({"problems": problems, "failures": []}))
    width, emit = len(exa.meta.output_columns), ctx.emit
    try:
        s3 = create_client("s3", credentials, request["region"])
        for number, cells in enumerate(csv.reader(read_lines(s3, request["bucket"], key)), 1):
            if len(cells) != width:
                problem = format_error("E-SME-439.width", key=key, number=number, cells=len(cells), width=width)
                raise ImportProblem(json.dumps({"problems": [problem], "failures": []}))
            emit(*[cell or None for cell in cells])
    except ImportProblem:
        raise
    except Exception as error:
        failure = describe_failure("s3:GetObject", error)
        raise ImportProblem(json.dumps({"problems": [], "failures": [failure]})) from None


def is_output(key):
    """Users can call this UDF with any request, so it only reads what a batch prediction wrote."""
    folder, separator, rest = key.rpartition("/out/")
    return bool(separator and BATCH_FOLDER.fullmatch(folder + "/") and OUTPUT_FILE.fullmatch("out/" + rest))


def read_lines(s3, bucket, key):
    """Yields the text in pieces that end with a line break; a quoted cell may span several of them."""
    decode, rest = codecs.getincrementaldecoder("utf-8")().decode, ""
    for content in read_ranges(s3, bucket, key):
        lines = (rest + decode(content)).split("\n")
        rest = lines.pop()
        for line in lines:
            yield line + "\n"
    if rest:
        yield rest


def read_ranges(s3, bucket, key):
    """Yields the object in ranges. All belong to the same version of it, because S3 compares its ETag."""
    first, size, etag = 0, None, {}
    while size is None or first < size:
        content, response = read_range(s3, dict(etag, Bucket=bucket, Key=key), first)
        if content is None or response is None:
            return
        size = int(response["ContentRange"].rpartition("/")[2])
        etag = {"IfMatch": response["ETag"]}
        first += len(content)
        yield content


def read_range(s3, target, first):
    """Returns (bytes, response), or (None, None) for an empty object."""
    last = first + RANGE_BYTES - 1
    for attempt in range(1, ATTEMPTS_PER_RANGE + 1):
        try:
            response = s3.get_object(Range="bytes={}-{}".format(first, last), **target)
            return response["Body"].read(), response
        except Exception as error:
            failure = describe_failure("s3:GetObject", error)
            if failure["code"] == "InvalidRange" and first == 0:
                return None, None
            if failure["kind"] not in ("interrupted", "other") or attempt == ATTEMPTS_PER_RANGE:
                raise
    return None, None
