"""
Security options of jobs, models, endpoint configurations and transform jobs, as members of the requests to AWS.

security: None, or an object with any of vpc {subnets, security_group_ids}, volume_kms_key_id,
encrypt_inter_container_traffic, network_isolation, output_kms_key_id. Lua has checked it.
"""

import re

from sme.errors import cut_value, format_error
from sme.facts import KMS_KEY_ID_PATTERN, SECURITY_GROUP_PATTERN, SUBNET_PATTERN

KEY = re.compile(KMS_KEY_ID_PATTERN)
VPC_LISTS = (("subnets", "Subnets", SUBNET_PATTERN), ("security_group_ids", "SecurityGroupIds", SECURITY_GROUP_PATTERN))
KEY_OPTIONS = ("volume_kms_key_id", "output_kms_key_id")
SWITCHES = ("encrypt_inter_container_traffic", "network_isolation")


def select_given(members):
    return {name: value for name, value in members.items() if value}


def make_vpc_config(security):
    vpc = (security or {}).get("vpc")
    return {aws_name: list(vpc[name]) for name, aws_name, _pattern in VPC_LISTS} if vpc else None


def make_job_security(security):
    """SecurityConfig of CreateAutoMLJobV2 and CreateAutoMLJob; {} if there are no options."""
    given = security or {}
    return select_given(
        {
            "VolumeKmsKeyId": given.get("volume_kms_key_id"),
            "EnableInterContainerTrafficEncryption": given.get("encrypt_inter_container_traffic"),
            "VpcConfig": make_vpc_config(security),
        }
    )


def make_model_security(security):
    """Members of CreateModel."""
    isolation = (security or {}).get("network_isolation")
    return select_given({"VpcConfig": make_vpc_config(security), "EnableNetworkIsolation": isolation})


def make_config_security(security):
    """Members of CreateEndpointConfig."""
    return select_given({"KmsKeyId": (security or {}).get("volume_kms_key_id")})


def find_used_security(config, model):
    """The options that the responses of DescribeEndpointConfig and DescribeModel contain; None if there are none."""
    vpc = model.get("VpcConfig") or {}
    lists = {name: vpc.get(aws_name) for name, aws_name, _pattern in VPC_LISTS}
    options = select_given(
        {
            "vpc": lists if all(lists.values()) else None,
            "volume_kms_key_id": config.get("KmsKeyId"),
            "network_isolation": model.get("EnableNetworkIsolation"),
        }
    )
    return options or None


def make_output_security(security):
    """Members of TransformOutput in CreateTransformJob."""
    return select_given({"KmsKeyId": (security or {}).get("output_kms_key_id")})


def make_resources_security(security):
    """Members of TransformResources in CreateTransformJob."""
    return select_given({"VolumeKmsKeyId": (security or {}).get("volume_kms_key_id")})


def find_security_problems(security):
    """One problem for each value that the scripts never send: a user with EXECUTE on a UDF can send any request."""
    if security is None:
        return []
    if not isinstance(security, dict):
        return [format_error("E-SME-505", option="security", value=security)]
    invalid = [(name, value) for name, value in sorted(security.items()) if not is_valid_option(name, value)]
    return [format_error("E-SME-505", option="security." + cut_value(name), value=value) for name, value in invalid]


def is_valid_option(name, value):
    if value is None:
        return True
    if name == "vpc":
        return isinstance(value, dict) and all(is_id_list(value.get(key), pattern) for key, _name, pattern in VPC_LISTS)
    if name in KEY_OPTIONS:
        return isinstance(value, str) and KEY.fullmatch(value) is not None
    return name in SWITCHES and isinstance(value, bool)


def is_id_list(value, pattern):
    return (
        isinstance(value, list)
        and value != []
        and all(isinstance(id, str) and re.fullmatch(pattern, id) for id in value)
    )
