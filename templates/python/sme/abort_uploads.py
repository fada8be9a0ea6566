"""Removes uploads that an export did not finish because its session ended. S3 bills their parts until then."""

import re

from sme.export_folder import COMPRESSED_FILE, EXPORT_FOLDER, PLAIN_FILE


def abort_uploads(s3, bucket, prefix):
    """
    prefix: the folder of an export. Aborts the unfinished uploads below it and those of earlier runs of the same job or
    batch prediction: no other run can be active, because a run reserves its name.

    Returns their number, or None if the keys may not list or abort uploads, which is no reason to fail: a lifecycle
    rule of the bucket may do the same.
    """
    folder = re.sub(r"/[0-9-]+/$", "/", prefix)
    count = 0
    try:
        for page in s3.get_paginator("list_multipart_uploads").paginate(Bucket=bucket, Prefix=folder):
            for upload in page.get("Uploads", []):
                parent, _, name = upload["Key"].rpartition("/")
                is_file = COMPRESSED_FILE.fullmatch(name) or PLAIN_FILE.fullmatch(name)
                if EXPORT_FOLDER.fullmatch(parent + "/") and is_file:
                    s3.abort_multipart_upload(Bucket=bucket, Key=upload["Key"], UploadId=upload["UploadId"])
                    count += 1
    except Exception:
        return None
    return count
