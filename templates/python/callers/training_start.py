from sme.aws_client import handle_json_request
from sme.training_start import start_training


def run(ctx):
    return handle_json_request(ctx.request, lambda request: start_training(exa, request))  # noqa: F821  # pyright: ignore
