import unittest

from doubles import StubMeta
from sme.resource_tags import make_model_tags, make_tags


class MakeTagsTest(unittest.TestCase):
    def test_replaces_characters_and_prefers_tags_of_the_user(self):
        meta = StubMeta()
        meta.current_user = "Änna <x>"
        tags = {tag["Key"]: tag["Value"] for tag in make_tags(meta, "0.1.0", {"team": "sales", "exasol:user": "me"})}
        self.assertEqual("me", tags["exasol:user"])
        self.assertEqual("sales", tags["team"])
        tags = {tag["Key"]: tag["Value"] for tag in make_tags(meta, "0.1.0", None)}
        self.assertEqual(
            {
                "exasol:database": "DB1",
                "exasol:schema": "SME",
                "exasol:user": "Änna _x_",
                "exasol:session": "1585944483210400591",
                "exasol:extension-version": "0.1.0",
            },
            tags,
        )

    def test_names_the_version_of_a_model(self):
        more = make_model_tags({"MODEL_NAME": "churn", "VERSION": 4.0})
        tags = {tag["Key"]: tag["Value"] for tag in make_tags(StubMeta(), "0.1.0", {}, more)}
        self.assertEqual(("churn", "4"), (tags["exasol:model-name"], tags["exasol:model-version"]))
        for row in (None, {}, {"MODEL_NAME": "churn"}, {"VERSION": 3}):
            self.assertEqual({}, make_model_tags(row))


if __name__ == "__main__":
    unittest.main()
