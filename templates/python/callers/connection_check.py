from sme.aws_client import handle_json_request
from sme.connection_check import check_connection


def run(ctx):
    return handle_json_request(ctx.request, lambda request: check_connection(exa, request))  # noqa: F821  # pyright: ignore
