from sme.aws_client import handle_json_request
from sme.candidate_list import read_candidates


def run(ctx):
    return handle_json_request(ctx.request, lambda request: read_candidates(exa, request))  # noqa: F821  # pyright: ignore
