"""
Rows whose features are one CSV line, which SQL has built with the expressions of the training export. Reading one cell
instead of a hundred is what makes these predictions fast: Exasol's Python wrapper takes about as long for each cell as
this extension takes for a whole row.
"""

import operator
import re

from sme.errors import cut_value, format_error
from sme.prediction_labels import PredictionError

# readers of CSV skip a blank line, so a row whose only feature is NULL must not be one
NULL_LINE = '""'
QUOTED_TEXT = re.compile('"[^"]*"')
LINE_BREAK = re.compile("[\r\n]")
last_cell = operator.itemgetter(-1)


class CsvLines:
    """The counterpart of CsvBody for rows whose last cell is a CSV line without a line end."""

    # A wrong expression can give a line more cells than another.
    is_fixed_width = False

    def format(self, rows):
        """CSV in UTF-8, a line feed after each row. @raises PredictionError for a line that is more than one record"""
        lines = list(map(last_cell, rows))
        if None in lines:
            lines = [NULL_LINE if line is None else line for line in lines]
        lines.append("")
        text = "\n".join(lines)
        if text.count("\n") >= len(lines) or "\r" in text:
            check_line_breaks(lines)
        return text.encode("utf-8")


def check_line_breaks(lines):
    """A line break in a text is in quotes. Any other one would shift the predictions of all following rows."""
    for line in lines:
        if LINE_BREAK.search(QUOTED_TEXT.sub("", line)):
            raise PredictionError(format_error("E-SME-341", line=cut_value(line)))
