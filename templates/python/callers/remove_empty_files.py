from sme.aws_client import handle_json_request
from sme.remove_empty_files import remove_empty_files


def run(ctx):
    return handle_json_request(ctx.request, lambda request: remove_empty_files(exa, request))  # noqa: F821  # pyright: ignore
