"""What the UDFs that ask AWS about one job have in common."""

from sme.automl_api import is_missing
from sme.aws_client import describe_failure, make_client
from sme.credentials import read_credentials


class Step:
    """The operation under way, so that a failure can say which one it was."""

    def __init__(self, operation):
        self.operation = operation


def call_job_api(exa, request, operation, ask, client_of=make_client):
    """
    request: connection, region, job_name and what `ask` reads.
    ask(client, step, credentials) returns a dict; it sets step.operation where it makes another call than `operation`.
    Returns that dict with problems and failures (none), or {'missing': True, …}, or problems or failures.
    """
    credentials, _address, problems = read_credentials(exa, request["connection"])
    if problems:
        return {"problems": problems, "failures": []}
    step = Step(operation)
    try:
        answer = ask(client_of("sagemaker", credentials, request["region"]), step, credentials)
    except Exception as error:
        failure = describe_failure(step.operation, error)
        if step.operation.startswith("sagemaker:") and is_missing(failure):
            return {"missing": True, "problems": [], "failures": []}
        return {"problems": [], "failures": [failure]}
    return dict(answer, problems=[], failures=[])
