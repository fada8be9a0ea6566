"""The reports that Autopilot writes to S3 about the best candidate of a job."""

import json
import re

from sme.automl_api import describe_job
from sme.aws_client import make_client
from sme.job_call import call_job_api

# A report holds a few numbers per column or class. Larger files hold values of single rows.
MAX_REPORT_BYTES = 32 * 1024 * 1024
MAX_REPORTS_READ = 10


def read_job_report(exa, request, report, create_client=make_client):
    """
    request: connection, region, job_name.
    report: {'artifact': the member of CandidateArtifactLocations, 'file': name to try first, 'key': member of the
    response for the parsed report, 'parse': parses a JSON document; for any other document it returns None or raises
    ValueError, KeyError, TypeError or AttributeError}.

    Returns {'status', 'secondary_status', 'reasons', 'location', key: the parsed report or None}, or {'missing': True},
    or problems or failures. `location` is the S3 URI of the report's folder, None if AWS does not name one.
    """

    def read(client, call, credentials):
        job = describe_job(client, request["job_name"])
        properties = (job.get("BestCandidate") or {}).get("CandidateProperties") or {}
        location = (properties.get("CandidateArtifactLocations") or {}).get(report["artifact"])
        partial_failures = [reason.get("PartialFailureMessage") for reason in job.get("PartialFailureReasons", [])]
        parsed = None
        if location:
            parsed = find_report(create_client("s3", credentials, request["region"]), call, location, report)
        return {
            "status": job["AutoMLJobStatus"],
            "secondary_status": job["AutoMLJobSecondaryStatus"],
            "reasons": [reason for reason in [job.get("FailureReason")] + partial_failures if reason],
            "location": location,
            report["key"]: parsed,
        }

    return call_job_api(exa, request, "sagemaker:DescribeAutoMLJob", read, create_client)


def find_report(s3, call, location, report):
    """AWS does not document the names of the files, so their content decides; the name in AWS's samples comes first."""
    match = re.match(r"^s3://([^/]+)/(.*)$", location)
    if not match:
        return None
    bucket, folder = match.group(1), match.group(2).rstrip("/") + "/"
    call.operation = "s3:ListBucket"
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=folder)
    keys = [
        entry["Key"]
        for page in pages
        for entry in page.get("Contents", [])
        if entry["Key"].lower().endswith(".json") and entry["Size"] <= MAX_REPORT_BYTES
    ]
    keys.sort(key=lambda key: (not key.endswith("/" + report["file"]), key.count("/"), key))
    call.operation = "s3:GetObject"
    for key in keys[:MAX_REPORTS_READ]:
        parsed = parse_report(s3.get_object(Bucket=bucket, Key=key)["Body"].read(), report["parse"])
        if parsed:
            return parsed
    return None


def parse_report(content, parse):
    try:
        return parse(json.loads(content.decode("utf-8")))
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
