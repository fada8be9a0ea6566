"""The prediction UDF: emits its input rows with the predictions of an endpoint. Sends several requests in parallel."""

import collections
import concurrent.futures
import gc
import itertools
import operator
import time

from sme.aws_client import make_client
from sme.credentials import read_credentials
from sme.csv_format import CsvBody
from sme.prediction_calls import EndpointCaller, find_max_request_bytes, make_call_options
from sme.prediction_failures import CallFailure
from sme.prediction_labels import LabelReader, PredictionError
from sme.prediction_response import ResponseReader
from sme.prediction_size import RequestSize
from sme.prediction_statistics import PredictionStatistics

# Rows to read before their size is known.
FIRST_SLICE_ROWS = 25
# Cells to format at once: enough for efficient loops in C, few enough for the processor's cache.
SLICE_CELLS = 10000
MAX_SLICE_ROWS = 500
# New objects until Python searches them for cycles. Every row is an object, so with the default of 700, Python would
# search every few hundred rows, which would take a fifth of the time.
GC_THRESHOLD = 25000
DEFAULT_PARALLEL_REQUESTS = 4


def tune_garbage_collector():
    """
    Python still finds cycles, about once per request, but skips the objects of boto3. Collection must stay enabled:
    each failed call leaves a cycle that contains its request.
    """
    gc.set_threshold(GC_THRESHOLD, *gc.get_threshold()[1:])
    if hasattr(gc, "freeze"):
        gc.freeze()


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

    future: "concurrent.futures.Future"

    def __init__(self, target_rows):
        self.target_rows = target_rows
        self.rows = []
        self.parts = []
        self.size = 0

    def fill(self, rows, body, target_bytes, row_bytes):
        """
        Takes rows until the batch has target_rows rows or target_bytes bytes, or the group ends.

        body: CsvBody. row_bytes: average size of a row so far, or None.
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


class Predictor:
    """
    Serves all groups of a VM, so that they share a client, threads and the request size found so far.

    settings: endpoint, connection, region, keys (number of key columns at the start), classification, response_keys,
    labels, serverless, parallel (number of parallel requests).
    """

    def __init__(self, exa, settings, create_client=make_client):
        self.settings = settings
        self.parallel = max(1, int(settings.get("parallel") or DEFAULT_PARALLEL_REQUESTS))
        meta = exa.meta
        self.width = meta.input_column_count
        self.statistics = PredictionStatistics()
        self.body = CsvBody(meta.input_columns, settings["keys"])
        self.labels = LabelReader(meta.output_columns[-1])
        max_bytes = find_max_request_bytes(settings)
        self.size = RequestSize(max_bytes)
        reader = ResponseReader(settings["endpoint"], settings.get("response_keys"), settings.get("labels"))
        client = self.create_client(exa, create_client)
        key_names = [column.name for column in meta.input_columns[: settings["keys"]]]
        self.caller = EndpointCaller(client, settings, self.body, reader, max_bytes, self.statistics, key_names)
        self.threads = concurrent.futures.ThreadPoolExecutor(self.parallel)
        self.started_rows = 0
        tune_garbage_collector()

    def create_client(self, exa, create_client):
        """Raises PredictionError if the connection is unusable or boto3 is missing."""
        settings = self.settings
        credentials, _address, problems = read_credentials(exa, settings["connection"])
        if problems:
            raise PredictionError("\n".join(problems))
        try:
            options = make_call_options(self.parallel)
            return create_client("sagemaker-runtime", credentials, settings["region"], **options)
        except ImportError as error:
            raise CallFailure(error).make_error(settings) from error

    def predict(self, ctx):
        """
        Yields (rows, probabilities, label texts) in the order of the rows. At most self.parallel + 1 requests are in
        memory at a time.
        """
        started = time.monotonic()
        rows, window = Rows(ctx, self.width), collections.deque()
        self.started_rows = 0
        try:
            while rows.has_more or window:
                while window and (window[0].future.done() or len(window) > self.parallel or not rows.has_more):
                    yield self.collect(window.popleft())
                if rows.has_more:
                    window.append(self.start(rows))
        finally:
            for batch in window:
                batch.future.cancel()
            self.statistics.seconds += time.monotonic() - started

    def start(self, rows):
        size = self.size
        batch = Batch(size.rows)
        batch.fill(rows, self.body, size.target_bytes, size.row_bytes)
        first = self.started_rows + 1
        batch.future = self.threads.submit(self.caller.predict, batch.rows, batch.take_body(), first)
        self.started_rows += len(batch.rows)
        return batch

    def collect(self, batch):
        was_waited_for = not batch.future.done()
        texts, probabilities, sent_rows, seconds = batch.future.result()
        count = len(batch.rows)
        if sent_rows < count:
            self.size.note_limit(sent_rows)
        else:
            self.size.note_call(batch.target_rows, count, batch.size, seconds, was_waited_for)
        return batch.rows, probabilities, texts

    def emit_predictions(self, ctx):
        emit = ctx.emit
        for rows, probabilities, texts in self.predict(ctx):
            predictions = self.labels.read_all(texts)
            outputs = zip(probabilities, predictions) if self.settings["classification"] else zip(predictions)
            # Emits all rows without a loop in Python: a deque of length 0 consumes an iterator.
            collections.deque(itertools.starmap(emit, map(operator.concat, rows, outputs)), maxlen=0)

    def emit_statistics(self, ctx):
        """Predicts like emit_predictions, but emits one row per group with the statistics of this group."""
        self.statistics = self.caller.statistics = PredictionStatistics()
        for _ in self.predict(ctx):
            pass
        if self.statistics.calls:
            ctx.emit(*self.statistics.summarize())

    def close(self):
        self.threads.shutdown(wait=False)
        print(self.statistics.to_json(self.settings["endpoint"]), flush=True)
