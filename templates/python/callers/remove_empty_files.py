from sme.aws_client import answer_json
from sme.remove_empty_files import remove_empty_files


def run(ctx):
    return answer_json(ctx.request, lambda request: remove_empty_files(exa, request))  # noqa: F821  # pyright: ignore
