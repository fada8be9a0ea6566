"""What a request to create an endpoint may contain. EXECUTE on the UDF lets a user send any request."""

import re

from sme.credentials import word_problem
from sme.tag_rules import find_tag_problems

NAME = re.compile(r"[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}")
# AWS keeps the images of Autopilot in its own registries.
IMAGE = re.compile(r"[0-9]{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com(\.cn)?/[a-zA-Z0-9._/:@-]+")
MODEL_DATA = re.compile(r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]/.+")
ROLE = re.compile(r"arn:aws[a-z-]*:iam::[0-9]{12}:role/[\w+=,.@/-]+")
ANY_TEXT = re.compile(r".*", re.DOTALL)
MAX_SHOWN = 200


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
        word_problem(
            "E-SME-272",
            "{} '{}' cannot be used for an endpoint.".format(key[:MAX_SHOWN], str(value)[:MAX_SHOWN]),
            "Nothing was created. Use SME_CREATE_SAGEMAKER_AUTOPILOT_ENDPOINT, which takes it from the training job.",
        )
        for key, value, pattern in values
        if not isinstance(value, str) or not pattern.fullmatch(value)
    ]
