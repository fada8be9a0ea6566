from sme.aws_client import handle_json_request
from sme.jobs_recovery import recover_jobs


def run(ctx):
    return handle_json_request(ctx.request, lambda request: recover_jobs(exa, request))  # noqa: F821  # pyright: ignore
