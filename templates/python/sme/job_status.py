"""How far a job is: one call to AWS."""

from sme.automl_api import describe_job
from sme.aws_client import make_client
from sme.job_call import call_job_api


def read_job_status(exa, request, client_of=make_client):
    """
    request: connection, region, job_name.
    Returns {'status', 'secondary_status'} as AWS spells them, or {'missing': True}, or problems or failures.
    """

    def ask(client, _step, _credentials):
        job = describe_job(client, request["job_name"])
        return {"status": job["AutoMLJobStatus"], "secondary_status": job["AutoMLJobSecondaryStatus"]}

    return call_job_api(exa, request, "sagemaker:DescribeAutoMLJob", ask, client_of)
