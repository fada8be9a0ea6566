import unittest

import doubles  # noqa: F401
from sme.prediction_labels import PredictionError
from sme.prediction_response import ResponseReader, parse_list

KEYS = ["predicted_label", "probabilities", "labels"]


class ListTest(unittest.TestCase):
    def test_parses_every_form_of_list(self):
        for text, items in [
            ("['no', 'yes']", ["no", "yes"]),
            ('["it\'s", \'say "x"\']', ["it's", 'say "x"']),
            ("[0, 1]", ["0", "1"]),
            ("[0.0 1.0]", ["0.0", "1.0"]),
            ("['a b' 'c']", ["a b", "c"]),
            ("('a', 'b')", ["a", "b"]),
            ("array(['a', 'b'], dtype=object)", ["a", "b"]),
            ("[]", []),
            ("[True, False, nan, 1e-05]", ["True", "False", "nan", "1e-05"]),
            (r"['a\'b', 'c\nd', 'e\\f', '\xfc', '\u20ac']", ["a'b", "c\nd", "e\\f", "ü", "€"]),
            ("['x, ]y', '[z']", ["x, ]y", "[z"]),
            ("no list", None),
            ("['open]", None),
        ]:
            with self.subTest(text=text):
                self.assertEqual(items, parse_list(text))


class ResponseReaderTest(unittest.TestCase):
    def read(self, text, sent=1, keys=KEYS, labels=None):
        texts, probabilities = ResponseReader("e", keys, labels).read(text.encode("utf-8"), sent)
        return list(zip(texts, probabilities))

    def test_keeps_labels_with_special_characters(self):
        response = '"a, ""b""","[0.5, 0.25, 0.25]","[\'a, ""b""\', ""it\'s"", \'two\\nlines\']"\n'
        self.assertEqual([('a, "b"', 0.5)], self.read(response))
        response = "\"two\nlines\",\"[0.5, 0.2, 0.3]\",\"['a', 'b', 'two\\nlines']\""
        self.assertEqual([("two\nlines", 0.3)], self.read(response))

    def test_matches_numbers_by_value(self):
        self.assertEqual([("1.0", 0.9)], self.read('1.0,"[0.1, 0.9]","[0, 1]"'))
        self.assertEqual([("1", 0.9)], self.read('1,"[0.1 0.9]","[0. 1.]"'))

    def test_reads_other_keys(self):
        self.assertEqual([("yes", 0.75)], self.read("yes,0.75\n", keys=["predicted_label", "probability"]))
        self.assertEqual([("2.5", None)], self.read("2.5", keys=None))
        known = self.read('b,"[0.25, 0.75]"', keys=["predicted_label", "probabilities"], labels=["a", "b"])
        self.assertEqual([("b", 0.75)], known)

    def test_reads_nan_as_no_probability(self):
        pair = ["predicted_label", "probability"]
        self.assertEqual([("yes", None), ("no", 0.5)], self.read("yes,nan\nno,0.5\n", 2, keys=pair))
        self.assertEqual([("a,b", None)], self.read('"a,b",nan', keys=pair))
        self.assertEqual([("b", None)], self.read("b,\"[0.5, nan]\",\"['a', 'b']\"\n"))

    def test_ignores_blank_lines_and_a_missing_line_end(self):
        for text in ["1\n2", "1\n2\n", "1\r\n2\r\n", "1\n\n2\n"]:
            self.assertEqual(2, len(self.read(text, 2, keys=None)))

    def test_reads_numbers_on_one_line_as_one_per_row(self):
        for text in ["0.6,0.3,1e-5", "0.6,0.3,1e-5\n", "0.6, 0.3, 1e-5\r\n"]:
            self.assertEqual([0.6, 0.3, 1e-5], [float(label) for label, _ in self.read(text, 3, keys=None)])
        self.assertEqual([("0.6", None)], self.read("0.6", 1, keys=None))

    def test_rejects_nul_in_every_layout(self):
        for text, keys in [
            ("a\0b\n", ["predicted_label"]),
            ('"a\0b"\n', ["predicted_label"]),
            ("a\0b,0.75\n", ["predicted_label", "probability"]),
            ("a\0b,\"[0.1, 0.9]\",\"['x', 'a\0b']\"\n", KEYS),
        ]:
            with self.subTest(text=text), self.assertRaisesRegex(PredictionError, "^E-SME-191: .*NUL"):
                self.read(text, keys=keys)

    def test_rejects_an_ambiguous_single_line(self):
        for text, sent, expected in [
            ("0.6,0.3", 3, "^E-SME-190: .* received 3 rows and returned 1"),
            ("0.6,0.3", 1, "^E-SME-191: "),
            ("0.6,,0.3", 3, "^E-SME-190: .* received 3 rows and returned 1"),
            ("0.6,0.3,", 3, "^E-SME-190: .* received 3 rows and returned 1"),
            ("a,b", 2, "^E-SME-190: .* received 2 rows and returned 1"),
            ("1,2\n3,4", 4, "^E-SME-190: .* received 4 rows and returned 2"),
        ]:
            with self.subTest(text=text), self.assertRaisesRegex(PredictionError, expected):
                self.read(text, sent, keys=None)
        with self.assertRaisesRegex(PredictionError, "^E-SME-190: .* received 2 rows and returned 1"):
            self.read("0.6,0.3", 2, keys=["predicted_label", "probability"])

    def test_rejects_unreadable_responses(self):
        for text in ['a,"[x]","[\'a\']"', 'a,"[0.5]",no list', "a", "a,\"[0.5]\",\"['b', 'a']\""]:
            with self.assertRaisesRegex(PredictionError, "^E-SME-191: "):
                self.read(text)
