import unittest

import doubles  # noqa: F401
from sme.endpoint_names import is_name_of, make_name


class EndpointNamesTest(unittest.TestCase):
    def test_gives_the_same_name_to_the_same_content(self):
        name = make_name("churn", {"a": 1, "b": [2]})
        self.assertEqual(name, make_name("churn", {"b": [2], "a": 1}))
        self.assertNotEqual(name, make_name("churn", {"a": 1, "b": [3]}))
        self.assertTrue(is_name_of("churn", name))
        self.assertFalse(is_name_of("churn", "churn-production"))
        self.assertFalse(is_name_of("chur", name))

    def test_distinguishes_names_that_differ_after_the_cut(self):
        stem = "a" * 60
        self.assertNotEqual(make_name(stem + "-1", {}), make_name(stem + "-2", {}))

    def test_cuts_long_names_to_valid_ones(self):
        long = "a" * 53 + "-" + "b" * 9
        name = make_name(long, {})
        self.assertLessEqual(len(name), 63)
        self.assertRegex(name, r"^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$")
        self.assertTrue(is_name_of(long, name))


if __name__ == "__main__":
    unittest.main()
