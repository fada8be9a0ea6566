"""AWS clients for UDFs, and their failures as plain data, which the Lua scripts turn into errors."""

import json
import os
import re

from sme.assumed_role import FixedCredentials, find_role_session
from sme.facts import REFUSED_KEY_CODES

CONNECT_TIMEOUT_SECONDS = 5
READ_TIMEOUT_SECONDS = 60
# An error repeats a list of allowed values completely up to this length. AWS lists more than 200 instance types.
MAX_LISTED_VALUES = 20


def find_endpoint_url(service, environment=None):
    """
    The endpoint URL that the environment sets for a service, or None. botocore before 1.31 ignores these variables.

    service: name of the boto3 client. environment: the variables to search, os.environ by default.
    """
    environment = os.environ if environment is None else environment
    if environment.get("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "").lower() == "true":
        return None
    service_variable = "AWS_ENDPOINT_URL_" + service.upper().replace("-", "_")
    return environment.get(service_variable) or environment.get("AWS_ENDPOINT_URL") or None


def make_client(service, credentials, region, attempts=3, **options):
    """
    A boto3 client with explicit keys, or with a session of the role that they name. It never takes keys from
    os.environ, which child processes inherit, or from the instance metadata of the database node.

    credentials: see read_credentials. attempts: requests per call, including retries of botocore.
    options: further options of botocore's Config. Options that this version of botocore does not know are ignored, such
    as tcp_keepalive before 1.27.84.
    """
    from botocore.config import Config

    session = make_session(credentials, region)
    config_options = {
        "connect_timeout": CONNECT_TIMEOUT_SECONDS,
        "read_timeout": READ_TIMEOUT_SECONDS,
        "retries": {"mode": "standard", "total_max_attempts": attempts},
    }
    config_options.update(options)
    config = Config(**{name: value for name, value in config_options.items() if name in Config.OPTION_DEFAULTS})
    endpoint_url = find_endpoint_url(service)
    if service == "s3" and not endpoint_url:
        # EXPORT writes through this endpoint. Nodes in a closed network reach no other one.
        endpoint_url = credentials.get("s3_endpoint_url")
    return session.client(service, endpoint_url=endpoint_url, config=config)


def make_session(credentials, region):
    """A session of boto3."""
    import boto3.session
    import botocore.session

    core = botocore.session.get_session()
    # boto3 before 1.36 calls STS in us-east-1 otherwise, which a firewall or an endpoint of a VPC may not reach.
    core.set_config_variable("sts_regional_endpoints", "regional")
    if not credentials.get("role_arn"):
        core.set_credentials(credentials["key_id"], credentials["secret"], credentials.get("session_token"))
    else:
        own_keys = {key: credentials.get(key) for key in ("key_id", "secret", "session_token")}
        role_session = find_role_session(credentials, region, lambda: make_client("sts", own_keys, region))
        core.register_component("credential_provider", FixedCredentials(role_session))
    return boto3.session.Session(botocore_session=core, region_name=region)


def shorten_enumerations(message):
    """Replaces a long list of allowed values in a message of AWS by those that are similar to the rejected one."""

    def shorten(match):
        values = match.group("values").split(", ")
        if len(values) <= MAX_LISTED_VALUES:
            return match.group(0)
        import difflib

        nearest = difflib.get_close_matches(match.group("rejected"), values, n=3) or values[:3]
        return "{}[{}, … ({} values)]".format(match.group("start"), ", ".join(nearest), len(values))

    return re.sub(
        r"(?P<start>Value '(?P<rejected>[^']*)' at [^\[]*? enum value set: )\[(?P<values>[^\]]*)\]", shorten, message
    )


def describe_failure(operation, error):
    """
    An exception of boto3 as {'operation', 'kind', 'code', 'message'}, plus 'is_answer': True if AWS responded, plus
    'role_arn' and 'has_external_id' if the operation was not called because a role could not be assumed.

    kind: 'service' (AWS returned an error code), 'unreachable' (the request never arrived), 'interrupted' (the request
    was sent, but its result is unknown: AWS may have carried it out), 'parameters' (boto3 rejected the request),
    'boto3' (boto3 is not installed), 'other'.
    """
    message = hide_logins(str(error) + describe_route(error))
    failure = {"operation": operation, "kind": "other", "code": type(error).__name__, "message": message}
    role = getattr(error, "assumed_role", None)
    if role:
        failure.update(role, operation="sts:AssumeRole")
    if isinstance(error, ImportError):
        failure["kind"] = "boto3"
        return failure
    from botocore import exceptions

    if isinstance(error, exceptions.ClientError):
        details = error.response.get("Error", {})
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
        failure["code"] = str(details.get("Code", "Unknown"))
        failure["message"] = shorten_enumerations(str(details.get("Message", "")))
        failure["kind"] = "interrupted" if status >= 500 else "service"
        failure["is_answer"] = True
    elif isinstance(error, exceptions.ParamValidationError):
        failure["kind"] = "parameters"
    elif isinstance(
        error,
        (
            exceptions.EndpointConnectionError,
            exceptions.ConnectTimeoutError,
            exceptions.ProxyConnectionError,
            exceptions.SSLError,
        ),
    ):
        failure["kind"] = "unreachable"
    elif isinstance(error, exceptions.HTTPClientError):
        failure["kind"] = "interrupted"
    return failure


def hide_logins(text):
    """Replaces user and password in the URLs of a text: boto3 quotes the URL of a proxy."""
    return re.sub(r"//[^/@\s\"']*@", "//***@", text)


def describe_route(error):
    """
    Why a proxy refused a connection, or the proxy through which a request went; '' without a proxy. boto3 reports
    neither.
    """
    details = getattr(error, "kwargs", {})
    refusal = re.search(r"Tunnel connection failed: \d+ [\w -]+", str(details.get("error", "")))
    if refusal:
        return " ({})".format(refusal.group().strip())
    url = str(details.get("endpoint_url") or "")
    if not url.startswith("http") or "proxy_url" in details:
        return ""
    from urllib.parse import urlsplit
    from urllib.request import getproxies, proxy_bypass

    target = urlsplit(url)
    proxy = getproxies().get(target.scheme)
    if not proxy or proxy_bypass(target.netloc):
        return ""
    address = urlsplit(proxy if "//" in proxy else "//" + proxy)
    return " through the proxy {}".format(address.netloc.rpartition("@")[2])


def is_credential_failure(failure):
    """True if no other call with the same credentials can succeed."""
    return failure["code"] in REFUSED_KEY_CODES or "role_arn" in failure


def is_not_found(failure):
    """
    True if AWS reports that the object does not exist. failure: see describe_failure.

    The service model declares ResourceNotFound for jobs. For models, endpoint configurations and endpoints, AWS returns
    ValidationException with 'Could not find …'.
    """
    if failure["code"] in ("ResourceNotFound", "ResourceNotFoundException"):
        return True
    text = failure["message"].lower()
    return failure["code"] == "ValidationException" and ("not found" in text or "could not find" in text)


def handle_json_request(request, handle):
    """
    Handles a request in JSON and returns the response in JSON. Missing boto3 is a failure in the response.

    handle: takes the parsed request and returns the response as plain data.
    """
    try:
        response = handle(json.loads(request))
    except ImportError as error:
        response = {"failures": [describe_failure("import", error)]}
    return json.dumps(response)
