from sme.aws_client import handle_json_request
from sme.batch_removal import remove_batch


def run(ctx):
    return handle_json_request(ctx.request, lambda request: remove_batch(exa, request))  # noqa: F821  # pyright: ignore
