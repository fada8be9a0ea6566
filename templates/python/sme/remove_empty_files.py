"""
Removes files without rows from an export. Exasol distributes the rows to several files per node and creates every file
(as public artifacts show), so small or skewed tables leave files that only contain the header. SageMaker's behavior for
such files is not documented.
"""

import csv
import gzip
import io
import zlib

from sme.abort_uploads import abort_uploads
from sme.aws_client import describe_failure, make_client
from sme.credentials import read_credentials
from sme.export_folder import COMPRESSED_FILE, PLAIN_FILE, find_folder_problems
from sme.s3_objects import list_objects

# Upper limit of what gzip adds to text that it cannot compress.
GZIP_OVERHEAD_BYTES = 512
# 10,000 columns, each with a quoted name of 128 characters with up to 4 bytes.
MAX_HEADER_BYTES = 10000 * (128 * 4 + 3)


def remove_empty_files(exa, request, create_client=make_client):
    """
    request: connection, region, bucket, prefix, header_bytes (maximum size of a header line), abort_uploads (whether to
    remove uploads that an earlier export did not finish).
    Returns {'files': number of remaining files, 'removed': number of removed files} with problems and failures, or only
    these two if the call failed.

    Users can call this UDF with any request, so it only touches files that are named like those of an export.
    """
    credentials, _address, problems = read_credentials(exa, request["connection"])
    if problems:
        return {"problems": problems, "failures": []}
    prefix = request["prefix"]
    problems = find_folder_problems(prefix)
    if problems:
        return {"problems": problems, "failures": []}
    max_bytes = min(int(request["header_bytes"]), MAX_HEADER_BYTES) + GZIP_OVERHEAD_BYTES
    s3 = create_client("s3", credentials, request["region"])
    if request.get("abort_uploads"):
        abort_uploads(s3, request["bucket"], prefix)
    bucket, operation = request["bucket"], "s3:ListBucket"
    files, removed = 0, 0
    try:
        for entry in list_objects(s3, bucket, prefix):
            name = entry["Key"][len(prefix) :]
            is_plain = bool(PLAIN_FILE.fullmatch(name))
            if not is_plain and not COMPRESSED_FILE.fullmatch(name):
                continue
            operation = "s3:GetObject"
            has_data = entry["Size"] > 0 if is_plain else entry["Size"] > max_bytes
            if has_data or (not is_plain and has_rows(s3, bucket, entry["Key"], max_bytes)):
                files += 1
                continue
            operation = "s3:DeleteObject"
            s3.delete_object(Bucket=bucket, Key=entry["Key"])
            removed += 1
    except Exception as error:
        return {"problems": [], "failures": [describe_failure(operation, error)]}
    return {"files": files, "removed": removed, "problems": [], "failures": []}


def has_rows(s3, bucket, key, max_bytes):
    """True if the object contains more than the header, or anything but text compressed with gzip."""
    content = s3.get_object(Bucket=bucket, Key=key)["Body"].read()
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as file:
            unpacked = file.read(max_bytes + 1)
        text = unpacked.decode("utf-8")
    except (OSError, EOFError, zlib.error, UnicodeDecodeError):
        return True
    if len(unpacked) > max_bytes:
        return True
    records = csv.reader(io.StringIO(text, newline=""))
    return sum(1 for record in records if record) > 1
