"""AWS clients for UDFs, and their failures as plain data, which the Lua scripts turn into errors."""

import json
import os

CONNECT_TIMEOUT_SECONDS = 5
READ_TIMEOUT_SECONDS = 60


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
    A boto3 client with explicit keys. It never takes keys from os.environ, which child processes inherit, or from the
    instance metadata of the database node.

    credentials: {'key_id', 'secret'}. attempts: requests per call, including retries of botocore.
    options: further options of botocore's Config. Options that this version of botocore does not know are ignored, such
    as tcp_keepalive before 1.27.84.
    """
    import boto3.session
    from botocore.config import Config

    session = boto3.session.Session(
        aws_access_key_id=credentials["key_id"],
        aws_secret_access_key=credentials["secret"],
        region_name=region,
    )
    config_options = {
        "connect_timeout": CONNECT_TIMEOUT_SECONDS,
        "read_timeout": READ_TIMEOUT_SECONDS,
        "retries": {"mode": "standard", "total_max_attempts": attempts},
    }
    config_options.update(options)
    config = Config(**{name: value for name, value in config_options.items() if name in Config.OPTION_DEFAULTS})
    return session.client(service, endpoint_url=find_endpoint_url(service), config=config)


def describe_failure(operation, error):
    """
    An exception of boto3 as {'operation', 'kind', 'code', 'message'}, plus 'is_answer': True if AWS responded.

    kind: 'service' (AWS returned an error code), 'unreachable' (the request never arrived), 'interrupted' (the request
    was sent, but its result is unknown: AWS may have carried it out), 'parameters' (boto3 rejected the request),
    'boto3' (boto3 is not installed), 'other'.
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
