from sme.aws_client import answer_json
from sme.training_check import check_training


def run(ctx):
    return answer_json(ctx.request, lambda request: check_training(exa, request))  # noqa: F821  # pyright: ignore
