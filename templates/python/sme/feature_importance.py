"""How much each column counts, from the report that SageMaker Clarify wrote about the best candidate."""

import json
import re

from sme.auto_ml_api import describe_job
from sme.aws_client import make_client
from sme.job_question import ask_about_job

# The report has one number a column and label. What is larger holds values of single rows, and is not what is sought.
MAX_REPORT_BYTES = 32 * 1024 * 1024
MAX_REPORTS_READ = 10


def read_feature_importance(exa, request, client_of=make_client):
    """
    request: connection, region, job_name.
    Returns {'status', 'secondary_status', 'reasons', 'location', 'features': [[column, importance, share], ...] or
    None}, the most important first, or {'missing': True}, or problems or failures. `location` is where the report
    should be, None where AWS names no place; features are None where no report is there.
    """

    def ask(client, step, credentials):
        job = describe_job(client, request["job_name"])
        properties = (job.get("BestCandidate") or {}).get("CandidateProperties") or {}
        location = (properties.get("CandidateArtifactLocations") or {}).get("Explainability")
        reasons = [reason.get("PartialFailureMessage") for reason in job.get("PartialFailureReasons", [])]
        features = None
        if location:
            features = find_importance(client_of("s3", credentials, request["region"]), step, location)
        return {
            "status": job["AutoMLJobStatus"],
            "secondary_status": job["AutoMLJobSecondaryStatus"],
            "reasons": [reason for reason in [job.get("FailureReason")] + reasons if reason],
            "location": location,
            "features": features,
        }

    return ask_about_job(exa, request, "sagemaker:DescribeAutoMLJob", ask, client_of)


def find_importance(s3, step, location):
    """
    The file's name is not documented, so its content decides; 'analysis.json', the name in Clarify's samples, is looked
    at first.
    """
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
    keys.sort(key=lambda key: (not key.endswith("/analysis.json"), key.count("/"), key))
    step.operation = "s3:GetObject"
    for key in keys[:MAX_REPORTS_READ]:
        content = s3.get_object(Bucket=bucket, Key=key)["Body"].read()
        features = read_shap_values(content)
        if features:
            return features
    return None


def read_shap_values(content):
    """
    [[column, importance, share], ...] of a report, None of any other document. Importance is the size of the column's
    SHAP value, averaged over the labels of a classification; the shares add up to 1.
    """
    try:
        labels = json.loads(content.decode("utf-8"))["explanations"]["kernel_shap"]
        tables = [table["global_shap_values"] for table in labels.values() if "global_shap_values" in table]
        sums = {}
        for table in tables:
            for column, value in table.items():
                sums[column] = sums.get(column, 0.0) + abs(float(value))
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    total = sum(sums.values())
    ordered = sorted(sums.items(), key=lambda item: (-item[1], item[0]))
    return [[column, value / len(tables), value / total if total else None] for column, value in ordered]
