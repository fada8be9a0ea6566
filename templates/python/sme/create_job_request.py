"""The request that creates an Autopilot job, in both versions of the API."""

import re

from sme.automl_api import has_second_version

CONTENT_TYPE = "text/csv;header=present"


def without_empty(values):
    return {key: value for key, value in values.items() if value not in (None, {}, [])}


def make_channel(request):
    return {
        "DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": request["train_uri"]}},
        "CompressionType": "Gzip",
    }


def make_limits(request):
    return without_empty(
        {
            "MaxCandidates": request.get("max_candidates"),
            "MaxRuntimePerTrainingJobInSeconds": request.get("max_runtime_per_training_job_in_seconds"),
            "MaxAutoMLJobRuntimeInSeconds": request.get("max_runtime_for_automl_job_in_seconds"),
        }
    )


def make_common(request, tags):
    """The members that both versions spell alike."""
    metric = request.get("metric")
    return without_empty(
        {
            "AutoMLJobName": request["job_name"],
            "OutputDataConfig": without_empty(
                {"S3OutputPath": request["result_uri"], "KmsKeyId": request.get("kms_key_id")}
            ),
            "AutoMLJobObjective": {"MetricName": metric} if metric else None,
            "RoleArn": request["role"],
            "Tags": tags,
        }
    )


def make_data_split(request):
    fraction = request.get("validation_fraction")
    return {"ValidationFraction": fraction} if fraction is not None else None


def make_request_v2(request, tags):
    tabular = without_empty(
        {
            "TargetAttributeName": request["target"],
            "ProblemType": request.get("problem_type"),
            "Mode": request.get("mode"),
            "SampleWeightAttributeName": request.get("sample_weight_column"),
            "CompletionCriteria": make_limits(request),
        }
    )
    return without_empty(
        dict(
            make_common(request, tags),
            AutoMLJobInputDataConfig=[dict(make_channel(request), ChannelType="training", ContentType=CONTENT_TYPE)],
            AutoMLProblemTypeConfig={"TabularJobConfig": tabular},
            DataSplitConfig=make_data_split(request),
        )
    )


def make_request_v1(request, tags):
    """Without what is AWS's default anyway: clients of the first version may not even know the content type."""
    channel = without_empty(
        dict(
            make_channel(request),
            TargetAttributeName=request["target"],
            SampleWeightAttributeName=request.get("sample_weight_column"),
        )
    )
    config = without_empty(
        {
            "CompletionCriteria": make_limits(request),
            "DataSplitConfig": make_data_split(request),
            "Mode": request.get("mode"),
        }
    )
    return without_empty(
        dict(
            make_common(request, tags),
            InputDataConfig=[channel],
            ProblemType=request.get("problem_type"),
            AutoMLJobConfig=config,
        )
    )


def find_request_faults(client, request):
    """What this boto3, which may be old, says against the request; '' for nothing. It knows names, types, minima."""
    from botocore.validate import ParamValidator

    second = has_second_version(client)
    operation = "CreateAutoMLJobV2" if second else "CreateAutoMLJob"
    made = (make_request_v2 if second else make_request_v1)(request, [])
    shape = client.meta.service_model.operation_model(operation).input_shape
    return ParamValidator().validate(made, shape).generate_report()


def make_tags(meta, version, own):
    """
    Tags that tell which database, schema, user and session made the job, and the user's own, which win.
    AWS takes letters, digits, blanks and _ . : / = + - @ in at most 256 characters.
    """
    made = {
        "exasol:database": meta.database_name,
        "exasol:schema": meta.script_schema,
        "exasol:user": meta.current_user,
        "exasol:session": meta.session_id,
        "exasol:extension-version": version,
    }
    tags = {key: re.sub(r"[^\w .:/=+\-@]", "_", str(value))[:256] for key, value in made.items()}
    tags.update(own or {})
    return [{"Key": key, "Value": value} for key, value in sorted(tags.items())]
