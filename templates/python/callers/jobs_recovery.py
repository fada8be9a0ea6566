from sme.aws_client import answer_json
from sme.jobs_recovery import recover_jobs


def run(ctx):
    return answer_json(ctx.request, lambda request: recover_jobs(exa, request))  # noqa: F821  # pyright: ignore
