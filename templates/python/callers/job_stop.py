from sme.aws_client import handle_json_request
from sme.job_stop import stop_job


def run(ctx):
    return handle_json_request(ctx.request, lambda request: stop_job(exa, request))  # noqa: F821  # pyright: ignore
