from sme.aws_client import answer_json
from sme.connection_check import check_connection


def run(ctx):
    return answer_json(ctx.request, lambda request: check_connection(exa, request))  # noqa: F821  # pyright: ignore
