"""What the tests of sme.connection_check share."""

import unittest
from datetime import datetime, timezone

from doubles import ServiceStubber, StubConnection, StubExa, make_clients, real_client
from sme.connection_check import check_connection

NOW = datetime(2026, 1, 2, 12, 0, 0, tzinfo=timezone.utc)
ROLE = "arn:aws:iam::123456789012:role/service-role/Training"
SERVICES = ("sts", "s3", "iam", "sagemaker", "service-quotas")


class ConnectionCheckTestCase(unittest.TestCase):
    def setUp(self):
        self.clients = {service: real_client(service) for service in SERVICES}
        self.stubs = {service: ServiceStubber(client) for service, client in self.clients.items()}
        for stub in self.stubs.values():
            stub.activate()
            self.addCleanup(stub.deactivate)

    def check(self, *checks, connection=None, **more):
        exa = StubExa({"AWS": connection or StubConnection()})
        request = dict({"connection": "AWS", "region": None, "role": ROLE, "ask": checks}, **more)
        response = check_connection(exa, request, make_clients(**self.clients), NOW)
        for stub in self.stubs.values():
            stub.assert_no_pending_responses()
        self.assertNotIn("very-secret", str(response))
        return response
