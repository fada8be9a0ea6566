from sme.aws_client import handle_json_request
from sme.job_status import read_job_status


def run(ctx):
    return handle_json_request(ctx.request, lambda request: read_job_status(exa, request))  # noqa: F821  # pyright: ignore
