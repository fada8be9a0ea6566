from sme.aws_client import handle_json_request
from sme.endpoint_removal import remove_endpoint


def run(ctx):
    return handle_json_request(ctx.request, lambda request: remove_endpoint(exa, request))  # noqa: F821  # pyright: ignore
