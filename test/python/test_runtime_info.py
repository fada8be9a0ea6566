import sys
import unittest
from unittest import mock

from doubles import has_automl_v2
from sme.runtime_info import read_runtime_info


class ReadRuntimeInfoTest(unittest.TestCase):
    def test_reports_the_versions(self):
        import boto3

        info = read_runtime_info()
        self.assertEqual(boto3.__version__, info["boto3"])
        self.assertIs(has_automl_v2(), info["auto_ml_job_v2"])
        self.assertRegex(info["python"], r"^3\.\d+\.\d+$")

    def test_runs_without_boto3(self):
        with mock.patch.dict(sys.modules, {"boto3": None}):
            info = read_runtime_info()
        self.assertEqual((None, None, False), (info["boto3"], info["botocore"], info["auto_ml_job_v2"]))


if __name__ == "__main__":
    unittest.main()
