"""Chooses the job and the candidate of a batch prediction and plans its model. Creates nothing."""

from sme.automl_api import describe_job
from sme.aws_client import describe_failure, is_not_found, make_client
from sme.credentials import find_form, read_credentials
from sme.endpoint_names import make_name
from sme.endpoint_plan import check_containers, choose_candidate, find_problem_type, make_model
from sme.errors import format_error
from sme.inference_containers import list_key_choices
from sme.sagemaker_calls import AwsCallError
from sme.security_options import make_model_security
from sme.tag_rules import find_tag_problems
from sme.transform_jobs import find_transform_job
from sme.upload_encryption import find_key_region_problems

DEFAULT_PAYLOAD_MB = 6
# The first container of a tuned pipeline announces this limit.
PIPELINE_PAYLOAD_MB = 1


def plan_batch(exa, request, create_client=make_client):
    """
    request: connection, region, candidate_name, tags, model_name (of the training, if the user gave one), batch_name or
    name_suffix (the job's name precedes it), security, jobs: [{'name', 'role', 'problem_type'}], the newest first; the
    newest one that has completed predicts.

    Returns {'plan', 'credentials_form' (see find_form), 'problems', 'failures'}. plan: batch_name, job_name,
    candidate_name, problem_type, response_keys, model_name, model (parameters of CreateModel), max_payload_mb.
    """
    credentials, _address, problems = read_credentials(exa, request["connection"])
    problems += find_tag_problems(request.get("tags"))
    problems += find_key_region_problems(request["connection"], credentials, request["region"])
    if problems:
        return {"problems": problems, "failures": []}
    client = create_client("sagemaker", credentials, request["region"])
    try:
        job, row, problem = choose_job(client, request)
        candidate, plan = None, None
        if problem is None:
            candidate, problem = choose_candidate(client, job, request.get("candidate_name"))
        if problem is None:
            problem = check_containers(candidate, request)
        if problem is None:
            plan = make_batch_plan(job, row, candidate, request)
            problem = check_name(client, plan["batch_name"], request["region"])
    except AwsCallError as error:
        return {"problems": [], "failures": [error.failure]}
    if problem is not None:
        return {"problems": [problem], "failures": []}
    return {"plan": plan, "credentials_form": find_form(credentials), "problems": [], "failures": []}


def choose_job(client, request):
    """Returns (job, its row, None) or (None, None, problem). @raises AwsCallError"""
    rows = request["jobs"]
    for row in rows:
        job = find_job(client, row["name"])
        if job is None and len(rows) == 1:
            return None, None, format_error("E-SME-181", job=row["name"], region=request["region"])
        if job is not None and (len(rows) == 1 or job["AutoMLJobStatus"] == "Completed"):
            return job, row, None
    jobs = ", ".join("'{}'".format(row["name"]) for row in rows)
    return None, None, format_error("E-SME-380", model=request.get("model_name"), jobs=jobs)


def find_job(client, name):
    """@raises AwsCallError"""
    try:
        return describe_job(client, name)
    except Exception as error:
        failure = describe_failure("sagemaker:DescribeAutoMLJob", error)
        if is_not_found(failure):
            return None
        raise AwsCallError(failure) from error


def check_name(client, batch_name, region):
    """A problem if AWS has a transform job of this name, because it never frees one. @raises AwsCallError"""
    if find_transform_job(client, batch_name) is None:
        return None
    return format_error("E-SME-400", batch=batch_name, region=region)


def make_batch_plan(job, row, candidate, request):
    batch_name = request.get("batch_name") or "{}-{}".format(job["AutoMLJobName"], request["name_suffix"])
    problem_type = find_problem_type(job, row)
    response_keys = list_key_choices(candidate["InferenceContainers"], problem_type)[0]
    model = make_model(job, candidate, response_keys, row.get("role"))
    model.update(make_model_security(request.get("security")))
    return {
        "batch_name": batch_name,
        "job_name": job["AutoMLJobName"],
        "candidate_name": candidate["CandidateName"],
        "problem_type": problem_type,
        "response_keys": response_keys,
        "model": model,
        "model_name": make_name(batch_name, model),
        "max_payload_mb": DEFAULT_PAYLOAD_MB if len(model["Containers"]) == 1 else PIPELINE_PAYLOAD_MB,
    }
