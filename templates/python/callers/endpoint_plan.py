from sme.aws_client import answer_json
from sme.endpoint_plan import plan_endpoint


def run(ctx):
    return answer_json(ctx.request, lambda request: plan_endpoint(exa, request))  # noqa: F821  # pyright: ignore
