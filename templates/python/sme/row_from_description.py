"""A row of the job table out of what AWS tells of a job, where its tags do not hold the row itself."""

import csv
import io
import json
import zlib

# A header of some thousand columns; compressed, it takes less.
HEADER_BYTES = 1 << 20
TEXT_TYPE = "VARCHAR(2000000) UTF8"


def make_row_from_description(make_s3, job, tags):
    """
    make_s3: makes a client of S3, called where the training data has to be looked at.
    Types are not kept in the data: every column counts as text.
    """
    channel = (job.get("AutoMLJobInputDataConfig") or job.get("InputDataConfig"))[0]
    tabular = (job.get("AutoMLProblemTypeConfig") or {}).get("TabularJobConfig") or {}
    config = job.get("AutoMLJobConfig") or {}
    limits = tabular.get("CompletionCriteria") or config.get("CompletionCriteria") or {}
    split = job.get("DataSplitConfig") or config.get("DataSplitConfig") or {}
    objective = job.get("AutoMLJobObjective") or {}
    train_uri = channel["DataSource"]["S3DataSource"]["S3Uri"]
    bucket, path = train_uri[len("s3://") :].split("/", 1)
    columns = read_header(make_s3(), bucket, path)
    row = {
        "JOB_NAME": job["AutoMLJobName"],
        "IAM_SAGEMAKER_ROLE": job["RoleArn"],
        "S3_BUCKET_URI": "s3://" + bucket,
        "S3_OUTPUT_PATH": read_output_path(path, job["AutoMLJobName"]),
        "TARGET_ATTRIBUTE_NAME": tabular.get("TargetAttributeName") or channel.get("TargetAttributeName"),
        "PROBLEM_TYPE": tabular.get("ProblemType") or job.get("ProblemType"),
        "OBJECTIVE": '{{"MetricName":"{}"}}'.format(objective["MetricName"]) if objective.get("MetricName") else None,
        "MAX_RUNTIME_FOR_AUTOML_JOB_IN_SECONDS": limits.get("MaxAutoMLJobRuntimeInSeconds"),
        "MAX_CANDIDATES": limits.get("MaxCandidates"),
        "MAX_RUNTIME_PER_TRAINING_JOB_IN_SECONDS": limits.get("MaxRuntimePerTrainingJobInSeconds"),
        "SESSION_ID": tags.get("exasol:session") or "0",
        "SCRIPT_USER": tags.get("exasol:user") or "?",
        "COLUMN_NAMES": write_list(columns),
        "COLUMN_TYPES": write_list([TEXT_TYPE] * len(columns)),
        "S3_TRAIN_URI": train_uri,
        "S3_RESULT_URI": job["OutputDataConfig"]["S3OutputPath"],
        "JOB_MODE": tabular.get("Mode") or config.get("Mode"),
        "SAMPLE_WEIGHT_COLUMN": tabular.get("SampleWeightAttributeName") or channel.get("SampleWeightAttributeName"),
        "VALIDATION_FRACTION": split.get("ValidationFraction"),
        "KMS_KEY_ID": job["OutputDataConfig"].get("KmsKeyId"),
        "EXTENSION_VERSION": tags.get("exasol:extension-version"),
    }
    return {key: value for key, value in row.items() if value is not None}


def read_output_path(path, job_name):
    """Training data is in <output path>/<job>/train/<token of the run>/; 0.1.0 had no token."""
    parts = path.strip("/").split("/")
    depth = 3 if parts[-3:-1] == [job_name, "train"] else 2
    return "/".join(parts[:-depth]) or path


def write_list(values):
    """As a training writes it."""
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def read_header(s3, bucket, prefix):
    """The column names of the training data; none where it cannot be read any more."""
    try:
        found = s3.list_objects_v2(Bucket=bucket, Prefix=prefix, MaxKeys=1).get("Contents") or []
        body = s3.get_object(Bucket=bucket, Key=found[0]["Key"], Range="bytes=0-{}".format(HEADER_BYTES - 1))["Body"]
        # 16 more: the window bits of gzip. A decompressor, unlike gzip.decompress, takes a beginning without its end.
        text = zlib.decompressobj(zlib.MAX_WBITS + 16).decompress(body.read(), HEADER_BYTES).decode("utf-8", "ignore")
    except Exception:
        return []
    return next(csv.reader(io.StringIO(text, newline="")), [])
