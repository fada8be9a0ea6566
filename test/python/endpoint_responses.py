"""SageMaker's responses about an endpoint, its configuration and its model."""

MISSING = ("ValidationException", "Could not find it.")
ALREADY_EXISTS = ("ValidationException", "Cannot create already existing model.")


def make_endpoint(status, **more):
    return dict(
        {
            "EndpointName": "churn",
            "EndpointArn": "arn:aws:sagemaker:eu-central-1:123456789012:endpoint/churn",
            "EndpointConfigName": "churn-abcd1234",
            "EndpointStatus": status,
            "CreationTime": 1,
            "LastModifiedTime": 1,
        },
        **more,
    )


def make_config(model="churn-1234abcd"):
    return {
        "EndpointConfigName": "churn-abcd1234",
        "EndpointConfigArn": "arn:aws:sagemaker:eu-central-1:123456789012:endpoint-config/churn-abcd1234",
        "ProductionVariants": [{"VariantName": "V", "ModelName": model}],
        "CreationTime": 1,
    }


MODEL = {
    "ModelName": "churn-1234abcd",
    "ExecutionRoleArn": "arn:aws:iam::123456789012:role/SageMaker",
    "ModelArn": "arn:aws:sagemaker:eu-central-1:123456789012:model/churn-1234abcd",
    "CreationTime": 1,
}
OWN_TAGS = {"Tags": [{"Key": "exasol:database", "Value": "DB1"}, {"Key": "exasol:schema", "Value": "SME"}]}
OTHER_TAGS = {"Tags": [{"Key": "exasol:database", "Value": "DB1"}, {"Key": "exasol:schema", "Value": "OTHER"}]}
