from sme.aws_client import handle_json_request
from sme.feature_importance import read_feature_importance


def run(ctx):
    return handle_json_request(ctx.request, lambda request: read_feature_importance(exa, request))  # noqa: F821  # pyright: ignore
