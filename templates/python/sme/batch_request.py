"""The parameters of CreateTransformJob, and the checks of the request that the scripts send."""

import re

from sme.create_job_request import drop_empty
from sme.endpoint_request import IMAGE, MODEL_DATA, NAME, ROLE
from sme.errors import cut_value, format_error
from sme.facts import BUCKET_PATTERN
from sme.security_options import find_security_problems, make_output_security, make_resources_security
from sme.tag_rules import find_tag_problems

FOLDER = "s3://" + BUCKET_PATTERN.strip("^$") + "/.+/batch/[A-Za-z0-9-]+/"
INPUT_URI = re.compile(FOLDER + "in/[0-9-]+/")
OUTPUT_URI = re.compile(FOLDER + "out/")
INSTANCE_TYPE = re.compile(r"ml\.[a-z0-9-]+\.[a-z0-9-]+")


def find_batch_problems(request):
    """One problem for each value that the scripts of this extension never send: users can call the UDF, too."""
    model = request["model"]
    values = [
        ("batch_name", request["batch_name"], NAME),
        ("model_name", request["model_name"], NAME),
        ("input_uri", request["input_uri"], INPUT_URI),
        ("output_uri", request["output_uri"], OUTPUT_URI),
        ("instance_type", request["instance_type"], INSTANCE_TYPE),
        ("model.ExecutionRoleArn", model.get("ExecutionRoleArn"), ROLE),
    ]
    for container in model.get("Containers") or []:
        values.append(("Image", container.get("Image"), IMAGE))
        if "ModelDataUrl" in container:
            values.append(("ModelDataUrl", container["ModelDataUrl"], MODEL_DATA))
    problems = find_tag_problems(request.get("tags")) + find_security_problems(request.get("security"))
    return problems + [
        format_error("E-SME-272", key=cut_value(key), value=value)
        for key, value, pattern in values
        if not isinstance(value, str) or not pattern.fullmatch(value)
    ]


def make_output_filter(response_columns):
    """The row number and the columns of the response, which are the last ones of a joined row: $[0,-3,-2,-1]."""
    indexes = ["0"] + [str(-index) for index in range(response_columns, 0, -1)]
    return "$[" + ",".join(indexes) + "]"


def make_transform_request(request, tags, has_filter=True):
    """
    The parameters of CreateTransformJob.

    request: batch_name, model_name, input_uri, output_uri, instance_type, instance_count, max_payload_mb,
    response_columns, and optionally max_concurrent_transforms, output_kms_key_id (of the job) and security. tags: see
    make_tags. has_filter: False to write the inputs to the output, too.
    """
    security = request.get("security")
    return drop_empty(
        {
            "TransformJobName": request["batch_name"],
            "ModelName": request["model_name"],
            "MaxConcurrentTransforms": request.get("max_concurrent_transforms"),
            "MaxPayloadInMB": request["max_payload_mb"],
            "BatchStrategy": "MultiRecord",
            "TransformInput": {
                "DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": request["input_uri"]}},
                "ContentType": "text/csv",
                "CompressionType": "None",
                "SplitType": "Line",
            },
            "TransformOutput": drop_empty(
                dict(
                    {
                        "S3OutputPath": request["output_uri"],
                        "Accept": "text/csv",
                        "AssembleWith": "Line",
                        # A key in security takes precedence over that of the job.
                        "KmsKeyId": request.get("output_kms_key_id"),
                    },
                    **make_output_security(security),
                )
            ),
            "TransformResources": dict(
                {"InstanceType": request["instance_type"], "InstanceCount": request["instance_count"]},
                **make_resources_security(security),
            ),
            "DataProcessing": drop_empty(
                {
                    "InputFilter": "$[1:]",
                    "JoinSource": "Input",
                    "OutputFilter": make_output_filter(request["response_columns"]) if has_filter else None,
                }
            ),
            "Tags": tags,
        }
    )
