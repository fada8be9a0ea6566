from sme.aws_client import answer_json
from sme.job_stop import stop_job


def run(ctx):
    return answer_json(ctx.request, lambda request: stop_job(exa, request))  # noqa: F821  # pyright: ignore
