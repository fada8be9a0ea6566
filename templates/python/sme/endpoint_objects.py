"""The model and the configuration of an endpoint: creates them, and reads their security options."""

from sme.sagemaker_calls import create, find
from sme.security_options import find_used_security, make_config_security, make_model_security


def create_objects(client, request, tags):
    """Creates model and configuration, each only if it is missing. @raises AwsCallError"""
    model_name, config_name, security = request["model_name"], request["config_name"], request.get("security")
    if find("DescribeModel", client.describe_model, ModelName=model_name) is None:
        model = dict(request["model"], **make_model_security(security))
        create("CreateModel", client.create_model, ModelName=model_name, Tags=tags, **model)
    if find("DescribeEndpointConfig", client.describe_endpoint_config, EndpointConfigName=config_name) is None:
        create(
            "CreateEndpointConfig",
            client.create_endpoint_config,
            EndpointConfigName=config_name,
            ProductionVariants=[request["variant"]],
            Tags=tags,
            **make_config_security(security),
        )


def read_security(client, config_name):
    """The security options of a configuration and its model, None without options. @raises AwsCallError"""
    config = find("DescribeEndpointConfig", client.describe_endpoint_config, EndpointConfigName=config_name) or {}
    models = [variant.get("ModelName") for variant in config.get("ProductionVariants") or []]
    model = find("DescribeModel", client.describe_model, ModelName=models[0]) if models else None
    return find_used_security(config, model or {})
