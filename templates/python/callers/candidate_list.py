from sme.aws_client import answer_json
from sme.candidate_list import list_candidates


def run(ctx):
    return answer_json(ctx.request, lambda request: list_candidates(exa, request))  # noqa: F821  # pyright: ignore
