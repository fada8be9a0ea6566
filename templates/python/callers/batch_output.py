from sme.aws_client import handle_json_request
from sme.batch_output import read_batch_output


def run(ctx):
    return handle_json_request(ctx.request, lambda request: read_batch_output(exa, request))  # noqa: F821  # pyright: ignore
