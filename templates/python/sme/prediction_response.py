"""Answers of an endpoint: CSV without a header, one record a row, the columns being the response keys."""

import csv
import decimal
import io
import re

from sme.credentials import word_problem
from sme.plain_response import read_plain_column, read_plain_lists
from sme.prediction_labels import PredictionError

# A list as Python prints it: numbers bare, texts in either quote, \ before quotes, line ends and itself.
LIST_ITEM = re.compile(r"""\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|([^\s,'"\[\]()]+))\s*,?""", re.DOTALL)
ESCAPE = re.compile(r"\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)", re.DOTALL)
ESCAPED = {"n": "\n", "r": "\r", "t": "\t"}
MOST_KEPT_PLACES = 100000
MOST_PLAIN_LABELS = 1000
# The keys that are asked for wherever the containers offer them.
LIST_KEYS = ["predicted_label", "probabilities", "labels"]


def replace_escape(match):
    code = match.group(1)
    return chr(int(code[1:], 16)) if len(code) > 1 else ESCAPED[code] if code in ESCAPED else code


def parse_list(text):
    """The items of a printed list as texts; also of a NumPy array, which has no commas. None where it is no list."""
    bare = text.strip()
    bare = re.sub(r"^array\((.*?)(?:,\s*dtype=[^\]]*)?\)$", r"\1", bare, flags=re.DOTALL)
    if len(bare) < 2 or bare[0] not in "[(" or bare[-1] not in "])":
        return None
    inner, items, at = bare[1:-1].rstrip(), [], 0
    while at < len(inner):
        match = LIST_ITEM.match(inner, at)
        if not match:
            return None
        single, double, plain = match.groups()
        quoted = single if single is not None else double
        items.append(plain if quoted is None else ESCAPE.sub(replace_escape, quoted))
        at = match.end()
    return items


def same_label(left, right):
    """Numbers are compared as numbers: a label may come as 1 in one place and as 1.0 in another."""
    if left == right:
        return True
    try:
        return decimal.Decimal(left.strip()) == decimal.Decimal(right.strip())
    except ArithmeticError:
        return False


def split_numbers(record):
    """A record of each number; the record as it is where a cell is not a number, for texts may contain commas."""
    try:
        list(map(float, record))
    except ValueError:
        return [record]
    return [[cell] for cell in record]


class AnswerReader:
    """
    keys: what the endpoint answers, in order ('predicted_label', 'probabilities', 'labels', 'probability').
    labels: the classes in the order of the probabilities, for an endpoint that does not name them.
    """

    def __init__(self, endpoint, keys, labels=None):
        self.endpoint = endpoint
        self.keys = list(keys or ["predicted_label"])
        self.labels = labels
        self.places = {}
        # Of self.places, those that are one: the plain way needs a place for each label.
        self.known = {}

    def read(self, body, sent):
        """Labels as texts and their probabilities (None where the endpoint does not say), one each per row sent."""
        try:
            text = body.decode("utf-8")
        except ValueError as error:
            raise self.word_unreadable([str(error)]) from None
        if "\0" in text:
            # csv.reader refuses NUL before Python 3.11, and Exasol has no text that contains it.
            raise self.word_unreadable([text.replace("\0", "\\0")])
        return self.read_plain(text, sent) or self.read_any(text, sent)

    def read_plain(self, text, sent):
        """What read_any answers, sooner; None where the answer is not of a plain layout, or is of another length."""
        if self.keys == LIST_KEYS:
            return read_plain_lists(text, sent, self.known.get)
        if self.keys == ["predicted_label"]:
            texts = read_plain_column(text)
            if texts is not None and len(texts) == sent:
                return texts, [None] * sent
        return None

    def read_any(self, text, sent):
        """Every layout that is a CSV."""
        try:
            records = [record for record in csv.reader(io.StringIO(text, newline="")) if record]
        except (csv.Error, ValueError) as error:
            raise self.word_unreadable([str(error)]) from None
        if self.keys == ["predicted_label"] and len(records) == 1 and len(records[0]) == sent:
            # The XGBoost container of a tuned regression answers all rows on one line, joined by commas.
            records = split_numbers(records[0])
        if len(records) != sent:
            raise PredictionError(
                word_problem(
                    "E-SME-190",
                    "The endpoint '{}' was sent {} rows and answered {}.".format(self.endpoint, sent, len(records)),
                    "Some containers drop rows that they cannot use without a word, so nothing of this answer can be "
                    "told apart: compare the columns with those of the training, and look into the endpoint's log in "
                    "CloudWatch.",
                )
            )
        width = len(self.keys)
        misfit = next((record for record in records if len(record) != width), None)
        if misfit is not None:
            raise self.word_unreadable(misfit)
        columns = dict(zip(self.keys, zip(*records)))
        texts = columns["predicted_label"]
        try:
            return texts, self.read_probabilities(columns, texts)
        except (ValueError, IndexError):
            raise self.word_unreadable(records[0]) from None

    def word_unreadable(self, record):
        return PredictionError(
            word_problem(
                "E-SME-191",
                "The endpoint '{}' answered '{}', where {} was asked for.".format(
                    self.endpoint, ",".join(record)[:200], ", ".join(self.keys)
                ),
                "Its response keys were changed after its creation: create the endpoint again.",
            )
        )

    def read_probabilities(self, columns, texts):
        if "probabilities" in columns:
            if "labels" not in columns and not self.labels:
                return [None] * len(texts)
            lists = columns.get("labels") or [None] * len(texts)
            return [self.pick(*cells) for cells in zip(texts, columns["probabilities"], lists)]
        if "probability" in columns:
            return [float(cell) for cell in columns["probability"]]
        return [None] * len(texts)

    def pick(self, text, probabilities, labels):
        """The probability of the predicted label, whichever class the container would name."""
        place = self.places.get((labels, text), -1)
        if place == -1:
            place = self.find_place(text, labels)
        if place is None:
            return None
        values = probabilities[1:-1].split(",")
        if len(values) == 1:
            values = parse_list(probabilities) or values
        return float(values[place])

    def find_place(self, text, labels):
        """None for a label that is not among them, such as AWS's <unseen_label>."""
        names = self.labels if labels is None else parse_list(labels)
        if names is None:
            raise ValueError(labels)
        place = next((at for at, name in enumerate(names) if name == text), None)
        if place is None:
            place = next((at for at, name in enumerate(names) if same_label(name, text)), None)
        if len(self.places) < MOST_KEPT_PLACES:
            self.places[labels, text] = place
            known = self.known.get(labels, {})
            if labels is not None and place is not None and len(known) < MOST_PLAIN_LABELS:
                # Copied, because another thread may just be counting with it.
                self.known[labels] = dict(known, **{text: place})
        return place
