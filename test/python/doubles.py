"""Stand-ins for what Exasol gives a UDF. The AWS side is boto3's own client with a stubbed wire (botocore.stub)."""

import os
import sys

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
    """`connections`: name → connection, as Exasol finds them."""

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
    """A `make_client` that hands out stubbed clients, and remembers what it was asked for."""
    asked = []

    def client_of(service, credentials, region, attempts=3):
        asked.append((service, credentials, region, attempts))
        return clients[service]

    setattr(client_of, "asked", asked)  # noqa: B010
    return client_of


def real_client(service):
    import boto3.session

    return boto3.session.Session("AKIAEXAMPLE", "very-secret", region_name="eu-central-1").client(service)
