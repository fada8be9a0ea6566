from sme.aws_client import answer_json
from sme.job_status import read_job_status


def run(ctx):
    return answer_json(ctx.request, lambda request: read_job_status(exa, request))  # noqa: F821  # pyright: ignore
