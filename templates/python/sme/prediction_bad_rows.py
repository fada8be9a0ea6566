"""Rows that cannot be predicted, when the caller prefers an error text in the result to the end of the query."""

import threading

from sme.errors import format_error
from sme.prediction_labels import PredictionError

DEFAULT_MAX_ERRORS = 1000
MAX_NAMED_ROWS = 3
MAX_ERROR_CHARACTERS = 2000


class BadRows:
    """
    Counts the bad rows of a VM. Several threads share an instance.

    endpoint: its name. max_errors: number of bad rows that the query may have; one more ends it.
    """

    def __init__(self, endpoint, max_errors=DEFAULT_MAX_ERRORS):
        self.endpoint = endpoint
        self.max_errors = max_errors
        self.count = 0
        self.named = []
        self.lock = threading.Lock()

    def note(self, row, reason):
        """
        row: describes the row for users. reason: why it has no prediction. Returns the text for the column ERROR.
        Raises PredictionError for one bad row too many.
        """
        with self.lock:
            self.count += 1
            if len(self.named) < MAX_NAMED_ROWS:
                self.named.append("{}: {}".format(row, reason))
            if self.count > self.max_errors:
                rows = "; ".join(self.named)
                raise PredictionError(
                    format_error("E-SME-340", endpoint=self.endpoint, max_errors=self.max_errors, rows=rows)
                )
        return reason[:MAX_ERROR_CHARACTERS]


def read_max_errors(value):
    """The argument max_errors of a call. Raises PredictionError unless it is a whole number from 0."""
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    raise PredictionError(format_error("E-SME-342", value="NULL" if value is None else str(value)))
