"""The parameters of CreateAutoMLJobV2 and CreateAutoMLJob."""

from sme.automl_api import has_automl_v2
from sme.security_options import make_job_security

CONTENT_TYPE = "text/csv;header=present"


def drop_empty(values):
    return {key: value for key, value in values.items() if value not in (None, {}, [])}


def make_channel(request):
    return {
        "DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": request["train_uri"]}},
        "CompressionType": "Gzip",
    }


def make_completion_criteria(request):
    return drop_empty(
        {
            "MaxCandidates": request.get("max_candidates"),
            "MaxRuntimePerTrainingJobInSeconds": request.get("max_runtime_per_training_job_in_seconds"),
            "MaxAutoMLJobRuntimeInSeconds": request.get("max_runtime_for_automl_job_in_seconds"),
        }
    )


def make_common_parameters(request, tags):
    """The parameters that have the same name and place in both versions."""
    metric = request.get("metric")
    return drop_empty(
        {
            "AutoMLJobName": request["job_name"],
            "OutputDataConfig": drop_empty(
                {
                    "S3OutputPath": request["result_uri"],
                    "KmsKeyId": (request.get("security") or {}).get("output_kms_key_id"),
                }
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
    """
    The parameters of CreateAutoMLJobV2.

    request: job_name, role, train_uri, result_uri, target, and optionally metric, problem_type, mode,
    sample_weight_column, validation_fraction, security and the three limits of make_completion_criteria.
    tags: see make_tags.
    """
    tabular = drop_empty(
        {
            "TargetAttributeName": request["target"],
            "ProblemType": request.get("problem_type"),
            "Mode": request.get("mode"),
            "SampleWeightAttributeName": request.get("sample_weight_column"),
            "CompletionCriteria": make_completion_criteria(request),
        }
    )
    return drop_empty(
        dict(
            make_common_parameters(request, tags),
            AutoMLJobInputDataConfig=[dict(make_channel(request), ChannelType="training", ContentType=CONTENT_TYPE)],
            AutoMLProblemTypeConfig={"TabularJobConfig": tabular},
            DataSplitConfig=make_data_split(request),
            SecurityConfig=make_job_security(request.get("security")),
        )
    )


def make_request_v1(request, tags):
    """
    The parameters of CreateAutoMLJob; arguments as for make_request_v2. AWS's defaults are left out, because old
    versions of boto3 may not even know the content type.
    """
    channel = drop_empty(
        dict(
            make_channel(request),
            TargetAttributeName=request["target"],
            SampleWeightAttributeName=request.get("sample_weight_column"),
        )
    )
    config = drop_empty(
        {
            "CompletionCriteria": make_completion_criteria(request),
            "DataSplitConfig": make_data_split(request),
            "Mode": request.get("mode"),
            "SecurityConfig": make_job_security(request.get("security")),
        }
    )
    return drop_empty(
        dict(
            make_common_parameters(request, tags),
            InputDataConfig=[channel],
            ProblemType=request.get("problem_type"),
            AutoMLJobConfig=config,
        )
    )


def validate_request(client, request):
    """
    boto3's report on a request, one line per fault; '' if it is valid. An old boto3 rejects parameters that it does not
    know. It checks names, types and minima.
    """
    from botocore.validate import ParamValidator

    is_v2 = has_automl_v2(client)
    operation = "CreateAutoMLJobV2" if is_v2 else "CreateAutoMLJob"
    parameters = (make_request_v2 if is_v2 else make_request_v1)(request, [])
    shape = client.meta.service_model.operation_model(operation).input_shape
    return ParamValidator().validate(parameters, shape).generate_report()
