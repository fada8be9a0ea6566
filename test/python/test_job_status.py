import unittest

from doubles import StubConnection, StubExa, make_clients, make_service_error
from sme.job_status import read_job_status

REQUEST = {"connection": "AWS", "region": "eu-central-1", "job_name": "churn"}


class StubSageMaker:
    def __init__(self, error=None, **names):
        self.calls = []
        self.error = error
        for name in names:
            setattr(self, name, lambda name=name, **request: self.response(name, request))

    def response(self, name, request):
        self.calls.append((name, request))
        if self.error:
            raise self.error
        return {"AutoMLJobStatus": "InProgress", "AutoMLJobSecondaryStatus": "SomethingNew"}


class ReadJobStatusTest(unittest.TestCase):
    def read(self, client):
        return read_job_status(StubExa(), REQUEST, make_clients(sagemaker=client))

    def test_returns_the_statuses_in_one_call(self):
        client = StubSageMaker(describe_auto_ml_job_v2=1, create_auto_ml_job_v2=1, describe_auto_ml_job=1)
        response = self.read(client)
        self.assertEqual(("InProgress", "SomethingNew"), (response["status"], response["secondary_status"]))
        self.assertEqual([("describe_auto_ml_job_v2", {"AutoMLJobName": "churn"})], client.calls)

    def test_uses_version_1_with_an_old_boto3(self):
        client = StubSageMaker(describe_auto_ml_job=1)
        self.assertEqual("InProgress", self.read(client)["status"])

    def test_reports_a_missing_job(self):
        for error in (
            make_service_error("ResourceNotFound"),
            make_service_error("ValidationException", "Could not find job"),
        ):
            client = StubSageMaker(error, describe_auto_ml_job=1)
            self.assertTrue(self.read(client)["missing"])

    def test_reports_other_failures(self):
        response = self.read(
            StubSageMaker(make_service_error("ValidationException", "bad name"), describe_auto_ml_job=1)
        )
        self.assertNotIn("missing", response)
        self.assertEqual("ValidationException", response["failures"][0]["code"])

    def test_reports_a_connection_without_keys(self):
        exa = StubExa({"AWS": StubConnection(user="")})
        self.assertRegex(read_job_status(exa, REQUEST, make_clients())["problems"][0], "^E-SME-91")


if __name__ == "__main__":
    unittest.main()
