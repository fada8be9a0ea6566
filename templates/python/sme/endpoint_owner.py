"""Ownership in SageMaker: a resource belongs to this deployment if its tags name this database and schema."""

from sme.aws_client import is_not_found
from sme.facts import DELETED_RESULT, KEPT_RESULT, MISSING_RESULT
from sme.resource_tags import make_deployment_tags
from sme.sagemaker_calls import AwsCallError, delete, find, list_tags

MISSING_TAGS = "it has no tags of this database and schema"


class Owner:
    """The deployment whose UDF runs. exa.meta identifies it, so no request can impersonate another deployment."""

    def __init__(self, client, meta):
        self.client = client
        self.tags = make_deployment_tags(meta)

    def owns(self, arn):
        """False also if the resource no longer exists. @raises AwsCallError, also if AWS does not let it list tags"""
        return not self.list_missing_tags(arn)

    def list_missing_tags(self, arn):
        """Keys of the deployment's tags that a resource lacks; all keys if it does not exist. @raises AwsCallError"""
        try:
            tags = list_tags(self.client, arn)
        except AwsCallError as error:
            if is_not_found(error.failure):
                return sorted(self.tags)
            raise
        return sorted(key for key, value in self.tags.items() if tags.get(key) != value)

    def remove_config(self, name, is_proven=False):
        """See remove."""
        client = self.client
        return self.remove(
            "EndpointConfig", client.describe_endpoint_config, client.delete_endpoint_config, name, is_proven
        )

    def remove_model(self, name, is_proven=False):
        """See remove."""
        return self.remove("Model", self.client.describe_model, self.client.delete_model, name, is_proven)

    def remove(self, kind, describe_method, delete_method, name, is_proven):
        """
        Deletes a resource if it belongs to this deployment. is_proven: True if that is known without tags.
        Returns DELETED_RESULT, MISSING_RESULT, or KEPT_RESULT with a reason. @raises AwsCallError
        """
        parameters = {kind + "Name": name}
        found = find("Describe" + kind, describe_method, **parameters)
        if found is None:
            return MISSING_RESULT
        if not is_proven and not self.owns(found[kind + "Arn"]):
            return KEPT_RESULT + MISSING_TAGS
        return DELETED_RESULT if delete("Delete" + kind, delete_method, **parameters) else MISSING_RESULT
