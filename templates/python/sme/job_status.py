"""The status of a job, with a single call to AWS."""

from sme.automl_api import describe_job
from sme.aws_client import make_client
from sme.job_call import call_job_api


def read_job_status(exa, request, create_client=make_client):
    """
    request: connection, region, job_name.
    Returns {'status', 'secondary_status'} in AWS's spelling, or {'missing': True}, or problems or failures.
    """

    def read(client, _call, _credentials):
        job = describe_job(client, request["job_name"])
        return {"status": job["AutoMLJobStatus"], "secondary_status": job["AutoMLJobSecondaryStatus"]}

    return call_job_api(exa, request, "sagemaker:DescribeAutoMLJob", read, create_client)
