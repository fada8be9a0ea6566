"""Stops a transform job."""

from sme.aws_client import make_client
from sme.credentials import read_credentials
from sme.endpoint_owner import Owner
from sme.errors import format_error
from sme.sagemaker_calls import AwsCallError, call
from sme.transform_jobs import find_transform_job, read_state


def stop_batch(exa, request, create_client=make_client):
    """
    request: connection, region, batch_name.
    Returns {'state', 'problems', 'failures'}. state: see read_state, after the call; None if AWS has no such job.

    AWS does not document the response for a job that has already ended, so a rejection is a failure only if the job
    still runs.
    """
    credentials, _address, problems = read_credentials(exa, request["connection"])
    if problems:
        return {"problems": problems, "failures": []}
    client, name = create_client("sagemaker", credentials, request["region"]), request["batch_name"]
    try:
        job = find_transform_job(client, name)
        if job is not None and job["TransformJobStatus"] == "InProgress":
            if not Owner(client, exa.meta).owns(job["TransformJobArn"]):
                return {"problems": [format_error("E-SME-382", batch=name)], "failures": []}
            rejection = try_stop(client, name)
            job = find_transform_job(client, name)
            if rejection is not None and job is not None and job["TransformJobStatus"] == "InProgress":
                raise rejection
    except AwsCallError as error:
        return {"problems": [], "failures": [error.failure]}
    return {"state": read_state(job) if job else None, "problems": [], "failures": []}


def try_stop(client, name):
    """Returns None, or the error with which AWS rejected the request."""
    try:
        call("StopTransformJob", client.stop_transform_job, TransformJobName=name)
    except AwsCallError as error:
        return error
    return None
