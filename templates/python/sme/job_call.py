"""The part that all UDFs about a single job share."""

from sme.aws_client import describe_failure, is_not_found, make_client
from sme.credentials import read_credentials


class CurrentCall:
    """The AWS operation in progress, which a failure is attributed to."""

    def __init__(self, operation):
        self.operation = operation


def call_job_api(exa, request, operation, handle, create_client=make_client):
    """
    Calls AWS about one job. Returns the response of `handle` with empty problems and failures, or {'missing': True}
    with both, or problems or failures.

    request: connection, region, job_name and what `handle` reads. operation: the first one that `handle` calls.
    handle(client, call, credentials): returns a dict and sets call.operation before it calls another operation.
    """
    credentials, _address, problems = read_credentials(exa, request["connection"])
    if problems:
        return {"problems": problems, "failures": []}
    call = CurrentCall(operation)
    try:
        response = handle(create_client("sagemaker", credentials, request["region"]), call, credentials)
    except Exception as error:
        failure = describe_failure(call.operation, error)
        if call.operation.startswith("sagemaker:") and is_not_found(failure):
            return {"missing": True, "problems": [], "failures": []}
        return {"problems": [], "failures": [failure]}
    return dict(response, problems=[], failures=[])
