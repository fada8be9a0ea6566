"""Error messages."""

import unittest

import doubles  # noqa: F401 (finds the package sme)
from sme.errors import cut_quoted_values, format_error


class FormatErrorTest(unittest.TestCase):
    def test_fills_slots_and_cuts_long_values(self):
        text = format_error("E-SME-272", key="Image", value="ü" * 300)
        self.assertTrue(text.startswith("E-SME-272: Image '" + "ü" * 200 + "…' cannot be used for an endpoint. "), text)

    def test_keeps_values_that_look_like_slots(self):
        self.assertIn("'{value}'", format_error("E-SME-272", key="Image", value="{value}"))

    def test_cuts_quoted_values_in_a_sentence(self):
        long = "v" * 300
        cut = "'" + "v" * 200 + "…'"
        sentence = "the database's alias 'A' is {0} and ('{0}') '{0}'".format(long)
        self.assertEqual(
            cut_quoted_values(sentence), "the database's alias 'A' is {} and ({}) {}".format(long, cut, cut)
        )


if __name__ == "__main__":
    unittest.main()
