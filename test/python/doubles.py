"""Test doubles for what Exasol gives a UDF. The AWS side is boto3's own client with stubbed responses."""

import os
import sys
import unittest

import botocore
import botocore.loaders
import botocore.session
from botocore.exceptions import ClientError, ParamValidationError
from botocore.stub import Stubber

# Every client needs the service model of its service, and parsing one takes longer than most tests.
LOADER = botocore.loaders.create_loader()
botocore.session.create_loader = lambda search_path_string=None: LOADER  # pyright: ignore

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "..", "templates", "python"))

KEYS = {"key_id": "AKIAEXAMPLE", "secret": "very-secret"}


class StubConnection:
    def __init__(
        self, address="https://my-bucket.s3.eu-central-1.amazonaws.com", user="AKIAEXAMPLE", password="very-secret"
    ):
        self.type = "password"
        self.address = address
        self.user = user
        self.password = password


class StubMeta:
    database_name = "DB1"
    script_schema = "SME"
    current_user = "ANNA"
    session_id = "1585944483210400591"


class StubExa:
    """The global exa of a UDF. connections: {name: StubConnection}."""

    def __init__(self, connections=None):
        self.meta = StubMeta()
        self.connections = {"AWS": StubConnection()} if connections is None else connections

    def get_connection(self, name):
        if name not in self.connections:
            raise ImportError(
                "get_connection for connection name {0} failed: connection {0} does not exist".format(name)
            )
        return self.connections[name]


def make_clients(**clients):
    """A make_client that returns the given clients, by service, and records the calls in its attribute `calls`."""
    calls = []

    def create_client(service, credentials, region, attempts=3):
        calls.append((service, credentials, region, attempts))
        return clients[service]

    setattr(create_client, "calls", calls)  # noqa: B010
    return create_client


def real_client(service):
    import boto3.session

    return boto3.session.Session("AKIAEXAMPLE", "very-secret", region_name="eu-central-1").client(service)


class ServiceStubber(Stubber):
    """
    Stubs one client, and skips the test if this botocore is too old for it. Exasol's containers have botocore 1.20 to
    1.40; version 2 of the AutoML API exists since 1.29.98.
    """

    def add_response(self, method, service_response, expected_params=None):
        if method.endswith("_v2") and not hasattr(self.client, method) and hasattr(self.client, method[:-3]):
            raise unittest.SkipTest("botocore {} has no {}".format(botocore.__version__, method))
        try:
            super().add_response(method, service_response, expected_params)
        except ParamValidationError as error:
            skip_unless_known(error)
            raise

    def add_client_error(self, method, *arguments, **more):
        """Errors are the same in both versions of an operation, so the stub falls back to version 1."""
        known = method if hasattr(self.client, method) or not method.endswith("_v2") else method[:-3]
        super().add_client_error(known, *arguments, **more)


def skip_unless_known(error):
    """Skips the test if botocore is too old to know a parameter. error: the ParamValidationError."""
    unknown = [line for line in str(error).splitlines() if line.startswith("Unknown parameter in")]
    if unknown and not has_automl_v2():
        raise unittest.SkipTest("botocore {}: {}".format(botocore.__version__, unknown[0])) from error


def make_service_error(code, message="…", status=400):
    """The exception of boto3 for an error response of AWS."""
    response = {"Error": {"Code": code, "Message": message}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return ClientError(response, "Operation")


def has_automl_v2():
    return hasattr(real_client("sagemaker"), "create_auto_ml_job_v2")
