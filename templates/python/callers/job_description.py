from sme.aws_client import handle_json_request
from sme.job_description import read_job_description


def run(ctx):
    return handle_json_request(ctx.request, lambda request: read_job_description(exa, request))  # noqa: F821  # pyright: ignore
