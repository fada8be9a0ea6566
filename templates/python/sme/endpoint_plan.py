"""Plans the AWS resources of an endpoint and looks up which of them exist. Creates nothing."""

from sme.automl_api import describe_job, find_resolved_problem_type, list_candidates
from sme.aws_client import describe_failure, is_not_found, make_client
from sme.credentials import read_credentials
from sme.endpoint_names import make_name, make_name_of_0_1_0
from sme.endpoint_objects import read_security
from sme.endpoint_owner import Owner
from sme.errors import format_error
from sme.inference_containers import list_key_choices, prepare_containers
from sme.sagemaker_calls import AwsCallError, find_endpoint
from sme.security_options import find_security_problems, make_config_security, make_model_security
from sme.tag_rules import find_tag_problems

# A stopped job may have a candidate that finished training before.
DEPLOYABLE_STATUSES = ("Completed", "Stopped")
VARIANT_NAME = "AllTraffic"
MAX_SHOWN_CANDIDATES = 20


def plan_endpoint(exa, request, create_client=make_client):
    """
    request: connection, region, job_name, candidate_name, endpoint_name, role, problem_type, instance_type,
    instance_count, serverless {memory_mb, max_concurrency}, tags, security, config_name (of the endpoint's row, if it
    has one); replaced_configs: configurations from which the endpoint may be updated, None if it must not be updated;
    response_keys: those of its prediction function, which are kept if the model supports them.

    Returns {'plan', 'endpoint', 'security', 'problems', 'failures'}. security: that of the request; an update without
    it keeps that of the endpoint. plan: candidate_name, problem_type, response_keys, model_name,
    config_name, model (parameters of CreateModel), variant (of CreateEndpointConfig). endpoint: {'status',
    'config_name', 'reason'} if AWS has an endpoint with this name, else None.
    """
    credentials, _address, problems = read_credentials(exa, request["connection"])
    problems += find_tag_problems(request.get("tags")) + find_security_problems(request.get("security"))
    if problems:
        return {"problems": problems, "failures": []}
    client = create_client("sagemaker", credentials, request["region"])
    try:
        job = describe_job(client, request["job_name"])
    except Exception as error:
        failure = describe_failure("sagemaker:DescribeAutoMLJob", error)
        if is_not_found(failure):
            problem = format_error("E-SME-181", job=request["job_name"], region=request["region"])
            return {"problems": [problem], "failures": []}
        return {"problems": [], "failures": [failure]}
    try:
        candidate, problem = choose_candidate(client, job, request.get("candidate_name"))
        endpoint = find_endpoint(client, request["endpoint_name"])
    except AwsCallError as error:
        return {"problems": [], "failures": [error.failure]}
    if problem is None:
        problem = check_containers(candidate, request)
    if problem is not None:
        return {"problems": [problem], "failures": []}
    replaced_configs = request.get("replaced_configs") or []
    known_configs = [request.get("config_name"), endpoint and endpoint["EndpointConfigName"]] + replaced_configs
    try:
        if endpoint is not None and replaced_configs and not request.get("security"):
            request = dict(request, security=read_security(client, endpoint["EndpointConfigName"]))
        plan = make_plan(job, candidate, request, known_configs)
        problems = check_owner(Owner(client, exa.meta), endpoint, [plan["config_name"]] + replaced_configs)
    except AwsCallError as error:
        return {"problems": [], "failures": [error.failure]}
    if problems:
        return {"problems": problems, "failures": []}
    return {
        "plan": plan,
        "security": request.get("security"),
        "endpoint": endpoint
        and {
            "status": endpoint["EndpointStatus"],
            "config_name": endpoint["EndpointConfigName"],
            "reason": endpoint.get("FailureReason"),
        },
        "problems": [],
        "failures": [],
    }


def check_owner(owner, endpoint, usable_configs):
    """
    Problems of an existing endpoint. An endpoint with one of these configurations would be reused or updated, so it
    must belong to this deployment. Lua rejects an endpoint with another configuration in any case. @raises AwsCallError
    """
    if endpoint is None or endpoint["EndpointStatus"] == "Deleting":
        return []
    if endpoint["EndpointConfigName"] not in usable_configs:
        return []
    missing = owner.list_missing_tags(endpoint["EndpointArn"])
    if not missing:
        return []
    tags = ", ".join("{} = '{}'".format(key, owner.tags[key]) for key in missing)
    return [format_error("E-SME-274", endpoint=endpoint["EndpointName"], tags=tags)]


def choose_candidate(client, job, name):
    """Returns (candidate, None) or (None, problem). name: None for the best candidate. @raises AwsCallError"""
    job_name, status = job["AutoMLJobName"], job["AutoMLJobStatus"]
    if status not in DEPLOYABLE_STATUSES:
        return None, unfinished_job_error(job)
    best = job.get("BestCandidate")
    if name is None:
        if best is not None:
            return best, None
        return None, format_error("E-SME-183", job=job_name, status=status)
    if best is not None and best["CandidateName"] == name:
        return best, None
    seen = []
    try:
        for candidate in list_candidates(client, job_name):
            if candidate["CandidateName"] == name:
                return candidate, None
            seen.append(candidate["CandidateName"])
    except Exception as error:
        raise AwsCallError(describe_failure("sagemaker:ListCandidatesForAutoMLJob", error)) from error
    shown = ", ".join("'{}'".format(other) for other in seen[:MAX_SHOWN_CANDIDATES]) or "none"
    candidates = shown + (" and others" if len(seen) > MAX_SHOWN_CANDIDATES else "")
    return None, format_error("E-SME-184", job=job_name, candidate=name, candidates=candidates)


def unfinished_job_error(job):
    if job["AutoMLJobStatus"] != "Failed":
        return format_error("E-SME-182.unfinished", job=job["AutoMLJobName"], status=job["AutoMLJobStatus"])
    reason = (job.get("FailureReason") or "AWS gives no reason").rstrip(".")
    return format_error("E-SME-182.failed", job=job["AutoMLJobName"], reason=reason)


def check_containers(candidate, request):
    """A problem of the candidate's inference containers, or None."""
    containers = candidate.get("InferenceContainers") or []
    name = candidate["CandidateName"]
    if not containers:
        return format_error("E-SME-185", candidate=name, status=candidate.get("CandidateStatus"))
    if request.get("serverless") and len(containers) > 1:
        return format_error("E-SME-186", candidate=name, count=len(containers))
    return None


def find_problem_type(job, request):
    """
    The resolved problem type, or else the requested one, which version 1 and version 2 of the API report in different
    places.
    """
    config = (job.get("AutoMLProblemTypeConfig") or {}).get("TabularJobConfig") or {}
    return (
        find_resolved_problem_type(job)
        or config.get("ProblemType")
        or job.get("ProblemType")
        or request.get("problem_type")
    )


def make_plan(job, candidate, request, known_configs=()):
    """known_configs: names of the endpoint's current configuration, in AWS and in its row."""
    problem_type = find_problem_type(job, request)
    security = request.get("security")
    config_security = make_config_security(security)
    plans = []
    for response_keys in list_key_choices(candidate["InferenceContainers"], problem_type):
        model = make_model(job, candidate, response_keys, request.get("role"))
        secured_model = dict(model, **make_model_security(security))
        for make in (make_name, make_name_of_0_1_0):
            model_name = make(request["endpoint_name"], secured_model)
            variant = make_variant(request, model_name)
            # Without options, names are those of earlier versions.
            config = dict(config_security, variant=variant) if config_security else variant
            plans.append(
                {
                    "candidate_name": candidate["CandidateName"],
                    "problem_type": problem_type,
                    "response_keys": response_keys,
                    "model": model,
                    "model_name": model_name,
                    "variant": variant,
                    "config_name": make(request["endpoint_name"], config),
                }
            )
    # An endpoint that an earlier version created keeps its response keys and names.
    known = [plan for plan in plans if plan["config_name"] in known_configs]
    # Queries use the prediction function while the endpoint is updated, and the function expects certain keys.
    fitting = [plan for plan in plans if plan["response_keys"] == request.get("response_keys")]
    return (known + (fitting if request.get("response_keys") else []) + plans)[0]


def make_model(job, candidate, response_keys, role):
    """The parameters of CreateModel. role: ARN, None for the role of the job."""
    return {
        "Containers": prepare_containers(candidate["InferenceContainers"], response_keys),
        "ExecutionRoleArn": role or job["RoleArn"],
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
