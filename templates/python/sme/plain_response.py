"""
Reads responses in the most common layout, a column at a time, which is several times as fast as csv.reader with a
check of each row. Returns None for any other layout, which prediction_response.py reads.

    yes,"[0.25, 0.75]","['no', 'yes']"
"""

import itertools
import operator

LIST_START = ',"['
LIST_END = ']","'
ITEM_SEPARATOR = ", "


def normalize_line_ends(text):
    """Ends each line, including the last one, with a line feed. Both fast readers reject line ends within cells."""
    if "\r" in text:
        text = text.replace("\r\n", "\n")
    return text if text.endswith("\n") else text + "\n"


def read_plain_column(text):
    """The non-blank lines of a response with one key, or None."""
    text = normalize_line_ends(text)
    if '"' in text or "," in text or "\r" in text:
        return None
    lines = text[:-1].split("\n")
    return list(filter(None, lines)) if "" in lines else lines


def read_probabilities(texts):
    """Numbers. A container writes nan for a value that the one before it does not deliver, which becomes None."""
    numbers = list(map(float, texts))
    has_nan = any(map(operator.ne, numbers, numbers))
    return [None if number != number else number for number in numbers] if has_nan else numbers


def read_plain_pairs(text, row_count):
    """Reads a response with the keys label and probability. Returns (label texts, probabilities), or None."""
    text = normalize_line_ends(text)
    if '"' in text or "\r" in text or text.count("\n") != row_count:
        return None
    lines = text[:-1].split("\n")
    if set(map(str.count, lines, itertools.repeat(","))) != {1}:
        return None
    cells = text[:-1].replace("\n", ",").split(",")
    try:
        return cells[::2], read_probabilities(cells[1::2])
    except ValueError:
        return None


def read_plain_lists(text, row_count, find_positions):
    """
    Reads a response with the keys label, probabilities and labels. Returns (label texts, their probabilities), or None.

    row_count: number of rows in the request. find_positions: takes the text of a labels cell and returns the positions
    in it of the label texts seen so far ({text: position}), or None.

    The labels cell is parsed once, so it must be the same in all rows. Counting proves that the response has no other
    layout: every line feed, quote and comma belongs to the layout, and each row starts with a known label.
    """
    text = normalize_line_ends(text)
    first_line_end = text.find("\n") + 1
    tail = text[text.find(LIST_END) : first_line_end]
    positions = find_positions(tail[len(LIST_END) : -2])
    if not positions or not tail.endswith('"\n'):
        return None
    # All rows without their labels cells: yes,"[0.25, 0.75, ⏎
    flat = text.replace(tail, ITEM_SEPARATOR + "\n")
    if len(text) - len(flat) != row_count * (len(tail) - len(ITEM_SEPARATOR) - 1):
        return None
    if flat.count("\n") != row_count or flat.count('"') != row_count:
        return None
    cells = flat.split(ITEM_SEPARATOR)[:-1]
    width = len(cells) // row_count
    if flat.count(",") != row_count * (width + 1):
        return None
    heads = "\n" + "".join(cells[::width])
    known_heads = sum(heads.count("\n" + label + LIST_START) for label in positions)
    if known_heads != row_count or max(positions.values()) >= width:
        return None
    parts = heads[1:].replace("\n", LIST_START).split(LIST_START)
    texts, cells[::width] = parts[::2], parts[1::2]
    chosen = map(operator.add, range(0, row_count * width, width), map(positions.__getitem__, texts))
    try:
        return texts, read_probabilities(map(cells.__getitem__, chosen))
    except ValueError:
        return None
