"""Asks IAM's policy simulator what the owner of keys may do, which is free and starts nothing."""

from concurrent.futures import ThreadPoolExecutor

from sme.aws_client import describe_failure

MAX_PARALLEL_CALLS = 8


class SimulationError(Exception):
    """A call that failed. failure: see describe_failure."""

    def __init__(self, failure):
        super().__init__(failure["message"])
        self.failure = failure


def find_principal(client, role_arn=None):
    """
    Returns {'arn': the caller, 'source': the ARN of the user or role whose policies apply, 'partition', 'account'}.

    client: makes a client of a service. role_arn: the role that the keys assume, None if they are used as they are. The
    ARN of a session does not contain the path of its role, which the simulator needs; IAM knows it. Without
    iam:GetRole, a role without a path is assumed.
    @raises SimulationError
    """
    try:
        arn = client("sts").get_caller_identity()["Arn"]
    except Exception as error:
        raise SimulationError(describe_failure("sts:GetCallerIdentity", error)) from error
    _, partition, service, _, account, name = arn.split(":", 5)
    principal = {"arn": arn, "source": arn, "partition": partition, "account": account}
    if service == "sts" and name.startswith("assumed-role/"):
        principal["source"] = role_arn or find_role_arn(client, partition, account, name.split("/")[1])
    elif not name.startswith("user/"):
        message = "IAM simulates users and roles only, not {}".format(arn)
        raise SimulationError(
            {
                "operation": "iam:SimulatePrincipalPolicy",
                "kind": "parameters",
                "code": "NotSimulated",
                "message": message,
            }
        )
    return principal


def find_role_arn(client, partition, account, name):
    try:
        return client("iam").get_role(RoleName=name)["Role"]["Arn"]
    except Exception:
        return "arn:{}:iam::{}:role/{}".format(partition, account, name)


def simulate(client, principal, groups):
    """
    Simulates groups of actions, in parallel. groups: {'resource': ARN, 'actions'}. Returns (decisions, failures).

    decisions: {'resource', 'action', 'decision', 'missing_context': names of context keys that policies refer to and
    the simulation does not have}. A group whose call failed has a failure and no decisions.
    """
    iam = client("iam")
    with ThreadPoolExecutor(MAX_PARALLEL_CALLS) as pool:
        results = list(pool.map(lambda group: simulate_group(iam, principal["source"], group), groups))
    decisions = [decision for found, _ in results for decision in found]
    failures = [failure for _, failure in results if failure]
    return decisions, failures


def simulate_group(iam, source, group):
    """Returns (decisions, failure or None). One resource a call: its results then need no matching by resource."""
    request = {
        "PolicySourceArn": source,
        "ActionNames": group["actions"],
        "ResourceArns": [group["resource"]],
        "ContextEntries": [
            {
                "ContextKeyName": "iam:PassedToService",
                "ContextKeyValues": ["sagemaker.amazonaws.com"],
                "ContextKeyType": "string",
            }
        ],
    }
    decisions = []
    try:
        while True:
            page = iam.simulate_principal_policy(**request)
            for result in page["EvaluationResults"]:
                decisions.append(
                    {
                        "resource": group["resource"],
                        "action": result["EvalActionName"],
                        "decision": read_decision(result),
                        "missing_context": result.get("MissingContextValues", []),
                    }
                )
            if not page.get("IsTruncated"):
                return decisions, None
            request["Marker"] = page["Marker"]
    except Exception as error:
        return [], describe_failure("iam:SimulatePrincipalPolicy", error)


def read_decision(result):
    """Policies of the organization and the boundary of the principal can deny what the principal's policies allow."""
    if result.get("OrganizationsDecisionDetail", {}).get("AllowedByOrganizations") is False:
        return "deniedByOrganization"
    if result.get("PermissionsBoundaryDecisionDetail", {}).get("AllowedByPermissionsBoundary") is False:
        return "deniedByBoundary"
    return result["EvalDecision"]
