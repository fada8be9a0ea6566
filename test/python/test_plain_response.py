"""The fast reader of plain responses returns the same as the reader of any response, or None."""

import random
import unittest
from unittest import mock

import doubles  # noqa: F401
from endpoint_server import write_line
from sme import prediction_response
from sme.prediction_labels import PredictionError
from sme.prediction_response import ResponseReader

LISTS = ["predicted_label", "probabilities", "labels"]
ODD_TEXTS = [
    "",
    " ",
    ",",
    '"',
    "'",
    "\n",
    "\r",
    "\0",
    "[",
    "]",
    ",[",
    '"[',
    "],",
    ']","',
    ", ",
    "\\",
    "1.0",
    "nan",
    "ü€",
]
NAMES = [["no", "yes"], ["0", "1"], ["a", "b", "c"], ["only"], ["", "x"], ["a, b", "c"], ["it's", "is"], ["ä", "ö"]]


def make_row(random, names):
    label = random.choice(names)
    probabilities = [random.randrange(1, 1000) / 1000 for _ in names]
    return write_line([label, str(probabilities), str(names)])


def corrupt(random, text):
    """Makes one small change that may turn the text into another layout."""
    at = random.randrange(len(text) + 1)
    kind = random.randrange(6)
    if kind == 0:
        return text[:at] + random.choice(ODD_TEXTS) + text[at:]
    if kind == 1:
        return text[:at] + text[at + random.randrange(1, 4) :]
    if kind == 2:
        old, new = random.choice([(", ", ","), (", ", " "), ("\n", "\r\n"), ('"', ""), ("\n", "\n\n"), ("]", ")")])
        return text.replace(old, new, random.choice([1, -1]))
    if kind == 3:
        # Moves text to another place, so that the counts of all characters stay the same.
        other = random.randrange(len(text) + 1)
        first, last = sorted([at, other])
        return text[:first] + text[last:] + text[first:last]
    if kind == 4:
        return text.rstrip("\n")
    pieces = text.split(random.choice([", ", '"', "\n", ',"[']))
    random.shuffle(pieces)
    return random.choice([", ", '"', "\n", ',"[']).join(pieces)


def read(reader, text, sent):
    try:
        texts, probabilities = reader.read(text.encode("utf-8"), sent)
    except PredictionError as error:
        return str(error)
    return [list(texts), [repr(value) for value in probabilities]]


class SlowReader(ResponseReader):
    def read_plain(self, text, row_count):
        return None


class PlainResponseTest(unittest.TestCase):
    def setUp(self):
        self.plain_responses = 0

    def compare(self, text, sent, keys, warm):
        """Compares both readers after both have read a valid response, `warm`."""
        plain, slow = ResponseReader("e", keys), SlowReader("e", keys)
        for reader in (plain, slow):
            read(reader, warm, warm.count("\n"))
        self.plain_responses += plain.read_plain(text, sent) is not None
        self.assertEqual(read(slow, text, sent), read(plain, text, sent), repr(text))

    def test_agrees_with_the_slow_reader(self):
        chance = random.Random(3)
        for _ in range(6000):
            names = chance.choice(NAMES)
            warm = "".join(write_line([name, str([0.5] * len(names)), str(names)]) for name in names)
            sent = chance.randrange(1, 6)
            text = "".join(make_row(chance, names) for _ in range(sent))
            for _ in range(chance.randrange(4)):
                text = corrupt(chance, text)
            self.compare(text, sent, LISTS, warm)
        self.assertGreater(self.plain_responses, 1000)

    def test_agrees_for_a_single_column(self):
        chance = random.Random(4)
        for _ in range(2000):
            sent = chance.randrange(1, 6)
            text = "".join(write_line([chance.choice(["2.5", "1e-05", "a b", "ü"])]) for _ in range(sent))
            for _ in range(chance.randrange(3)):
                text = corrupt(chance, text)
            self.compare(text, sent, ["predicted_label"], "1\n")
        self.assertGreater(self.plain_responses, 500)

    def test_agrees_for_label_and_probability(self):
        chance = random.Random(5)
        for _ in range(3000):
            sent = chance.randrange(1, 6)
            labels = chance.choice([["no", "yes"], ["1", "2"], ["a, b", "c"], ["", "x"], ["ä", "ö"]])
            text = "".join(write_line([chance.choice(labels), chance.choice(["0.5", "1e-05"])]) for _ in range(sent))
            for _ in range(chance.randrange(3)):
                text = corrupt(chance, text)
            self.compare(text, sent, ["predicted_label", "probability"], "no,0.5\n")
        self.assertGreater(self.plain_responses, 500)

    def test_rejects_responses_that_only_look_plain(self):
        tail = "]\",\"['no', 'yes']\"\n"
        warm = 'no,"[0.5, 0.5' + tail + 'yes,"[0.5, 0.5' + tail
        for text in [
            # Cells moved to the other row, with the same counts of all characters.
            'yes,"[0.1, 0.9, no,"[0.3' + tail + "0.7" + tail,
            'yes,"[0.1,"[yes, 0.9' + tail + "0.5, 0.5" + tail,
            'yes,"[0.1, 0.9' + tail.replace('"\n', "X\n") + 'no,"[0.3, 0.7' + tail.replace('"\n', "X\n"),
            'yes,"[0.1, 0.2, 0.7' + tail + 'no,"[1.0' + tail,
            'yes,"[0.1,0.2, 0.7' + tail + 'no,"[0.1,0.2, 0.7' + tail,
            'maybe,"[0.1, 0.9' + tail + 'no,"[0.3, 0.7' + tail,
            'yes,"[0.1, x' + tail + 'no,"[0.3, 0.7' + tail,
            'yes,"[0.1 0.9' + tail + 'no,"[0.3 0.7' + tail,
            'yes,"[0.1, 0.9' + tail + "no,\"[0.3, 0.7]\",\"['yes', 'no']\"\n",
            '"yes","[0.1, 0.9' + tail + 'no,"[0.3, 0.7' + tail,
        ]:
            self.compare(text, 2, LISTS, warm)
        # A line feed where the other rows have the labels.
        self.compare('no,"[0.2, 0.8' + tail + 'yes,"[0.1, 0.9, \nno,"[0.3, 0.7' + tail, 3, LISTS, warm)
        self.assertEqual(0, self.plain_responses)

    def test_reads_typical_responses(self):
        rows = '1.0,"[0.25, 0.75]","[0, 1]"\n0.0,"[0.5, 0.5]","[0, 1]"\n' * 100
        reader = ResponseReader("e", LISTS)
        reader.read(rows.encode("utf-8"), 200)
        with mock.patch.object(
            prediction_response.csv, "reader", side_effect=AssertionError("reads the response with csv")
        ):
            texts, probabilities = reader.read(rows.encode("utf-8"), 200)
            self.assertEqual((["1.0", "0.0"], [0.75, 0.5]), (texts[:2], probabilities[:2]))
            regression = ResponseReader("e", None)
            self.assertEqual((["2.5", "3"], [None, None]), regression.read(b"2.5\n3", 2))
