"""Lists and deletes objects in S3."""

MAX_KEYS_PER_DELETION = 1000


def list_objects(s3, bucket, prefix):
    """The objects below a prefix, page by page."""
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix):
        for entry in page.get("Contents", []):
            yield entry


def delete_objects(s3, bucket, keys):
    """Returns the number of deleted objects. @raises Exception of boto3, also for a single object that remains"""
    for first in range(0, len(keys), MAX_KEYS_PER_DELETION):
        part = keys[first : first + MAX_KEYS_PER_DELETION]
        response = s3.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": key} for key in part], "Quiet": True})
        for error in response.get("Errors", []):
            from botocore.exceptions import ClientError

            details = {"Code": error.get("Code"), "Message": "{} ({})".format(error.get("Message"), error.get("Key"))}
            raise ClientError({"Error": details}, "DeleteObjects")
    return len(keys)
