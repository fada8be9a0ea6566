"""Clients of AWS for UDFs, and their failures as data: Lua words them, so that no traceback reaches the user."""

import json
import os

CONNECT_TIMEOUT_SECONDS = 5
READ_TIMEOUT_SECONDS = 60


def find_endpoint(service, environment=None):
    """The endpoint URL that the environment sets for a service, or None. botocore reads it only since 1.31."""
    environment = os.environ if environment is None else environment
    if environment.get("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "").lower() == "true":
        return None
    own = "AWS_ENDPOINT_URL_" + service.upper().replace("-", "_")
    return environment.get(own) or environment.get("AWS_ENDPOINT_URL") or None


def make_client(service, credentials, region, attempts=3, **options):
    """
    A client whose keys are passed on explicitly: not through os.environ, which child processes inherit, and never from
    the instance metadata of the machine on which the database runs.

    options: further ones of botocore's Config. What this botocore is too old for (tcp_keepalive before 1.27.84) is
    left out.
    """
    import boto3.session
    from botocore.config import Config

    session = boto3.session.Session(
        aws_access_key_id=credentials["key_id"],
        aws_secret_access_key=credentials["secret"],
        region_name=region,
    )
    wanted = {
        "connect_timeout": CONNECT_TIMEOUT_SECONDS,
        "read_timeout": READ_TIMEOUT_SECONDS,
        "retries": {"mode": "standard", "total_max_attempts": attempts},
    }
    wanted.update(options)
    config = Config(**{name: value for name, value in wanted.items() if name in Config.OPTION_DEFAULTS})
    return session.client(service, endpoint_url=find_endpoint(service), config=config)


def describe_failure(operation, error):
    """
    An exception of boto3 as plain data.

    kind: 'service' (AWS answered with an error code), 'unreachable' (the request never arrived), 'interrupted' (sent,
    but no answer came: it may have been carried out), 'parameters' (boto3 refused to send it), 'boto3' (it is not
    installed), 'other'. is_answer: the failure is an answer of AWS.
    """
    failure = {"operation": operation, "kind": "other", "code": type(error).__name__, "message": str(error)}
    if isinstance(error, ImportError):
        failure["kind"] = "boto3"
        return failure
    from botocore import exceptions

    if isinstance(error, exceptions.ClientError):
        details = error.response.get("Error", {})
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
        failure["code"] = str(details.get("Code", "Unknown"))
        failure["message"] = str(details.get("Message", ""))
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


def answer_json(request, handle):
    """What every UDF does: a request as JSON in, an answer as JSON out, a missing boto3 as a failure in it."""
    try:
        answer = handle(json.loads(request))
    except ImportError as error:
        answer = {"failures": [describe_failure("import", error)]}
    return json.dumps(answer)
