from sme.aws_client import answer_json
from sme.training_start import start_training


def run(ctx):
    return answer_json(ctx.request, lambda request: start_training(exa, request))  # noqa: F821  # pyright: ignore
