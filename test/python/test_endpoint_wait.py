import unittest

from doubles import ServiceStubber, real_client
from endpoint_responses import make_endpoint
from sme.endpoint_wait import wait_while


class WaitTest(unittest.TestCase):
    def test_stops_waiting_at_the_timeout(self):
        client = real_client("sagemaker")
        times = iter([0, 1, 2, 11])
        slept = []
        with ServiceStubber(client) as stub:
            for _ in range(3):
                stub.add_response("describe_endpoint", make_endpoint("Creating"))
            found = wait_while(client, "churn", ("Creating",), 10, slept.append, lambda: next(times))
        self.assertEqual("Creating", found and found["EndpointStatus"])
        self.assertEqual([0.5, 0.75], slept)


if __name__ == "__main__":
    unittest.main()
