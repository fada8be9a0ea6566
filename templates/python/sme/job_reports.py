"""The reports that Autopilot leaves in S3 about the best candidate of a job."""

import json
import re

from sme.automl_api import describe_job
from sme.aws_client import make_client
from sme.job_call import call_job_api

# A report has some numbers a column or a class. What is larger holds values of single rows, and is not what is sought.
MAX_REPORT_BYTES = 32 * 1024 * 1024
MAX_REPORTS_READ = 10


def ask_for_report(exa, request, report, client_of=make_client):
    """
    request: connection, region, job_name.
    report: {'artifact': AWS's name of the place, 'file': name to look at first, 'key': what the answer calls it,
    'read': makes it of a JSON document, None or one of ValueError, KeyError, TypeError, AttributeError of any other}.
    Returns {'status', 'secondary_status', 'reasons', 'location', key: what was read or None}, or {'missing': True}, or
    problems or failures. `location` is where the report should be, None where AWS names no place.
    """

    def ask(client, step, credentials):
        job = describe_job(client, request["job_name"])
        properties = (job.get("BestCandidate") or {}).get("CandidateProperties") or {}
        location = (properties.get("CandidateArtifactLocations") or {}).get(report["artifact"])
        reasons = [reason.get("PartialFailureMessage") for reason in job.get("PartialFailureReasons", [])]
        found = None
        if location:
            found = find_report(client_of("s3", credentials, request["region"]), step, location, report)
        return {
            "status": job["AutoMLJobStatus"],
            "secondary_status": job["AutoMLJobSecondaryStatus"],
            "reasons": [reason for reason in [job.get("FailureReason")] + reasons if reason],
            "location": location,
            report["key"]: found,
        }

    return call_job_api(exa, request, "sagemaker:DescribeAutoMLJob", ask, client_of)


def find_report(s3, step, location, report):
    """The files' names are not documented, so their content decides; the name in AWS's samples is looked at first."""
    match = re.match(r"^s3://([^/]+)/(.*)$", location)
    if not match:
        return None
    bucket, folder = match.group(1), match.group(2).rstrip("/") + "/"
    step.operation = "s3:ListBucket"
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=folder)
    keys = [
        entry["Key"]
        for page in pages
        for entry in page.get("Contents", [])
        if entry["Key"].lower().endswith(".json") and entry["Size"] <= MAX_REPORT_BYTES
    ]
    keys.sort(key=lambda key: (not key.endswith("/" + report["file"]), key.count("/"), key))
    step.operation = "s3:GetObject"
    for key in keys[:MAX_REPORTS_READ]:
        found = read_document(s3.get_object(Bucket=bucket, Key=key)["Body"].read(), report["read"])
        if found:
            return found
    return None


def read_document(content, read):
    try:
        return read(json.loads(content.decode("utf-8")))
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
