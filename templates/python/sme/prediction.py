"""The prediction UDF: rows in, the same rows with the endpoint's predictions out, several requests at a time."""

import collections
import concurrent.futures
import gc
import itertools
import operator
import time

from sme.aws_client import make_client
from sme.credentials import read_credentials
from sme.csv_format import CsvBody
from sme.prediction_calls import EndpointCaller, find_limit, make_call_options
from sme.prediction_failures import CallFailure
from sme.prediction_labels import LabelReader, PredictionError
from sme.prediction_response import AnswerReader
from sme.prediction_size import RequestSize
from sme.prediction_statistics import PredictionStatistics

# Rows that are read before their size is looked at: few while nothing is known about it.
FIRST_SLICE_ROWS = 25
# Cells that are written at once: enough for loops in C, few enough for the processor's cache.
SLICE_CELLS = 10000
MOST_SLICE_ROWS = 500
# New objects until Python looks for cycles among them. By default 700, which means every few hundred rows (each is an
# object) and a fifth of all the time.
COLLECTED_OBJECTS = 25000


def spare_collector():
    """
    Cycles are still found, about once a request, but no longer looked for in all that boto3 consists of. Never off: a
    failed call leaves a cycle that holds its request.
    """
    gc.set_threshold(COLLECTED_OBJECTS, *gc.get_threshold()[1:])
    if hasattr(gc, "freeze"):
        gc.freeze()


class Rows:
    """The rows of a group, as tuples."""

    def __init__(self, ctx, width):
        self.ctx = ctx
        self.most = max(FIRST_SLICE_ROWS, min(MOST_SLICE_ROWS, SLICE_CELLS // width))
        self.left = self.begin()
        # operator.itemgetter reads a row without a loop in Python; of one column it makes no tuple.
        self.get = operator.itemgetter(*range(width)) if width > 1 else lambda row: (row[0],)

    def begin(self):
        """False for a group without rows: there the first row is already beyond the end."""
        try:
            self.ctx[0]
        except RuntimeError as error:
            if "Iteration finished" not in str(error):
                raise
            return False
        return True

    def take(self, count):
        ctx, get, advance, rows = self.ctx, self.get, self.ctx.next, []
        if not self.left:
            return rows
        add = rows.append
        for _ in range(count):
            add(get(ctx))
            if not advance():
                self.left = False
                break
        return rows


class Batch:
    """The rows of one request, what they are as CSV, and how large the request was meant to be."""

    future: "concurrent.futures.Future"

    def __init__(self, wanted):
        self.wanted = wanted
        self.rows = []
        self.parts = []
        self.size = 0

    def fill(self, rows, body, bytes_wanted, row_bytes):
        while rows.left and len(self.rows) < self.wanted and self.size < bytes_wanted:
            fitting = FIRST_SLICE_ROWS if row_bytes is None else int((bytes_wanted - self.size) / row_bytes) + 1
            taken = rows.take(min(fitting, rows.most, self.wanted - len(self.rows)))
            part = body.write(taken)
            self.rows += taken
            self.parts.append(part)
            self.size += len(part)
            row_bytes = self.size / len(self.rows)

    def take_body(self):
        body, self.parts = b"".join(self.parts), []
        return body


class Predictor:
    """
    One per VM: its client, its threads and what it has learnt about request sizes serve all groups.

    settings: endpoint, connection, region, keys (number of key columns in front), classification, response_keys,
    labels, serverless, parallel.
    """

    def __init__(self, exa, settings, client_of=make_client):
        self.settings = settings
        self.parallel = max(1, int(settings.get("parallel") or 4))
        meta = exa.meta
        self.width = meta.input_column_count
        self.statistics = PredictionStatistics()
        self.body = CsvBody(meta.input_columns, settings["keys"])
        self.labels = LabelReader(meta.output_columns[-1])
        limit = find_limit(settings)
        self.size = RequestSize(limit)
        reader = AnswerReader(settings["endpoint"], settings.get("response_keys"), settings.get("labels"))
        client = self.connect(exa, client_of)
        keys = [column.name for column in meta.input_columns[: settings["keys"]]]
        self.caller = EndpointCaller(client, settings, self.body, reader, limit, self.statistics, keys)
        self.threads = concurrent.futures.ThreadPoolExecutor(self.parallel)
        self.started_rows = 0
        spare_collector()

    def connect(self, exa, client_of):
        settings = self.settings
        credentials, _address, problems = read_credentials(exa, settings["connection"])
        if problems:
            raise PredictionError("\n".join(problems))
        try:
            options = make_call_options(self.parallel)
            return client_of("sagemaker-runtime", credentials, settings["region"], **options)
        except ImportError as error:
            failure = CallFailure(error)
            raise failure.make_error(settings["endpoint"], settings["connection"], settings["region"]) from error

    def predict(self, ctx):
        """Yields (rows, probabilities, labels as texts) in the order of the rows; holds parallel + 1 requests."""
        began = time.monotonic()
        rows, window = Rows(ctx, self.width), collections.deque()
        self.started_rows = 0
        try:
            while rows.left or window:
                while window and (window[0].future.done() or len(window) > self.parallel or not rows.left):
                    yield self.collect(window.popleft())
                if rows.left:
                    window.append(self.start(rows))
        finally:
            for batch in window:
                batch.future.cancel()
            self.statistics.seconds += time.monotonic() - began

    def start(self, rows):
        size = self.size
        batch = Batch(size.rows)
        batch.fill(rows, self.body, size.bytes_wanted, size.row_bytes)
        first = self.started_rows + 1
        batch.future = self.threads.submit(self.caller.predict, batch.rows, batch.take_body(), first)
        self.started_rows += len(batch.rows)
        return batch

    def collect(self, batch):
        waited = not batch.future.done()
        texts, probabilities, sent, seconds = batch.future.result()
        count = len(batch.rows)
        if sent < count:
            self.size.note_limit(sent)
        else:
            self.size.note_call(batch.wanted, count, batch.size, seconds, waited)
        return batch.rows, probabilities, texts

    def emit_predictions(self, ctx):
        emit = ctx.emit
        for rows, probabilities, texts in self.predict(ctx):
            predictions = self.labels.read_all(texts)
            ends = zip(probabilities, predictions) if self.settings["classification"] else zip(predictions)
            # A loop over all rows without a line of Python in it; a deque of no length keeps nothing.
            collections.deque(itertools.starmap(emit, map(operator.concat, rows, ends)), maxlen=0)

    def emit_statistics(self, ctx):
        """Predicts like emit_predictions, but answers with what it cost: one row a group, for this group alone."""
        self.statistics = self.caller.statistics = PredictionStatistics()
        for _ in self.predict(ctx):
            pass
        if self.statistics.calls:
            ctx.emit(*self.statistics.summarise())

    def close(self):
        self.threads.shutdown(wait=False)
        print(self.statistics.describe(self.settings["endpoint"]), flush=True)
