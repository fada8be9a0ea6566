from sme.aws_client import answer_json
from sme.export_tidy import tidy_export


def run(ctx):
    return answer_json(ctx.request, lambda request: tidy_export(exa, request))  # noqa: F821  # pyright: ignore
