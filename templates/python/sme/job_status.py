"""How far a job is: one call to AWS."""

from sme.auto_ml_api import describe_job, is_missing
from sme.aws_client import describe_failure, make_client
from sme.credentials import read_credentials


def read_job_status(exa, request, client_of=make_client):
    """
    request: connection, region, job_name.
    Returns {'status', 'secondary_status'} as AWS spells them, or {'missing': True}, or problems or failures.
    """
    credentials, _address, problems = read_credentials(exa, request["connection"])
    if problems:
        return {"problems": problems, "failures": []}
    try:
        job = describe_job(client_of("sagemaker", credentials, request["region"]), request["job_name"])
    except Exception as error:
        failure = describe_failure("sagemaker:DescribeAutoMLJob", error)
        if is_missing(failure):
            return {"missing": True, "problems": [], "failures": []}
        return {"problems": [], "failures": [failure]}
    return {
        "status": job["AutoMLJobStatus"],
        "secondary_status": job["AutoMLJobSecondaryStatus"],
        "problems": [],
        "failures": [],
    }
