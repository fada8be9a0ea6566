"""Rebuilds a row of the job table from AWS's description of the job, for jobs whose tags do not contain the row."""

import csv
import io
import json
import zlib

from sme.automl_api import get_input_channels
from sme.facts import MODEL_NAME_TAG, MODEL_VERSION_TAG, SESSION_TAG, USER_TAG, VERSION_TAG

# Enough for a header of several thousand columns. The same limit applies before and after decompression.
MAX_HEADER_READ_BYTES = 1 << 20
TEXT_TYPE = "VARCHAR(2000000) UTF8"


def make_row_from_description(make_s3, job, tags):
    """
    The row as {column: value}, without NULLs. AWS does not keep the SQL types, so every column becomes a text column.

    make_s3: creates an S3 client. job: response of describe_job. tags: {key: value}.
    """
    channel = get_input_channels(job)[0]
    tabular = (job.get("AutoMLProblemTypeConfig") or {}).get("TabularJobConfig") or {}
    config = job.get("AutoMLJobConfig") or {}
    limits = tabular.get("CompletionCriteria") or config.get("CompletionCriteria") or {}
    split = job.get("DataSplitConfig") or config.get("DataSplitConfig") or {}
    objective = job.get("AutoMLJobObjective") or {}
    train_uri = channel["DataSource"]["S3DataSource"]["S3Uri"]
    bucket, path = train_uri[len("s3://") :].split("/", 1)
    columns = read_column_names(make_s3(), bucket, path)
    row = {
        "JOB_NAME": job["AutoMLJobName"],
        "IAM_SAGEMAKER_ROLE": job["RoleArn"],
        "S3_BUCKET_URI": "s3://" + bucket,
        "S3_OUTPUT_PATH": find_output_path(path, job["AutoMLJobName"]),
        "TARGET_ATTRIBUTE_NAME": tabular.get("TargetAttributeName") or channel.get("TargetAttributeName"),
        "PROBLEM_TYPE": tabular.get("ProblemType") or job.get("ProblemType"),
        "OBJECTIVE": '{{"MetricName":"{}"}}'.format(objective["MetricName"]) if objective.get("MetricName") else None,
        "MAX_RUNTIME_FOR_AUTOML_JOB_IN_SECONDS": limits.get("MaxAutoMLJobRuntimeInSeconds"),
        "MAX_CANDIDATES": limits.get("MaxCandidates"),
        "MAX_RUNTIME_PER_TRAINING_JOB_IN_SECONDS": limits.get("MaxRuntimePerTrainingJobInSeconds"),
        "SESSION_ID": tags.get(SESSION_TAG) or "0",
        "SCRIPT_USER": tags.get(USER_TAG) or "?",
        "COLUMN_NAMES": format_json_list(columns),
        "COLUMN_TYPES": format_json_list([TEXT_TYPE] * len(columns)),
        "S3_TRAIN_URI": train_uri,
        "S3_RESULT_URI": job["OutputDataConfig"]["S3OutputPath"],
        "JOB_MODE": tabular.get("Mode") or config.get("Mode"),
        "SAMPLE_WEIGHT_COLUMN": tabular.get("SampleWeightAttributeName") or channel.get("SampleWeightAttributeName"),
        "VALIDATION_FRACTION": split.get("ValidationFraction"),
        "KMS_KEY_ID": job["OutputDataConfig"].get("KmsKeyId"),
        "EXTENSION_VERSION": tags.get(VERSION_TAG),
        "MODEL_NAME": tags.get(MODEL_NAME_TAG),
        "VERSION": tags.get(MODEL_VERSION_TAG),
    }
    return {key: value for key, value in row.items() if value is not None}


def find_output_path(path, job_name):
    """Training data is in <output path>/<job>/train/<token of the run>/; version 0.1.0 had no token."""
    parts = path.strip("/").split("/")
    depth = 3 if parts[-3:-1] == [job_name, "train"] else 2
    return "/".join(parts[:-depth]) or path


def format_json_list(values):
    """JSON in the format that the training script writes."""
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def read_column_names(s3, bucket, prefix):
    """The column names in the header of the training data; an empty list if the data can no longer be read."""
    try:
        entries = s3.list_objects_v2(Bucket=bucket, Prefix=prefix, MaxKeys=1).get("Contents") or []
        first_bytes = "bytes=0-{}".format(MAX_HEADER_READ_BYTES - 1)
        body = s3.get_object(Bucket=bucket, Key=entries[0]["Key"], Range=first_bytes)["Body"]
        # Adding 16 selects the gzip format. Unlike gzip.decompress, a decompressor object accepts truncated data.
        decompressor = zlib.decompressobj(zlib.MAX_WBITS + 16)
        text = decompressor.decompress(body.read(), MAX_HEADER_READ_BYTES).decode("utf-8", "ignore")
    except Exception:
        return []
    return next(csv.reader(io.StringIO(text, newline="")), [])
