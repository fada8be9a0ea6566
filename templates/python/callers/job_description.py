from sme.aws_client import answer_json
from sme.job_description import describe_one_job


def run(ctx):
    return answer_json(ctx.request, lambda request: describe_one_job(exa, request))  # noqa: F821  # pyright: ignore
