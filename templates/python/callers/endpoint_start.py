from sme.aws_client import answer_json
from sme.endpoint_start import start_endpoint


def run(ctx):
    return answer_json(ctx.request, lambda request: start_endpoint(exa, request))  # noqa: F821  # pyright: ignore
