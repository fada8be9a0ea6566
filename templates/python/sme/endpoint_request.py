"""What a request to create an endpoint may contain. EXECUTE on the UDF lets a user send any request."""

import re

from sme.errors import cut_value, format_error
from sme.facts import ROLE_PATTERN
from sme.tag_rules import find_tag_problems

NAME = re.compile(r"[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}")
# AWS keeps the images of Autopilot in its own registries.
IMAGE = re.compile(r"[0-9]{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com(\.cn)?/[a-zA-Z0-9._/:@-]+")
MODEL_DATA = re.compile(r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]/.+")
ROLE = re.compile(ROLE_PATTERN)
ANY_TEXT = re.compile(r".*", re.DOTALL)


def find_start_faults(request):
    """A list of problems, one for each value that no script of this extension sends."""
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
    faults = find_tag_problems({key: value for key, value in tags.items() if isinstance(value, str)})
    return faults + [
        format_error("E-SME-272", key=cut_value(key), value=value)
        for key, value, pattern in values
        if not isinstance(value, str) or not pattern.fullmatch(value)
    ]
