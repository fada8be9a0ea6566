from sme.aws_client import handle_json_request
from sme.training_check import check_training


def run(ctx):
    return handle_json_request(ctx.request, lambda request: check_training(exa, request))  # noqa: F821  # pyright: ignore
