from sme.aws_client import handle_json_request
from sme.candidate_list import list_candidates


def run(ctx):
    return handle_json_request(ctx.request, lambda request: list_candidates(exa, request))  # noqa: F821  # pyright: ignore
