"""Validates the request to create an endpoint: a user with EXECUTE on the UDF can send any request."""

import re

from sme.errors import cut_value, format_error
from sme.facts import BUCKET_PATTERN, RESOURCE_NAME_PATTERN, ROLE_PATTERN
from sme.tag_rules import find_tag_problems

NAME = re.compile(RESOURCE_NAME_PATTERN)
# Autopilot's images are in the ECR registries of AWS.
IMAGE = re.compile(r"[0-9]{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com(\.cn)?/[a-zA-Z0-9._/:@-]+")
MODEL_DATA = re.compile("s3://" + BUCKET_PATTERN.strip("^$") + "/.+")
ROLE = re.compile(ROLE_PATTERN)
ANY_TEXT = re.compile(r".*", re.DOTALL)


def find_request_problems(request):
    """One problem for each value that the scripts of this extension never send."""
    variant, model = request["variant"], request["model"]
    values = [(key, request[key], NAME) for key in ("endpoint_name", "model_name", "config_name")]
    values += [
        ("variant.ModelName", variant.get("ModelName"), NAME),
        ("model.ExecutionRoleArn", model.get("ExecutionRoleArn"), ROLE),
    ]
    for container in model.get("Containers") or []:
        values.append(("Image", container.get("Image"), IMAGE))
        if "ModelDataUrl" in container:
            values.append(("ModelDataUrl", container["ModelDataUrl"], MODEL_DATA))
    tags = request.get("tags") or {}
    values += [("tags." + key, value, ANY_TEXT) for key, value in tags.items()]
    tag_problems = find_tag_problems({key: value for key, value in tags.items() if isinstance(value, str)})
    return tag_problems + [
        format_error("E-SME-272", key=cut_value(key), value=value)
        for key, value, pattern in values
        if not isinstance(value, str) or not pattern.fullmatch(value)
    ]
