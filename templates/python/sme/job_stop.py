"""Stops a job, and says where it stands then."""

from sme.automl_api import describe_job
from sme.aws_client import make_client
from sme.job_call import call_job_api


def stop_job(exa, request, client_of=make_client):
    """
    request: connection, region, job_name.
    Returns {'status', 'secondary_status'} after the call, or {'missing': True}, or problems or failures.

    What AWS answers where the job has ended is written down nowhere; a refusal counts only where the job still runs.
    """

    def ask(client, step, _credentials):
        refusal = try_stop(client, request["job_name"])
        step.operation = "sagemaker:DescribeAutoMLJob"
        job = describe_job(client, request["job_name"])
        if refusal and job["AutoMLJobStatus"] == "InProgress":
            step.operation = "sagemaker:StopAutoMLJob"
            raise refusal
        return {"status": job["AutoMLJobStatus"], "secondary_status": job["AutoMLJobSecondaryStatus"]}

    return call_job_api(exa, request, "sagemaker:StopAutoMLJob", ask, client_of)


def try_stop(client, job_name):
    """None, or the refusal of a request that AWS has understood; every other failure is raised."""
    try:
        client.stop_auto_ml_job(AutoMLJobName=job_name)
    except client.exceptions.ClientError as error:
        if error.response.get("Error", {}).get("Code") != "ValidationException":
            raise
        return error
    return None
