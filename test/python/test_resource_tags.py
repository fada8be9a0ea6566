import unittest

from doubles import StubMeta
from sme.resource_tags import make_tags


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


if __name__ == "__main__":
    unittest.main()
