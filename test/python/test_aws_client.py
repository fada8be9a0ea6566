import json
import unittest
from unittest import mock

from doubles import KEYS
from sme.aws_client import describe_failure, find_endpoint_url, handle_json_request, make_client


class FindEndpointUrlTest(unittest.TestCase):
    def test_prefers_the_variable_of_the_service(self):
        environment = {"AWS_ENDPOINT_URL": "http://all", "AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME": "http://own"}
        self.assertEqual("http://own", find_endpoint_url("sagemaker-runtime", environment))
        self.assertEqual("http://all", find_endpoint_url("s3", environment))

    def test_returns_none_if_no_variable_is_set(self):
        self.assertIsNone(find_endpoint_url("s3", {}))

    def test_can_be_switched_off(self):
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
    def kind_of(self, error):
        return describe_failure("x", error)["kind"]

    def test_error_response_of_a_service(self):
        from botocore.exceptions import ClientError

        response = {"Error": {"Code": "ResourceInUse", "Message": "taken"}, "ResponseMetadata": {"HTTPStatusCode": 400}}
        self.assertEqual(
            {"operation": "x", "kind": "service", "code": "ResourceInUse", "message": "taken", "is_answer": True},
            describe_failure("x", ClientError(response, "CreateAutoMLJob")),
        )
        response["ResponseMetadata"]["HTTPStatusCode"] = 503
        self.assertEqual("interrupted", self.kind_of(ClientError(response, "CreateAutoMLJob")))

    def test_network_failures(self):
        from botocore import exceptions

        self.assertEqual("unreachable", self.kind_of(exceptions.EndpointConnectionError(endpoint_url="u")))
        self.assertEqual("unreachable", self.kind_of(exceptions.ConnectTimeoutError(endpoint_url="u")))
        self.assertEqual("interrupted", self.kind_of(exceptions.ReadTimeoutError(endpoint_url="u")))
        self.assertEqual("interrupted", self.kind_of(exceptions.ConnectionClosedError(endpoint_url="u")))

    def test_request_rejected_by_boto3(self):
        from botocore.exceptions import ParamValidationError

        self.assertEqual("parameters", self.kind_of(ParamValidationError(report="Unknown parameter")))

    def test_any_other_exception(self):
        self.assertEqual("other", self.kind_of(KeyError("x")))


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
