"""Checks of a connection and its AWS account for operators. Only the check bucket_write changes anything in AWS."""

import uuid
from datetime import datetime, timezone

from sme.aws_client import describe_failure, make_client
from sme.aws_times import format_utc, seconds_between
from sme.bucket_address import parse_bucket_address
from sme.credentials import find_form, read_credentials
from sme.facts import DATABASE_TAG, EXPIRES_AT_TAG, SCHEMA_TAG, USER_TAG, VERSION_TAG
from sme.iam_simulation import SimulationError, find_principal, simulate
from sme.training_check import check_address, check_bucket

PROBE_FOLDER = "sme-doctor"
PROBE_BODY = b"Written by sme doctor to check write access. You may delete this object.\n"
MAX_ENDPOINTS = 100
QUOTA_KEYWORDS = (
    "automl",
    "autopilot",
    "instances across active endpoints",
    "instances across all transform jobs",
    "serverless endpoints",
    # The instance types of the guide; an account has quotas for hundreds of types.
    "ml.m5.large for endpoint usage",
    "ml.m5.xlarge for transform job usage",
)


def check_connection(exa, request, create_client=make_client, now=None):
    """
    request: connection, ask (names of CHECKS), region (None: the Region of the connection's address), role, path (in
    the bucket, for bucket_write), simulations (for permissions). now: datetime in UTC, for tests.

    Returns {'problems': error texts, 'failures' (of AWS calls), 'address', 'region', 'bucket', 'key_id_end' (last four
    characters of the key ID), 'options' (for uploads), 'credentials_form' (see find_form), 'has_session_token',
    'role_arn', 'external_id' and 'expires_at' (each if the connection has it)} and the result of each check under its
    name. A check that failed has a failure and no result.
    """
    credentials, address, problems = read_credentials(exa, request["connection"])
    location = parse_bucket_address(address) if address else None
    region = request.get("region") or (location or {}).get("region")
    bucket = (location or {}).get("bucket")
    response = {"problems": problems, "failures": [], "address": address, "region": region, "bucket": bucket}
    if not credentials:
        return response
    response["key_id_end"] = credentials["key_id"][-4:]
    response["options"] = credentials["options"]
    response["credentials_form"] = find_form(credentials)
    for fact in ("role_arn", "external_id", "expires_at"):
        if fact in credentials:
            response[fact] = credentials[fact]
    response["has_session_token"] = "session_token" in credentials
    if region is None:
        return response
    context = {
        "client": lambda service: create_client(service, credentials, region, attempts=2),
        "region": region,
        "bucket": bucket,
        "encryption": credentials["encryption"],
        "name": request["connection"],
        "address": address,
        "role": request.get("role"),
        "path": request.get("path") or "",
        "simulations": request.get("simulations") or [],
        "role_of_keys": credentials.get("role_arn"),
        "now": now or datetime.now(timezone.utc),
    }
    for name in request["ask"]:
        CHECKS[name](context, response)
    return response


def check_identity(context, response):
    """STS identifies the owner of every valid key, whatever its permissions."""
    try:
        identity = context["client"]("sts").get_caller_identity()
        response["identity"] = {"arn": identity["Arn"], "account": identity["Account"]}
    except Exception as error:
        response["failures"].append(describe_failure("sts:GetCallerIdentity", error))


def check_bucket_access(context, response):
    bucket, region = context["bucket"], context["region"]
    response["problems"] += check_address(context["name"], context["address"], bucket, region)
    if bucket is None:
        return
    problems, failures = check_bucket(context["client"]("s3"), bucket, region, None)
    response["problems"] += problems
    response["failures"] += failures


def check_bucket_write(context, response):
    """
    Writes a small object under a unique name, reads it and deletes it, as a training and its report do.
    The result is {'key', 'done': completed steps, 'left': True if the object still exists}.
    """
    if context["bucket"] is None:
        return
    key = "/".join(part for part in (context["path"].strip("/"), PROBE_FOLDER, uuid.uuid4().hex) if part)
    probe = {"key": key, "done": [], "left": False}
    response["bucket_write"] = probe
    s3, target = context["client"]("s3"), {"Bucket": context["bucket"], "Key": key}

    def run_step(name, call):
        try:
            call()
            probe["done"].append(name)
        except Exception as error:
            response["failures"].append(describe_failure("s3:{}Object".format(name.capitalize()), error))

    run_step("put", lambda: s3.put_object(Body=PROBE_BODY, ContentType="text/plain", **target, **context["encryption"]))
    # If the response was lost, the object may exist anyway.
    if probe["done"] or response["failures"][-1]["kind"] == "interrupted":
        probe["left"] = True
        run_step("get", lambda: s3.get_object(**target)["Body"].read())
        run_step("delete", lambda: s3.delete_object(**target))
        probe["left"] = "delete" not in probe["done"]


def check_role(context, response):
    try:
        role = context["client"]("iam").get_role(RoleName=context["role"].split("/")[-1])["Role"]
        response["role"] = {"arn": role["Arn"], "trusted": trusts_sagemaker(role.get("AssumeRolePolicyDocument"))}
    except Exception as error:
        response["failures"].append(describe_failure("iam:GetRole", error))


def check_pass_role(context, response):
    """Asks IAM whether the owner of the keys may pass the role to SageMaker."""
    try:
        principal = find_principal(context["client"], context["role_of_keys"])
    except SimulationError as error:
        response["failures"].append(error.failure)
        return
    group = {"resource": context["role"], "actions": ["iam:PassRole"]}
    decisions, failures = simulate(context["client"], principal, [group])
    decision = decisions[0]["decision"] if decisions else None
    response["pass_role"] = {"principal": principal["source"], "decision": decision}
    response["failures"] += failures


def check_permissions(context, response):
    """
    Asks IAM about the simulations of the request: {'resource': an ARN with the slots {partition}, {account}, {region}
    and {bucket}, 'actions'}. Simulations of a bucket are left out if the connection has none.
    """
    try:
        principal = find_principal(context["client"], context["role_of_keys"])
    except SimulationError as error:
        response["failures"].append(error.failure)
        return
    groups = []
    for simulation in context["simulations"]:
        resource = simulation["resource"]
        if "{bucket}" in resource and context["bucket"] is None:
            continue
        for slot in ("partition", "account"):
            resource = resource.replace("{" + slot + "}", principal[slot])
        for slot in ("region", "bucket"):
            resource = resource.replace("{" + slot + "}", context[slot] or "")
        groups.append((simulation["resource"], {"resource": resource, "actions": simulation["actions"]}))
    decisions, failures = simulate(context["client"], principal, [group for _, group in groups])
    asked = {group["resource"]: template for template, group in groups}
    for decision in decisions:
        decision["resource"] = asked[decision["resource"]]
    response["permissions"] = {"principal": principal["source"], "decisions": decisions}
    response["failures"] += failures


def trusts_sagemaker(policy):
    """True if a trust policy lets SageMaker assume the role. Conditions are not evaluated."""
    for statement in as_list((policy or {}).get("Statement")):
        principal = statement.get("Principal", {})
        services = as_list(principal.get("Service")) if isinstance(principal, dict) else []
        actions = as_list(statement.get("Action"))
        is_sagemaker = any(service.startswith("sagemaker.") for service in services)
        if statement.get("Effect") == "Allow" and is_sagemaker and any(action.startswith("sts:") for action in actions):
            return True
    return False


def as_list(value):
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def check_quotas(context, response):
    try:
        client = context["client"]("service-quotas")
        pages = client.get_paginator("list_service_quotas").paginate(ServiceCode="sagemaker")
        response["quotas"] = [
            {"name": quota["QuotaName"], "value": quota["Value"]}
            for page in pages
            for quota in page["Quotas"]
            if any(keyword in quota["QuotaName"].lower() for keyword in QUOTA_KEYWORDS)
        ]
    except Exception as error:
        response["failures"].append(describe_failure("servicequotas:ListServiceQuotas", error))


def check_endpoints(context, response):
    """Lists the endpoints with the extension's tag, oldest first: each is billed until it is deleted."""
    operation = "sagemaker:ListEndpoints"
    try:
        sagemaker = context["client"]("sagemaker")
        pages = sagemaker.get_paginator("list_endpoints").paginate(SortBy="CreationTime", SortOrder="Ascending")
        listed = [entry for page in pages for entry in page["Endpoints"] if entry["EndpointStatus"] != "Deleting"]
        operation = "sagemaker:ListTags"
        endpoints = []
        for endpoint in listed[:MAX_ENDPOINTS]:
            tag_list = sagemaker.list_tags(ResourceArn=endpoint["EndpointArn"])["Tags"]
            tags = {tag["Key"]: tag["Value"] for tag in tag_list}
            if VERSION_TAG in tags:
                endpoints.append(describe_endpoint(endpoint, tags, context["now"]))
        response["endpoints"] = endpoints
        response["endpoints_unread"] = max(0, len(listed) - MAX_ENDPOINTS)
    except Exception as error:
        response["failures"].append(describe_failure(operation, error))


def describe_endpoint(endpoint, tags, now):
    return {
        "name": endpoint["EndpointName"],
        "status": endpoint["EndpointStatus"],
        "created": format_utc(endpoint["CreationTime"]),
        "age_seconds": seconds_between(endpoint["CreationTime"], now),
        "expires": tags.get(EXPIRES_AT_TAG),
        "database": tags.get(DATABASE_TAG),
        "schema": tags.get(SCHEMA_TAG),
        "user": tags.get(USER_TAG),
    }


CHECKS = {
    "identity": check_identity,
    "bucket": check_bucket_access,
    "bucket_write": check_bucket_write,
    "role": check_role,
    "pass_role": check_pass_role,
    "permissions": check_permissions,
    "quotas": check_quotas,
    "endpoints": check_endpoints,
}
