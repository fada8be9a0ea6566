"""Stops a job and returns its status."""

from sme.automl_api import describe_job
from sme.aws_client import make_client
from sme.job_call import call_job_api


def stop_job(exa, request, create_client=make_client):
    """
    request: connection, region, job_name.
    Returns {'status', 'secondary_status'} after the call, or {'missing': True}, or problems or failures.

    AWS does not document the response for a job that has already ended, so a rejection is a failure only if the job
    still runs.
    """

    def stop(client, call, _credentials):
        rejection = try_stop(client, request["job_name"])
        call.operation = "sagemaker:DescribeAutoMLJob"
        job = describe_job(client, request["job_name"])
        if rejection and job["AutoMLJobStatus"] == "InProgress":
            call.operation = "sagemaker:StopAutoMLJob"
            raise rejection
        return {"status": job["AutoMLJobStatus"], "secondary_status": job["AutoMLJobSecondaryStatus"]}

    return call_job_api(exa, request, "sagemaker:StopAutoMLJob", stop, create_client)


def try_stop(client, job_name):
    """Returns None or the ValidationException with which AWS rejected the request; raises any other error."""
    try:
        client.stop_auto_ml_job(AutoMLJobName=job_name)
    except client.exceptions.ClientError as error:
        if error.response.get("Error", {}).get("Code") != "ValidationException":
            raise
        return error
    return None
