from sme.aws_client import handle_json_request
from sme.endpoint_start import start_endpoint


def run(ctx):
    return handle_json_request(ctx.request, lambda request: start_endpoint(exa, request))  # noqa: F821  # pyright: ignore
