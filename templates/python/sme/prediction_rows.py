"""The rows of a group, and the batches of rows that become requests."""

import operator

# Rows to read before their size is known.
FIRST_SLICE_ROWS = 25
# Cells to format at once: enough for efficient loops in C, few enough for the processor's cache.
SLICE_CELLS = 10000
MAX_SLICE_ROWS = 500


class Rows:
    """The rows of a group, as tuples. width: their number of columns."""

    def __init__(self, ctx, width):
        self.ctx = ctx
        self.max_slice_rows = max(FIRST_SLICE_ROWS, min(MAX_SLICE_ROWS, SLICE_CELLS // width))
        self.has_more = self.has_first()
        # operator.itemgetter reads a row without a loop in Python. For a single column it does not return a tuple.
        self.read_row = operator.itemgetter(*range(width)) if width > 1 else lambda row: (row[0],)

    def has_first(self):
        """False for a group without rows, for which reading the first row raises an error."""
        try:
            self.ctx[0]
        except RuntimeError as error:
            if "Iteration finished" not in str(error):
                raise
            return False
        return True

    def take(self, count):
        ctx, read_row, advance, rows = self.ctx, self.read_row, self.ctx.next, []
        if not self.has_more:
            return rows
        append = rows.append
        for _ in range(count):
            append(read_row(ctx))
            if not advance():
                self.has_more = False
                break
        return rows


class Batch:
    """The rows of one request and their CSV. target_rows: the number of rows that the request should have."""

    def __init__(self, target_rows):
        self.target_rows = target_rows
        self.rows = []
        self.parts = []
        self.size = 0

    def fill(self, rows, body, target_bytes, row_bytes):
        """
        Takes rows until the batch has target_rows rows or target_bytes bytes, or the group ends.

        body: CsvBody or CsvLines. row_bytes: average size of a row so far, or None.
        """
        while rows.has_more and len(self.rows) < self.target_rows and self.size < target_bytes:
            fitting = FIRST_SLICE_ROWS if row_bytes is None else int((target_bytes - self.size) / row_bytes) + 1
            taken = rows.take(min(fitting, rows.max_slice_rows, self.target_rows - len(self.rows)))
            part = body.format(taken)
            self.rows += taken
            self.parts.append(part)
            self.size += len(part)
            row_bytes = self.size / len(self.rows)

    def take_body(self):
        body, self.parts = b"".join(self.parts), []
        return body
