"""How many rows a request carries: few at first, so that a small query is quick; more while that pays."""

FIRST_ROWS = 200
GROWTH = 4
# From here on a call's own cost (signing, HTTP; a few milliseconds) is small against that of its rows.
COMFORTABLE_BYTES = 512 * 1024
# A call that takes longer is near enough to the runtime's limit of 60 seconds.
LONG_SECONDS = 3.0
# Room for rows that are wider than those before them.
FILL = 0.6
# Rows per second have to rise by this much where GROWTH times as many rows are sent.
WORTHWHILE = 1.2
# Below this a larger request is a mistake, not noise.
HARMFUL = 0.7


class RequestSize:
    """
    limit_bytes: the endpoint's limit of a request.

    Grows to a comfortable size while calls stay short; beyond it only where answers are waited for and rows per second
    rise. Shrinks where a request proved too much, and never grows to that size again.
    """

    def __init__(self, limit_bytes):
        self.rows = FIRST_ROWS
        self.bytes_wanted = int(limit_bytes * FILL)
        self.row_bytes = None
        self.most_rows = None
        self.settled = False
        self.rates = {}

    def note_call(self, wanted, rows, size, seconds, waited):
        """
        wanted: what self.rows was when the request was cut; rows, size (bytes), seconds: what it came to; waited:
        whether its answer had to be waited for.
        """
        self.row_bytes = size / rows
        if wanted != self.rows or rows < wanted or self.settled:
            return
        rate = self.rates[wanted] = rows / max(seconds, 1e-6)
        if size < COMFORTABLE_BYTES and seconds * GROWTH < LONG_SECONDS:
            self.grow(size / rows)
            return
        before = self.rates.get(wanted // GROWTH)
        if before is not None and (rate < before * WORTHWHILE or seconds >= LONG_SECONDS):
            self.settled = True
            if rate < before * HARMFUL or seconds >= LONG_SECONDS:
                self.rows = wanted // GROWTH
        elif waited and seconds < LONG_SECONDS:
            self.grow(size / rows)

    def grow(self, row_bytes):
        most = int(self.bytes_wanted / row_bytes)
        if self.most_rows is not None:
            most = min(most, self.most_rows)
        self.rows = max(self.rows, min(self.rows * GROWTH, most))

    def note_limit(self, rows):
        """More rows than these were refused for their size, or took too long."""
        self.most_rows = rows
        self.rows = min(self.rows, rows)
