"""What an endpoint will consist of, and what of it AWS has already. Nothing is created here."""

from sme.automl_api import describe_job, is_missing
from sme.aws_client import describe_failure, make_client
from sme.credentials import read_credentials, word_problem
from sme.endpoint_api import CallFailed, find_endpoint_state
from sme.endpoint_names import make_name, make_name_of_0_1_0
from sme.endpoint_owner import Owner
from sme.inference_containers import choose_response_keys, prepare_containers
from sme.tag_rules import find_tag_problems

# A job that was stopped may have a candidate that was trained to its end.
ENDED_STATUSES = ("Completed", "Stopped")
VARIANT_NAME = "AllTraffic"
MAX_CANDIDATES_A_PAGE = 100
MAX_SHOWN = 20


def plan_endpoint(exa, request, client_of=make_client):
    """
    request: connection, region, job_name, candidate_name, endpoint_name, role, problem_type, instance_type,
    instance_count, serverless {memory_mb, max_concurrency}, tags, config_name (that of the row, where there is one).

    Returns {'plan', 'endpoint', 'problems', 'failures'}. plan: candidate_name, problem_type, response_keys, model_name,
    config_name, model (the members of CreateModel), variant (that of CreateEndpointConfig). endpoint: {'status',
    'config_name', 'reason'} where AWS has one of this name, else None.
    """
    credentials, _address, problems = read_credentials(exa, request["connection"])
    problems += find_tag_problems(request.get("tags"))
    if problems:
        return {"problems": problems, "failures": []}
    client = client_of("sagemaker", credentials, request["region"])
    try:
        job = describe_job(client, request["job_name"])
    except Exception as error:
        failure = describe_failure("sagemaker:DescribeAutoMLJob", error)
        if is_missing(failure):
            return {"problems": [word_no_job(request)], "failures": []}
        return {"problems": [], "failures": [failure]}
    try:
        candidate, problem = choose_candidate(client, job, request.get("candidate_name"))
        endpoint = find_endpoint_state(client, request["endpoint_name"])
    except CallFailed as thrown:
        return {"problems": [], "failures": [thrown.failure]}
    if problem is None:
        problem = check_containers(candidate, request)
    if problem is not None:
        return {"problems": [problem], "failures": []}
    known_configs = [request.get("config_name"), endpoint and endpoint["EndpointConfigName"]]
    plan = make_plan(job, candidate, request, known_configs)
    try:
        problems = check_owner(Owner(client, exa.meta), endpoint, plan)
    except CallFailed as thrown:
        return {"problems": [], "failures": [thrown.failure]}
    if problems:
        return {"problems": problems, "failures": []}
    return {
        "plan": plan,
        "endpoint": endpoint
        and {
            "status": endpoint["EndpointStatus"],
            "config_name": endpoint["EndpointConfigName"],
            "reason": endpoint.get("FailureReason"),
        },
        "problems": [],
        "failures": [],
    }


def check_owner(owner, endpoint, plan):
    """
    An endpoint with the planned configuration would be taken over, so it has to be ours. One with another configuration
    is refused later in any case. @raises CallFailed
    """
    if endpoint is None or endpoint["EndpointStatus"] == "Deleting":
        return []
    if endpoint["EndpointConfigName"] != plan["config_name"]:
        return []
    missing = owner.list_missing_tags(endpoint["EndpointArn"])
    if not missing:
        return []
    return [
        word_problem(
            "E-SME-274",
            "AWS has an endpoint '{}' already, and it lacks our tags: {}.".format(
                endpoint["EndpointName"], ", ".join("{} = '{}'".format(key, owner.tags[key]) for key in missing)
            ),
            "Nothing was created. Use another endpoint_name: another deployment or person created this endpoint.",
        )
    ]


def word_no_job(request):
    return word_problem(
        "E-SME-181",
        "There is no job '{}' in region '{}' of this AWS account.".format(request["job_name"], request["region"]),
        "Check name, region, and that the connection holds keys of the account that ran it.",
    )


def choose_candidate(client, job, name):
    """(candidate, None) or (None, problem). @raises CallFailed"""
    job_name, status = job["AutoMLJobName"], job["AutoMLJobStatus"]
    if status not in ENDED_STATUSES:
        reason = job.get("FailureReason")
        return None, word_problem(
            "E-SME-182",
            "The job '{}' cannot be served, its status is '{}'{}.".format(
                job_name, status, ": " + reason.rstrip(".") if reason else ""
            ),
            "A failed job has no model: train again."
            if status == "Failed"
            else "Wait until it is Completed; SME_POLL_SAGEMAKER_AUTOPILOT_JOB_STATUS tells.",
        )
    best = job.get("BestCandidate")
    if name is None:
        if best is not None:
            return best, None
        return None, word_problem(
            "E-SME-183",
            "The job '{}' has ended as '{}' without a best candidate.".format(job_name, status),
            "No candidate was trained to its end: train again with more time or more candidates.",
        )
    if best is not None and best["CandidateName"] == name:
        return best, None
    seen = []
    for candidate in list_candidates(client, job_name):
        if candidate["CandidateName"] == name:
            return candidate, None
        seen.append(candidate["CandidateName"])
    shown = ", ".join("'{}'".format(other) for other in seen[:MAX_SHOWN]) or "none"
    return None, word_problem(
        "E-SME-184",
        "The job '{}' has no candidate '{}'.".format(job_name, name),
        "Its candidates are {}{}.".format(shown, " and others" if len(seen) > MAX_SHOWN else ""),
    )


def list_candidates(client, job_name):
    token = {}
    while True:
        try:
            page = client.list_candidates_for_auto_ml_job(
                AutoMLJobName=job_name, MaxResults=MAX_CANDIDATES_A_PAGE, **token
            )
        except Exception as error:
            raise CallFailed(describe_failure("sagemaker:ListCandidatesForAutoMLJob", error)) from error
        for candidate in page["Candidates"]:
            yield candidate
        if not page.get("NextToken"):
            return
        token = {"NextToken": page["NextToken"]}


def check_containers(candidate, request):
    containers = candidate.get("InferenceContainers") or []
    name = candidate["CandidateName"]
    if not containers:
        return word_problem(
            "E-SME-185",
            "The candidate '{}' has no containers to serve it with, its status is '{}'.".format(
                name, candidate.get("CandidateStatus")
            ),
            "Take another candidate.",
        )
    if request.get("serverless") and len(containers) > 1:
        return word_problem(
            "E-SME-186",
            "The candidate '{}' is a pipeline of {} containers, which AWS does not serve serverless.".format(
                name, len(containers)
            ),
            "Give instance_type instead, or train with mode 'ENSEMBLING', whose models have one container.",
        )
    return None


def find_problem_type(job, request):
    """The one that the job has settled on; V1 and V2 keep it in two places. Else the one that was asked for."""
    resolved = job.get("ResolvedAttributes") or {}
    tabular = (resolved.get("AutoMLProblemTypeResolvedAttributes") or {}).get("TabularResolvedAttributes") or {}
    config = (job.get("AutoMLProblemTypeConfig") or {}).get("TabularJobConfig") or {}
    return (
        tabular.get("ProblemType")
        or resolved.get("ProblemType")
        or config.get("ProblemType")
        or job.get("ProblemType")
        or request.get("problem_type")
    )


def make_plan(job, candidate, request, known_configs=()):
    """known_configs: names of the configuration that the endpoint has, in AWS and in its row."""
    problem_type = find_problem_type(job, request)
    containers = candidate["InferenceContainers"]
    response_keys = choose_response_keys(containers, problem_type)
    model = {
        "Containers": prepare_containers(containers, response_keys),
        "ExecutionRoleArn": request.get("role") or job["RoleArn"],
    }
    for make in (make_name_of_0_1_0, make_name):
        model_name = make(request["endpoint_name"], model)
        variant = make_variant(request, model_name)
        config_name = make(request["endpoint_name"], variant)
        if config_name in known_configs:
            break
    return {
        "candidate_name": candidate["CandidateName"],
        "problem_type": problem_type,
        "response_keys": response_keys,
        "model": model,
        "model_name": model_name,
        "variant": variant,
        "config_name": config_name,
    }


def make_variant(request, model_name):
    variant = {"VariantName": VARIANT_NAME, "ModelName": model_name}
    serverless = request.get("serverless")
    if serverless:
        variant["ServerlessConfig"] = {
            "MemorySizeInMB": serverless["memory_mb"],
            "MaxConcurrency": serverless["max_concurrency"],
        }
    else:
        variant["InstanceType"] = request["instance_type"]
        variant["InitialInstanceCount"] = request["instance_count"]
    return variant
