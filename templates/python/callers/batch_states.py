from sme.aws_client import handle_json_request
from sme.batch_states import read_batch_states


def run(ctx):
    return handle_json_request(ctx.request, lambda request: read_batch_states(exa, request))  # noqa: F821  # pyright: ignore
