"""Requests of the scripts about a batch prediction, and SageMaker's responses about its transform job."""

import datetime

TOKEN = "20261128030824-1585944483210400591-7"
PREFIX = "p/churn/batch/churn-1/"
INPUT_URI = "s3://bucket/{}in/{}/".format(PREFIX, TOKEN)
JOB_ARN = "arn:aws:sagemaker:eu-central-1:123456789012:transform-job/churn-1"
IMAGE = "683313688378.dkr.ecr.eu-central-1.amazonaws.com/sagemaker-xgboost:1.3-1-cpu-py3"
BATCH = {"connection": "AWS", "region": "eu-central-1", "batch_name": "churn-1"}
FOLDER = dict(BATCH, bucket="bucket", prefix=PREFIX, token=TOKEN, model_name="churn-1-1234abcd")
START = dict(
    BATCH,
    version="0.2.0",
    model_name="churn-1-1234abcd",
    model={
        "Containers": [{"Image": IMAGE, "ModelDataUrl": "s3://bucket/m.tar.gz"}],
        "ExecutionRoleArn": "arn:aws:iam::123456789012:role/SageMaker",
    },
    input_uri=INPUT_URI,
    output_uri="s3://bucket/{}out/".format(PREFIX),
    instance_type="ml.m5.xlarge",
    instance_count=2,
    max_payload_mb=6,
    response_columns=3,
)
NOT_FOUND = ("ResourceNotFound", "Could not find the transform job.")


def make_transform_job(status="InProgress", uri=INPUT_URI, **more):
    return dict(
        {
            "TransformJobName": "churn-1",
            "TransformJobArn": JOB_ARN,
            "TransformJobStatus": status,
            "ModelName": "churn-1-1234abcd",
            "TransformInput": {"DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": uri}}},
            "TransformResources": {"InstanceType": "ml.m5.xlarge", "InstanceCount": 2},
            "CreationTime": datetime.datetime(2026, 11, 28, 3, 8, 24, tzinfo=datetime.timezone.utc),
        },
        **more,
    )
