from sme.aws_client import handle_json_request
from sme.endpoint_plan import plan_endpoint


def run(ctx):
    return handle_json_request(ctx.request, lambda request: plan_endpoint(exa, request))  # noqa: F821  # pyright: ignore
