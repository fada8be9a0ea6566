"""What in SageMaker belongs to this deployment: only objects whose tags name this database and schema."""

from sme.create_job_request import make_tags
from sme.endpoint_api import CallFailed, call, find, is_absent, remove

OWNER_TAGS = ("exasol:database", "exasol:schema")
NO_TAGS = "it has no tags of this database and schema"


class Owner:
    """The deployment whose UDF runs. exa.meta tells it, so no request can claim to be another one."""

    def __init__(self, client, meta):
        self.client = client
        self.tags = {tag["Key"]: tag["Value"] for tag in make_tags(meta, "", {}) if tag["Key"] in OWNER_TAGS}

    def owns(self, arn):
        """False also where the object is gone. @raises CallFailed where AWS refuses to list tags: that is not a yes"""
        return not self.list_missing_tags(arn)

    def list_missing_tags(self, arn):
        """Keys of our tags that an object does not have; all of them where it is gone. @raises CallFailed"""
        tags, page = {}, {}
        while True:
            token = {"NextToken": page["NextToken"]} if page.get("NextToken") else {}
            try:
                page = call("ListTags", self.client.list_tags, ResourceArn=arn, **token)
            except CallFailed as thrown:
                if is_absent(thrown.failure):
                    return sorted(self.tags)
                raise
            tags.update((tag["Key"], tag["Value"]) for tag in page["Tags"])
            if not page.get("NextToken"):
                return sorted(key for key, value in self.tags.items() if tags.get(key) != value)

    def remove_config(self, name, is_proven=False):
        client = self.client
        return self.remove(
            "EndpointConfig", client.describe_endpoint_config, client.delete_endpoint_config, name, is_proven
        )

    def remove_model(self, name, is_proven=False):
        return self.remove("Model", self.client.describe_model, self.client.delete_model, name, is_proven)

    def remove(self, kind, describe, delete, name, is_proven):
        """
        is_proven: something else than tags proves that it may go.
        Returns 'deleted', 'was not there' or 'kept: …'. @raises CallFailed
        """
        key = {kind + "Name": name}
        found = find("Describe" + kind, describe, **key)
        if found is None:
            return "was not there"
        if not is_proven and not self.owns(found[kind + "Arn"]):
            return "kept: " + NO_TAGS
        return "deleted" if remove("Delete" + kind, delete, **key) else "was not there"
