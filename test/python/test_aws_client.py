import json
import unittest
from unittest import mock

from doubles import KEYS
from sme.aws_client import describe_failure, find_endpoint_url, handle_json_request, make_client, shorten_enumerations


class ShortenEnumerationsTest(unittest.TestCase):
    START = (
        "Value 'ml.m5.larg' at 'productionVariants.1.member.instanceType' failed: Member must satisfy enum value set: "
    )

    def test_shows_the_values_that_are_similar_to_the_rejected_one(self):
        values = ["ml.c{}.xlarge".format(number) for number in range(200)] + ["ml.m5.large"]
        shortened = shorten_enumerations(self.START + "[" + ", ".join(values) + "].")
        self.assertTrue(shortened.startswith(self.START + "[ml.m5.large, "), shortened)
        self.assertTrue(shortened.endswith("… (201 values)]."), shortened)
        self.assertLess(len(shortened), 250)

    def test_shows_the_first_values_if_none_is_similar(self):
        values = [str(number) for number in range(100)]
        self.assertIn("[0, 1, 2, … (100 values)]", shorten_enumerations(self.START + "[" + ", ".join(values) + "]"))

    def test_keeps_short_lists_and_other_messages(self):
        for message in (self.START + "[a, b]", "Access denied: [a, b]", ""):
            self.assertEqual(message, shorten_enumerations(message))


class FindEndpointUrlTest(unittest.TestCase):
    def test_prefers_the_variable_of_the_service(self):
        environment = {"AWS_ENDPOINT_URL": "http://all", "AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME": "http://own"}
        self.assertEqual("http://own", find_endpoint_url("sagemaker-runtime", environment))
        self.assertEqual("http://all", find_endpoint_url("s3", environment))

    def test_returns_none_if_no_variable_is_set(self):
        self.assertIsNone(find_endpoint_url("s3", {}))

    def test_returns_none_if_the_variables_are_to_be_ignored(self):
        environment = {"AWS_ENDPOINT_URL": "http://all", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"}
        self.assertIsNone(find_endpoint_url("s3", environment))


class MakeClientTest(unittest.TestCase):
    def test_takes_keys_from_the_connection_only(self):
        with mock.patch.dict("os.environ", {"AWS_ACCESS_KEY_ID": "ENV", "AWS_SECRET_ACCESS_KEY": "ENV"}):
            client = make_client("sagemaker", KEYS, "cn-north-1", attempts=1)
        self.assertEqual("AKIAEXAMPLE", client._request_signer._credentials.access_key)
        self.assertEqual("https://api.sagemaker.cn-north-1.amazonaws.com.cn", client.meta.endpoint_url)
        self.assertEqual(1, client.meta.config.retries["total_max_attempts"])
        self.assertEqual(5, client.meta.config.connect_timeout)

    def test_uses_the_endpoint_url_of_the_environment(self):
        with mock.patch.dict("os.environ", {"AWS_ENDPOINT_URL": "http://localhost:1"}):
            self.assertEqual("http://localhost:1", make_client("s3", KEYS, "eu-central-1").meta.endpoint_url)


class DescribeFailureTest(unittest.TestCase):
    def find_kind(self, error):
        return describe_failure("x", error)["kind"]

    def test_describes_an_error_response(self):
        from botocore.exceptions import ClientError

        response = {"Error": {"Code": "ResourceInUse", "Message": "taken"}, "ResponseMetadata": {"HTTPStatusCode": 400}}
        self.assertEqual(
            {"operation": "x", "kind": "service", "code": "ResourceInUse", "message": "taken", "is_answer": True},
            describe_failure("x", ClientError(response, "CreateAutoMLJob")),
        )
        response["ResponseMetadata"]["HTTPStatusCode"] = 503
        self.assertEqual("interrupted", self.find_kind(ClientError(response, "CreateAutoMLJob")))

    def test_distinguishes_unreachable_from_interrupted(self):
        from botocore import exceptions

        self.assertEqual("unreachable", self.find_kind(exceptions.EndpointConnectionError(endpoint_url="u")))
        self.assertEqual("unreachable", self.find_kind(exceptions.ConnectTimeoutError(endpoint_url="u")))
        self.assertEqual("interrupted", self.find_kind(exceptions.ReadTimeoutError(endpoint_url="u")))
        self.assertEqual("interrupted", self.find_kind(exceptions.ConnectionClosedError(endpoint_url="u")))

    def test_describes_a_request_that_boto3_rejects(self):
        from botocore.exceptions import ParamValidationError

        self.assertEqual("parameters", self.find_kind(ParamValidationError(report="Unknown parameter")))

    def test_says_why_a_proxy_refused_and_hides_its_login(self):
        from botocore.exceptions import ProxyConnectionError

        cause = OSError(
            "Cannot connect to proxy.", OSError("Tunnel connection failed: 407 Proxy Authentication Required")
        )
        error = ProxyConnectionError(proxy_url="http://ann:canary@proxy:3128", error=cause)
        failure = describe_failure("s3:PutObject", error)
        self.assertEqual("unreachable", failure["kind"])
        self.assertEqual(
            'Failed to connect to proxy URL: "http://***@proxy:3128" '
            "(Tunnel connection failed: 407 Proxy Authentication Required)",
            failure["message"],
        )

    def test_names_the_proxy_that_did_not_answer_without_its_login(self):
        from botocore.exceptions import ConnectTimeoutError, ReadTimeoutError

        url = "https://sts.eu-central-1.amazonaws.com/"
        for proxy in ("http://ann:canary@proxy:3128", "ann:canary@proxy:3128"):
            with mock.patch.dict("os.environ", {"HTTPS_PROXY": proxy, "NO_PROXY": "direct"}, clear=True):
                for error in (ReadTimeoutError(endpoint_url=url), ConnectTimeoutError(endpoint_url=url)):
                    message = describe_failure("x", error)["message"]
                    self.assertRegex(message, " through the proxy proxy:3128$")
                    self.assertNotIn("canary", message)
                message = describe_failure("x", ReadTimeoutError(endpoint_url="https://direct/"))["message"]
                self.assertNotIn("proxy", message)
        with mock.patch.dict("os.environ", {}, clear=True):
            self.assertNotIn("proxy", describe_failure("x", ReadTimeoutError(endpoint_url=url))["message"])

    def test_describes_any_other_exception(self):
        self.assertEqual("other", self.find_kind(KeyError("x")))


class HandleJsonRequestTest(unittest.TestCase):
    def test_parses_the_request_and_formats_the_response(self):
        self.assertEqual({"got": 1}, json.loads(handle_json_request('{"a":1}', lambda request: {"got": request["a"]})))

    def test_reports_missing_boto3_as_a_failure(self):
        def handle(_request):
            raise ImportError("No module named 'boto3'")

        failure = json.loads(handle_json_request("{}", handle))["failures"][0]
        self.assertEqual(("boto3", "No module named 'boto3'"), (failure["kind"], failure["message"]))

    def test_raises_unexpected_exceptions(self):
        with self.assertRaises(KeyError):
            handle_json_request("{}", lambda request: request["missing"])


if __name__ == "__main__":
    unittest.main()
