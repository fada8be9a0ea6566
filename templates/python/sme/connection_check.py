"""
What an operator wants to know about a connection and the account behind it. Changes nothing at AWS, but for the
question bucket_write, which says so by its name.
"""

import uuid
from datetime import datetime, timezone

from sme.aws_client import describe_failure, make_client
from sme.aws_times import count_seconds, write_utc
from sme.bucket_address import parse_bucket_address
from sme.credentials import read_credentials
from sme.training_check import check_address, check_bucket

EXTENSION_TAG = "exasol:extension-version"
EXPIRY_TAG = "exasol:expires-at"
OWN_TAGS = ("exasol:database", "exasol:schema", "exasol:user")
PROBE_FOLDER = "sme-doctor"
PROBE_BODY = b"sme doctor tries whether it may write here; this may be deleted.\n"
MAX_ENDPOINTS = 100
QUOTA_WORDS = ("automl", "autopilot", "instances across active endpoints")


def check_connection(exa, request, client_of=make_client, now=None):
    """
    request: connection, ask (names out of ASKED), region (None: that of the connection's address), role, path (in the
    bucket, for bucket_write).
    Returns {'problems' (texts), 'failures' (of AWS calls), 'address', 'region', 'bucket', 'key_id_end', 'options' (for
    uploads of Exasol, behind the secret)} and what each question found under its own name. A question that failed has
    no answer and a failure.
    """
    credentials, address, problems = read_credentials(exa, request["connection"])
    named = parse_bucket_address(address) if address else None
    region = request.get("region") or (named or {}).get("region")
    bucket = (named or {}).get("bucket")
    answer = {"problems": problems, "failures": [], "address": address, "region": region, "bucket": bucket}
    if not credentials:
        return answer
    answer["key_id_end"] = credentials["key_id"][-4:]
    answer["options"] = credentials["options"]
    if region is None:
        return answer
    aws = {
        "client": lambda service: client_of(service, credentials, region, attempts=2),
        "region": region,
        "bucket": bucket,
        "encryption": credentials["encryption"],
        "name": request["connection"],
        "address": address,
        "role": request.get("role"),
        "path": request.get("path") or "",
        "now": now or datetime.now(timezone.utc),
    }
    for question in request["ask"]:
        ASKED[question](aws, answer)
    return answer


def ask_identity(aws, answer):
    """STS answers every key that is accepted, whatever it may do otherwise."""
    try:
        identity = aws["client"]("sts").get_caller_identity()
        answer["identity"] = {"arn": identity["Arn"], "account": identity["Account"]}
    except Exception as error:
        answer["failures"].append(describe_failure("sts:GetCallerIdentity", error))


def ask_bucket(aws, answer):
    answer["problems"] += check_address(aws["name"], aws["address"], aws["bucket"], aws["region"])
    if aws["bucket"] is None:
        return
    problems, failures = check_bucket(aws["client"]("s3"), aws["bucket"], aws["region"], None)
    answer["problems"] += problems
    answer["failures"] += failures


def ask_bucket_write(aws, answer):
    """
    Puts a small object under a name that nobody else has, reads it and deletes it: what a training and its report do.
    Answers {'key', 'done': steps that went well, 'left': whether the object is still there}.
    """
    if aws["bucket"] is None:
        return
    key = "/".join(part for part in (aws["path"].strip("/"), PROBE_FOLDER, uuid.uuid4().hex) if part)
    probe = {"key": key, "done": [], "left": False}
    answer["bucket_write"] = probe
    s3, target = aws["client"]("s3"), {"Bucket": aws["bucket"], "Key": key}

    def step(name, work):
        try:
            work()
            probe["done"].append(name)
        except Exception as error:
            answer["failures"].append(describe_failure("s3:{}Object".format(name.capitalize()), error))

    step("put", lambda: s3.put_object(Body=PROBE_BODY, ContentType="text/plain", **target, **aws["encryption"]))
    # an answer that got lost on its way may stand for an object that is there
    if probe["done"] or answer["failures"][-1]["kind"] == "interrupted":
        probe["left"] = True
        step("get", lambda: s3.get_object(**target)["Body"].read())
        step("delete", lambda: s3.delete_object(**target))
        probe["left"] = "delete" not in probe["done"]


def ask_role(aws, answer):
    try:
        role = aws["client"]("iam").get_role(RoleName=aws["role"].split("/")[-1])["Role"]
        answer["role"] = {"arn": role["Arn"], "trusted": trusts_sagemaker(role.get("AssumeRolePolicyDocument"))}
    except Exception as error:
        answer["failures"].append(describe_failure("iam:GetRole", error))


def ask_pass_role(aws, answer):
    """Whether the keys may hand the role to SageMaker, by IAM's own simulation: it costs nothing and starts nothing."""
    operation = "sts:GetCallerIdentity"
    try:
        principal = aws["client"]("sts").get_caller_identity()["Arn"]
        answer["pass_role"] = {"principal": principal, "decision": None}
        operation = "iam:SimulatePrincipalPolicy"
        simulated = aws["client"]("iam").simulate_principal_policy(
            PolicySourceArn=principal,
            ActionNames=["iam:PassRole"],
            ResourceArns=[aws["role"]],
            ContextEntries=[
                {
                    "ContextKeyName": "iam:PassedToService",
                    "ContextKeyValues": ["sagemaker.amazonaws.com"],
                    "ContextKeyType": "string",
                }
            ],
        )
        answer["pass_role"]["decision"] = simulated["EvaluationResults"][0]["EvalDecision"]
    except Exception as error:
        answer["failures"].append(describe_failure(operation, error))


def trusts_sagemaker(policy):
    """True where the trust policy lets SageMaker assume the role. Conditions are not judged."""
    for statement in as_list((policy or {}).get("Statement")):
        principal = statement.get("Principal", {})
        services = as_list(principal.get("Service")) if isinstance(principal, dict) else []
        actions = as_list(statement.get("Action"))
        named = any(service.startswith("sagemaker.") for service in services)
        if statement.get("Effect") == "Allow" and named and any(action.startswith("sts:") for action in actions):
            return True
    return False


def as_list(value):
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def ask_quotas(aws, answer):
    try:
        pages = aws["client"]("service-quotas").get_paginator("list_service_quotas").paginate(ServiceCode="sagemaker")
        answer["quotas"] = [
            {"name": quota["QuotaName"], "value": quota["Value"]}
            for page in pages
            for quota in page["Quotas"]
            if any(word in quota["QuotaName"].lower() for word in QUOTA_WORDS)
        ]
    except Exception as error:
        answer["failures"].append(describe_failure("servicequotas:ListServiceQuotas", error))


def ask_endpoints(aws, answer):
    """Endpoints that carry our tag, the oldest first: each of them costs money as long as it is there."""
    operation = "sagemaker:ListEndpoints"
    try:
        sagemaker = aws["client"]("sagemaker")
        pages = sagemaker.get_paginator("list_endpoints").paginate(SortBy="CreationTime", SortOrder="Ascending")
        listed = [entry for page in pages for entry in page["Endpoints"] if entry["EndpointStatus"] != "Deleting"]
        operation = "sagemaker:ListTags"
        found = []
        for endpoint in listed[:MAX_ENDPOINTS]:
            answered = sagemaker.list_tags(ResourceArn=endpoint["EndpointArn"])
            tags = {tag["Key"]: tag["Value"] for tag in answered["Tags"]}
            if EXTENSION_TAG in tags:
                found.append(describe_endpoint(endpoint, tags, aws["now"]))
        answer["endpoints"] = found
        answer["endpoints_unread"] = max(0, len(listed) - MAX_ENDPOINTS)
    except Exception as error:
        answer["failures"].append(describe_failure(operation, error))


def describe_endpoint(endpoint, tags, now):
    described = {
        "name": endpoint["EndpointName"],
        "status": endpoint["EndpointStatus"],
        "created": write_utc(endpoint["CreationTime"]),
        "age_seconds": count_seconds(endpoint["CreationTime"], now),
        "expires": tags.get(EXPIRY_TAG),
    }
    described.update({key.split(":")[1]: tags.get(key) for key in OWN_TAGS})
    return described


ASKED = {
    "identity": ask_identity,
    "bucket": ask_bucket,
    "bucket_write": ask_bucket_write,
    "role": ask_role,
    "pass_role": ask_pass_role,
    "quotas": ask_quotas,
    "endpoints": ask_endpoints,
}
