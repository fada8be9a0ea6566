from sme.aws_client import handle_json_request
from sme.batch_start import start_batch


def run(ctx):
    return handle_json_request(ctx.request, lambda request: start_batch(exa, request))  # noqa: F821  # pyright: ignore
