from sme.aws_client import answer_json
from sme.endpoint_removal import remove_endpoint


def run(ctx):
    return answer_json(ctx.request, lambda request: remove_endpoint(exa, request))  # noqa: F821  # pyright: ignore
