import json
import unittest

from botocore.exceptions import ParamValidationError
from doubles import ServiceStubber, real_client, skip_unless_known
from job_responses import ARN
from sme.create_job_request import make_request_v1, make_request_v2

ROLE = "arn:aws:iam::123456789012:role/SageMaker"
REQUEST = {
    "job_name": "churn",
    "role": ROLE,
    "train_uri": "s3://b/churn/train/",
    "result_uri": "s3://b/churn/output/",
    "target": "CHURN",
}
FULL = dict(
    REQUEST,
    problem_type="BinaryClassification",
    metric="F1",
    mode="ENSEMBLING",
    max_candidates=3,
    max_runtime_per_training_job_in_seconds=60,
    max_runtime_for_automl_job_in_seconds=600,
    sample_weight_column="W",
    validation_fraction=0.2,
    security={
        "output_kms_key_id": "k",
        "volume_kms_key_id": "v",
        "encrypt_inter_container_traffic": True,
        "vpc": {"subnets": ["subnet-1"], "security_group_ids": ["sg-1"]},
    },
)


SECURITY_CONFIG = {
    "VolumeKmsKeyId": "v",
    "EnableInterContainerTrafficEncryption": True,
    "VpcConfig": {"Subnets": ["subnet-1"], "SecurityGroupIds": ["sg-1"]},
}


class CreateJobRequestTest(unittest.TestCase):
    def assert_accepted(self, operation, request):
        """Validates the request against boto3's service model."""
        client = real_client("sagemaker")
        with ServiceStubber(client) as stub:
            stub.add_response(operation, {"AutoMLJobArn": ARN}, request)
            try:
                getattr(client, operation)(**request)
            except ParamValidationError as error:
                skip_unless_known(error)
                raise

    def test_makes_a_version_2_request(self):
        request = make_request_v2(FULL, [{"Key": "a", "Value": "b"}])
        self.assert_accepted("create_auto_ml_job_v2", request)
        self.assertEqual(
            {
                "AutoMLJobName": "churn",
                "AutoMLJobInputDataConfig": [
                    {
                        "ChannelType": "training",
                        "DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": "s3://b/churn/train/"}},
                        "ContentType": "text/csv;header=present",
                        "CompressionType": "Gzip",
                    }
                ],
                "OutputDataConfig": {"S3OutputPath": "s3://b/churn/output/", "KmsKeyId": "k"},
                "AutoMLProblemTypeConfig": {
                    "TabularJobConfig": {
                        "TargetAttributeName": "CHURN",
                        "ProblemType": "BinaryClassification",
                        "Mode": "ENSEMBLING",
                        "SampleWeightAttributeName": "W",
                        "CompletionCriteria": {
                            "MaxCandidates": 3,
                            "MaxRuntimePerTrainingJobInSeconds": 60,
                            "MaxAutoMLJobRuntimeInSeconds": 600,
                        },
                    }
                },
                "AutoMLJobObjective": {"MetricName": "F1"},
                "DataSplitConfig": {"ValidationFraction": 0.2},
                "SecurityConfig": SECURITY_CONFIG,
                "RoleArn": ROLE,
                "Tags": [{"Key": "a", "Value": "b"}],
            },
            request,
        )

    def test_makes_an_equivalent_version_1_request(self):
        request = json.loads(json.dumps(make_request_v1(FULL, [{"Key": "a", "Value": "b"}])))
        self.assert_accepted("create_auto_ml_job", request)
        channel = request["InputDataConfig"][0]
        self.assertEqual(("CHURN", "W"), (channel["TargetAttributeName"], channel["SampleWeightAttributeName"]))
        self.assertEqual("BinaryClassification", request["ProblemType"])
        self.assertEqual({"MetricName": "F1"}, request["AutoMLJobObjective"])
        self.assertEqual(
            {
                "CompletionCriteria": {
                    "MaxCandidates": 3,
                    "MaxRuntimePerTrainingJobInSeconds": 60,
                    "MaxAutoMLJobRuntimeInSeconds": 600,
                },
                "DataSplitConfig": {"ValidationFraction": 0.2},
                "Mode": "ENSEMBLING",
                "SecurityConfig": SECURITY_CONFIG,
            },
            request["AutoMLJobConfig"],
        )

    def test_leaves_out_unset_parameters(self):
        self.assertEqual(
            {"AutoMLJobName", "AutoMLJobInputDataConfig", "OutputDataConfig", "AutoMLProblemTypeConfig", "RoleArn"},
            set(make_request_v2(REQUEST, [])),
        )
        self.assert_accepted("create_auto_ml_job_v2", make_request_v2(REQUEST, []))
        self.assert_accepted("create_auto_ml_job", make_request_v1(REQUEST, []))


if __name__ == "__main__":
    unittest.main()
