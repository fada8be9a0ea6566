"""
Answers in the one layout that endpoints mostly give, read a column at a time: several times as fast as csv.reader and a
look at every row. What is not exactly of that layout is None, and left to prediction_response.py.

    yes,"[0.25, 0.75]","['no', 'yes']"
"""

import operator

OPEN_LIST = ',"['
CLOSE_LIST = ']","'
BETWEEN_CELLS = ", "


def end_lines(text):
    """Each line ended by a line feed, the last one, too. What was within a cell before is refused by either reader."""
    if "\r" in text:
        text = text.replace("\r\n", "\n")
    return text if text.endswith("\n") else text + "\n"


def read_plain_column(text):
    """The lines of an answer with one key, without blank ones."""
    text = end_lines(text)
    if '"' in text or "," in text or "\r" in text:
        return None
    lines = text[:-1].split("\n")
    return list(filter(None, lines)) if "" in lines else lines


def read_plain_lists(text, sent, places_of):
    """
    Labels as texts and their probabilities, for an answer of label, probabilities and labels.

    places_of: for a labels cell, the places in it of the texts that are known to mean one of them, or None.

    The labels cell is looked at once: it has to be the same in all rows. That nothing else than this layout can pass is
    shown by counting: each line end, quote and comma of the answer is one of the layout, and each row begins where a
    row has to begin, with a known label.
    """
    text = end_lines(text)
    end = text.find("\n") + 1
    close = text[text.find(CLOSE_LIST) : end]
    places = places_of(close[len(CLOSE_LIST) : -2])
    if not places or not close.endswith('"\n'):
        return None
    flat = text.replace(close, BETWEEN_CELLS + "\n")
    if len(text) - len(flat) != sent * (len(close) - len(BETWEEN_CELLS) - 1):
        return None
    if flat.count("\n") != sent or flat.count('"') != sent:
        return None
    cells = flat.split(BETWEEN_CELLS)[:-1]
    width = len(cells) // sent
    if flat.count(",") != sent * (width + 1):
        return None
    heads = "\n" + "".join(cells[::width])
    begun = sum(heads.count("\n" + label + OPEN_LIST) for label in places)
    if begun != sent or max(places.values()) >= width:
        return None
    parts = heads[1:].replace("\n", OPEN_LIST).split(OPEN_LIST)
    texts, cells[::width] = parts[::2], parts[1::2]
    chosen = map(operator.add, range(0, sent * width, width), map(places.__getitem__, texts))
    try:
        return texts, list(map(float, map(cells.__getitem__, chosen)))
    except ValueError:
        return None
