"""
Chooses the number of rows per request: few at first, so that small queries are fast, then more while that pays. Neither
a request nor its response may exceed the limit of AWS.
"""

FIRST_ROWS = 200
GROWTH_FACTOR = 4
# From this size on, the fixed cost of a call (signing, HTTP; a few milliseconds) is small compared to that of its rows.
COMFORTABLE_BYTES = 512 * 1024
# A longer call is too close to AWS's limit of 60 seconds.
LONG_CALL_SECONDS = 3.0
# Fraction of the size limit to use, because the next rows may be wider than the previous ones.
FILL_FACTOR = 0.6
# Minimum increase of rows per second that justifies GROWTH_FACTOR times as many rows.
MIN_GAIN = 1.2
# A rate below this fraction is due to the larger request, not to noise.
MAX_LOSS = 0.7


class RequestSize:
    """
    max_bytes: the endpoint's limit for a request, and for a response.

    Grows to a comfortable size as long as calls are short, and beyond it only if responses are waited for and the rows
    per second increase. Shrinks if a request was too large, and never grows to that size again.
    """

    def __init__(self, max_bytes):
        self.rows = FIRST_ROWS
        self.target_bytes = int(max_bytes * FILL_FACTOR)
        self.row_bytes = None
        # Largest response per row so far. With many classes, a response is larger than its request.
        self.response_row_bytes = 0.0
        self.max_rows = None
        self.is_settled = False
        # Target number of rows → rows per second.
        self.rates = {}

    def note_call(self, target_rows, rows, size, seconds, was_waited_for, response_bytes=0):
        """
        target_rows: self.rows when the request was filled. rows, size (bytes), seconds: of the finished request.
        response_bytes: size of its response.
        was_waited_for: whether the caller had to wait for the response.
        """
        self.row_bytes = size / rows
        self.response_row_bytes = max(self.response_row_bytes, response_bytes / rows)
        if self.response_row_bytes > 0:
            self.rows = max(1, min(self.rows, int(self.target_bytes / self.response_row_bytes)))
        if target_rows != self.rows or rows < target_rows or self.is_settled:
            return
        rate = self.rates[target_rows] = rows / max(seconds, 1e-6)
        if size < COMFORTABLE_BYTES and seconds * GROWTH_FACTOR < LONG_CALL_SECONDS:
            self.grow(size / rows)
            return
        previous_rate = self.rates.get(target_rows // GROWTH_FACTOR)
        is_long = seconds >= LONG_CALL_SECONDS
        if previous_rate is not None and (rate < previous_rate * MIN_GAIN or is_long):
            self.is_settled = True
            if rate < previous_rate * MAX_LOSS or is_long:
                self.rows = target_rows // GROWTH_FACTOR
        elif was_waited_for and not is_long:
            self.grow(size / rows)

    def grow(self, row_bytes):
        max_rows = int(self.target_bytes / max(row_bytes, self.response_row_bytes))
        if self.max_rows is not None:
            max_rows = min(max_rows, self.max_rows)
        self.rows = max(self.rows, min(self.rows * GROWTH_FACTOR, max_rows))

    def note_limit(self, rows):
        """A request with more rows than this was rejected for its size or took too long."""
        self.max_rows = rows
        self.rows = min(self.rows, rows)
