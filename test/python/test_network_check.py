import http.server
import socket
import threading
import time
import unittest
from email.utils import formatdate
from types import SimpleNamespace
from unittest import mock

import doubles  # noqa: F401
from sme import network_check
from sme.aws_client import make_client
from sme.network_check import check_network, find_url

LOGIN = "Basic YW5uOnA6QGNhbmFyeQ=="  # ann:p:@canary


class RespondingHandler(http.server.BaseHTTPRequestHandler):
    """A server that is also a proxy: it answers requests for any host, and tunnels lead to a server without TLS."""

    def do_HEAD(self):
        if self.path.startswith("http://proxied.invalid") and self.headers["Proxy-Authorization"] != LOGIN:
            self.send_response_only(407)
            self.end_headers()
            return
        self.send_response_only(403)
        self.send_header("Date", formatdate(1_000_000, usegmt=True))
        self.end_headers()

    def do_CONNECT(self):
        is_known = self.headers["Proxy-Authorization"] == LOGIN
        self.send_response(200 if is_known else 407)
        self.end_headers()

    def log_message(self, format, *args):
        pass


def client_at(url):
    return lambda service, credentials, region: SimpleNamespace(meta=SimpleNamespace(endpoint_url=url))


def check(url, clock=time.time, environment=None):
    with mock.patch.dict("os.environ", environment or {}, clear=True):
        return check_network({"region": "eu-central-1", "services": ["s3"]}, client_at(url), clock)


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class CheckNetworkTest(unittest.TestCase):
    def setUp(self):
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), RespondingHandler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        self.port = server.server_address[1]
        # A server without TLS does not respond to a TLS handshake, so this step only ends with its timeout.
        timeout = mock.patch.object(network_check, "STEP_TIMEOUT_SECONDS", 0.5)
        timeout.start()
        self.addCleanup(timeout.stop)

    def steps(self, response):
        return [(step["step"], step["ok"]) for step in response["targets"][0]["steps"]]

    def test_reports_a_reachable_service(self):
        response = check("http://localhost:{}".format(self.port), clock=lambda: 1_000_400.9)
        self.assertEqual([("dns", True), ("connect", True), ("answer", True)], self.steps(response))
        self.assertEqual(400, response["targets"][0]["skew_seconds"])
        self.assertIn("127.0.0.1", response["targets"][0]["steps"][0]["text"])

    def test_reports_an_unknown_host(self):
        response = check("https://no-such-host.invalid")
        self.assertEqual([("dns", False)], self.steps(response))
        self.assertIsNone(response["targets"][0]["skew_seconds"])

    def test_reports_a_refused_connection(self):
        response = check("https://127.0.0.1:{}".format(free_port()))
        self.assertEqual([("dns", True), ("connect", False)], self.steps(response))

    def test_reports_a_failed_tls_handshake(self):
        response = check("https://127.0.0.1:{}".format(self.port))
        self.assertEqual([("dns", True), ("connect", True), ("tls", False)], self.steps(response))
        self.assertIn("SSL", response["targets"][0]["steps"][2]["text"])

    def test_opens_a_tunnel_with_the_login_and_hides_the_login(self):
        proxy = "http://ann:p%3A%40canary@127.0.0.1:{}".format(self.port)
        response = check("https://s3.invalid", environment={"HTTPS_PROXY": proxy})
        self.assertEqual("127.0.0.1:{}".format(self.port), response["targets"][0]["via"])
        self.assertEqual([("dns", True), ("connect", True), ("proxy", True), ("tls", False)], self.steps(response))
        self.assertEqual(["HTTPS_PROXY"], response["variables"])
        self.assertNotIn("canary", str(response))

    def test_reports_a_proxy_that_requires_a_login(self):
        for login in ("", "ann:canary@"):
            proxy = "http://{}127.0.0.1:{}".format(login, self.port)
            response = check("https://s3.invalid", environment={"HTTPS_PROXY": proxy})
            self.assertEqual([("dns", True), ("connect", True), ("proxy", False)], self.steps(response))
            self.assertIn("407", response["targets"][0]["steps"][-1]["text"])
            self.assertNotIn("canary", str(response))

    def test_sends_plain_http_through_a_proxy_with_the_login(self):
        for login, is_known in (("ann:p%3A%40canary@", True), ("", False)):
            proxy = "http://{}127.0.0.1:{}".format(login, self.port)
            response = check("http://proxied.invalid/bucket", environment={"http_proxy": proxy})
            self.assertEqual([("dns", True), ("connect", True), ("answer", is_known)], self.steps(response))

    def test_respects_no_proxy(self):
        environment = {"http_proxy": "http://proxy.invalid:1", "NO_PROXY": "127.0.0.1"}
        response = check("http://127.0.0.1:{}".format(self.port), environment=environment)
        self.assertEqual([("dns", True), ("connect", True), ("answer", True)], self.steps(response))
        self.assertEqual(["HTTP_PROXY", "NO_PROXY"], response["variables"])

    def test_finds_the_url_of_a_bucket(self):
        def find(bucket, **more):
            return find_url(make_client("s3", {"key_id": "none", "secret": "none"}, "eu-central-1", **more), bucket)

        self.assertEqual("https://my-bucket.s3.eu-central-1.amazonaws.com/", find("my-bucket"))
        # The certificate of S3 does not cover names with a dot, so boto3 puts the bucket into the path.
        self.assertEqual("https://s3.eu-central-1.amazonaws.com/my.bucket", find("my.bucket"))
        for missing in (None, ""):
            self.assertEqual("https://s3.eu-central-1.amazonaws.com", find(missing))
        with mock.patch.dict("os.environ", {"AWS_ENDPOINT_URL": "http://127.0.0.1:9"}):
            self.assertEqual("http://127.0.0.1:9/my-bucket", find("my-bucket"))

    def test_ignores_the_bucket_for_other_services(self):
        client = make_client("sagemaker", {"key_id": "none", "secret": "none"}, "eu-central-1")
        self.assertEqual("https://api.sagemaker.eu-central-1.amazonaws.com", find_url(client, "my-bucket"))

    def test_uses_the_ca_file_of_boto3(self):
        with mock.patch.dict("os.environ", {"AWS_CA_BUNDLE": "/some/ca.pem"}, clear=True):
            self.assertEqual("/some/ca.pem", network_check.find_ca_file())
        with mock.patch.dict("os.environ", {}, clear=True):
            self.assertRegex(network_check.find_ca_file(), r"\.pem$")


if __name__ == "__main__":
    unittest.main()
