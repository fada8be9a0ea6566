"""Reads the responses of an endpoint: CSV without a header, one record per row, with the response keys as columns."""

import csv
import decimal
import io
import re

from sme.errors import format_error
from sme.plain_response import read_plain_column, read_plain_lists, read_plain_pairs, read_probabilities
from sme.prediction_labels import PredictionError, RowCountError

# A list as Python prints it: numbers without quotes, texts in single or double quotes, with \ as the escape character.
LIST_ITEM = re.compile(r"""\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|([^\s,'"\[\]()]+))\s*,?""", re.DOTALL)
ESCAPE = re.compile(r"\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)", re.DOTALL)
ESCAPED = {"n": "\n", "r": "\r", "t": "\t"}
MAX_CACHED_POSITIONS = 100000
MAX_PLAIN_LABELS = 1000
# The keys that prediction UDFs request, depending on the containers.
LIST_KEYS = ["predicted_label", "probabilities", "labels"]
PAIR_KEYS = ["predicted_label", "probability"]


def replace_escape(match):
    code = match.group(1)
    return chr(int(code[1:], 16)) if len(code) > 1 else ESCAPED[code] if code in ESCAPED else code


def parse_list(text):
    """The items of a printed Python list or NumPy array (which has no commas) as texts; None for anything else."""
    text = re.sub(r"^array\((.*?)(?:,\s*dtype=[^\]]*)?\)$", r"\1", text.strip(), flags=re.DOTALL)
    if len(text) < 2 or text[0] not in "[(" or text[-1] not in "])":
        return None
    inner, items, position = text[1:-1].rstrip(), [], 0
    while position < len(inner):
        match = LIST_ITEM.match(inner, position)
        if not match:
            return None
        single, double, plain = match.groups()
        quoted = single if single is not None else double
        items.append(plain if quoted is None else ESCAPE.sub(replace_escape, quoted))
        position = match.end()
    return items


def is_same_label(left, right):
    """Compares numbers by value: one column may contain a label as 1 and another as 1.0."""
    if left == right:
        return True
    try:
        return decimal.Decimal(left.strip()) == decimal.Decimal(right.strip())
    except ArithmeticError:
        return False


def split_numbers(record):
    """One record per number, or the record unchanged if a cell is not a number, because texts may contain commas."""
    try:
        list(map(float, record))
    except ValueError:
        return [record]
    return [[cell] for cell in record]


class ResponseReader:
    """
    endpoint: its name, for errors. keys: the columns of a response, in order ('predicted_label', 'probabilities',
    'labels', 'probability'). labels: the classes in the order of the probabilities, if the endpoint does not return
    them.
    """

    def __init__(self, endpoint, keys, labels=None):
        self.endpoint = endpoint
        self.keys = list(keys or ["predicted_label"])
        self.labels = labels
        # (labels cell, label text) → position, None for a label that is not in the cell.
        self.positions = {}
        # Labels cell → {label text: position}, without None: the fast reader needs a position for each label.
        self.plain_positions = {}

    def read(self, body, row_count):
        """
        Returns (label texts, probabilities), one each per row of the request. A probability is None if the response
        does not contain it. Raises PredictionError.
        """
        try:
            text = body.decode("utf-8")
        except ValueError as error:
            raise self.make_unreadable_error(error) from None
        # csv.reader rejects NUL before Python 3.11; reject it always, so that all versions behave alike.
        if "\0" in text:
            raise self.make_unreadable_error("it contains a NUL character")
        return self.read_plain(text, row_count) or self.read_any(text, row_count)

    def read_plain(self, text, row_count):
        """The result of read_any, but faster; None if the layout or the number of rows is not the expected one."""
        if self.keys == LIST_KEYS:
            return read_plain_lists(text, row_count, self.plain_positions.get)
        if self.keys == PAIR_KEYS:
            return read_plain_pairs(text, row_count)
        if self.keys == ["predicted_label"]:
            texts = read_plain_column(text)
            if texts is not None and len(texts) == row_count:
                return texts, [None] * row_count
        return None

    def read_any(self, text, row_count):
        """Reads any layout that is CSV."""
        try:
            records = [record for record in csv.reader(io.StringIO(text, newline="")) if record]
        except (csv.Error, ValueError) as error:
            raise self.make_unreadable_error(error) from None
        if self.keys == ["predicted_label"] and len(records) == 1 and len(records[0]) == row_count:
            # The XGBoost container of a tuned regression returns all rows on one line, separated by commas.
            records = split_numbers(records[0])
        if len(records) != row_count:
            raise RowCountError(
                format_error("E-SME-190", endpoint=self.endpoint, sent=row_count, received=len(records))
            )
        width = len(self.keys)
        invalid_record = next((record for record in records if len(record) != width), None)
        if invalid_record is not None:
            raise self.make_columns_error(invalid_record)
        columns = dict(zip(self.keys, zip(*records)))
        texts = columns["predicted_label"]
        try:
            return texts, self.read_probabilities(columns, texts)
        except (ValueError, IndexError):
            raise self.make_columns_error(records[0]) from None

    def make_unreadable_error(self, reason):
        return PredictionError(format_error("E-SME-191.unreadable", endpoint=self.endpoint, reason=reason))

    def make_columns_error(self, record):
        return PredictionError(
            format_error(
                "E-SME-191.other_columns",
                endpoint=self.endpoint,
                record=",".join(record),
                keys=", ".join(self.keys),
            )
        )

    def read_probabilities(self, columns, texts):
        if "probabilities" in columns:
            if "labels" not in columns and not self.labels:
                return [None] * len(texts)
            label_cells = columns.get("labels") or [None] * len(texts)
            return [self.pick_probability(*cells) for cells in zip(texts, columns["probabilities"], label_cells)]
        if "probability" in columns:
            return read_probabilities(columns["probability"])
        return [None] * len(texts)

    def pick_probability(self, text, probabilities, labels):
        """The probability of the predicted label; None for a label that is not in the list of labels."""
        position = self.positions.get((labels, text), -1)
        if position == -1:
            position = self.find_position(text, labels)
        if position is None:
            return None
        values = probabilities[1:-1].split(",")
        if len(values) == 1:
            values = parse_list(probabilities) or values
        return read_probabilities([values[position]])[0]

    def find_position(self, text, labels):
        """The position of a label; None if it is not in the list of labels, such as AWS's <unseen_label>."""
        names = self.labels if labels is None else parse_list(labels)
        if names is None:
            raise ValueError(labels)
        position = next((index for index, name in enumerate(names) if name == text), None)
        if position is None:
            position = next((index for index, name in enumerate(names) if is_same_label(name, text)), None)
        if len(self.positions) < MAX_CACHED_POSITIONS:
            self.positions[labels, text] = position
            known = self.plain_positions.get(labels, {})
            if labels is not None and position is not None and len(known) < MAX_PLAIN_LABELS:
                # A new dict, because another thread may be reading the old one.
                self.plain_positions[labels] = dict(known, **{text: position})
        return position
