"""The status of many transform jobs of one account and Region, with list calls instead of one call per job."""

from sme.aws_client import describe_failure, make_client
from sme.credentials import read_credentials
from sme.sagemaker_calls import AwsCallError
from sme.transform_jobs import find_transform_job, read_state

PAGE_SIZE = 100
# Transform jobs of other applications may fill the pages of an account.
MAX_PAGES = 5
# Batches that the pages do not contain are looked up one by one.
MAX_SINGLE_CALLS = 20


def read_batch_states(exa, request, create_client=make_client):
    """
    request: connection, region, batches: names of transform jobs.
    Returns {'states': {name: state or {'missing': True}}, 'problems', 'failures'}. A name whose state could not be read
    within the limits is left out.
    """
    credentials, _address, problems = read_credentials(exa, request["connection"])
    if problems:
        return {"states": {}, "problems": problems, "failures": []}
    client = create_client("sagemaker", credentials, request["region"])
    names = {name.lower(): name for name in request["batches"]}
    states = {}
    try:
        is_complete = list_states(client, names, states)
    except Exception as error:
        failure = describe_failure("sagemaker:ListTransformJobs", error)
        return {"states": states, "problems": [], "failures": [failure]}
    unseen = [name for name in names.values() if name not in states]
    try:
        for name in unseen if is_complete else unseen[:MAX_SINGLE_CALLS]:
            job = None if is_complete else find_transform_job(client, name)
            states[name] = read_state(job) if job else {"missing": True}
    except AwsCallError as error:
        return {"states": states, "problems": [], "failures": [error.failure]}
    return {"states": states, "problems": [], "failures": []}


def list_states(client, names, states):
    """Adds the states of jobs to states. Returns True if the account has no other transform jobs."""
    request = {"SortBy": "CreationTime", "SortOrder": "Descending", "MaxResults": PAGE_SIZE}
    for _page in range(MAX_PAGES):
        page = client.list_transform_jobs(**request)
        for summary in page["TransformJobSummaries"]:
            name = names.get(summary["TransformJobName"].lower())
            if name is not None:
                states[name] = read_state(summary)
        if len(states) == len(names):
            return True
        if not page.get("NextToken"):
            return True
        request["NextToken"] = page["NextToken"]
    return False
