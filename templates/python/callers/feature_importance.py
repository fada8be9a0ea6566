from sme.aws_client import answer_json
from sme.feature_importance import read_feature_importance


def run(ctx):
    return answer_json(ctx.request, lambda request: read_feature_importance(exa, request))  # noqa: F821  # pyright: ignore
