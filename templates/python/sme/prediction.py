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
from sme.prediction_bad_rows import DEFAULT_MAX_ERRORS, BadRows, read_max_errors
from sme.prediction_calls import EndpointCaller, find_max_request_bytes, make_call_options
from sme.prediction_failures import CallFailure
from sme.prediction_labels import LabelReader, PredictionError
from sme.prediction_lines import CsvLines
from sme.prediction_response import ResponseReader
from sme.prediction_rows import Batch, Rows
from sme.prediction_size import RequestSize
from sme.prediction_statistics import PredictionStatistics

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


class Predictor:
    """
    Serves all groups of a VM, so that they share a client, threads and the request size found so far.

    settings: endpoint, connection, region, keys (number of key columns at the start), classification, response_keys,
    labels, serverless, parallel (number of parallel requests), input ('columns': the columns of the training follow the
    keys; 'csv': one column with the CSV line of a row follows), errors (whether a bad row gets an error text in the
    last output column instead of ending the query), max_errors (number of bad rows per VM), max_errors_argument
    (whether the first input column is max_errors, which then replaces the setting).
    """

    def __init__(self, exa, settings, create_client=make_client):
        self.settings = settings
        self.parallel = max(1, int(settings.get("parallel") or DEFAULT_PARALLEL_REQUESTS))
        meta = exa.meta
        self.width = meta.input_column_count
        self.statistics = PredictionStatistics()
        self.first_key = 1 if settings.get("max_errors_argument") else 0
        self.first_feature = self.first_key + settings["keys"]
        self.has_lines = settings.get("input") == "csv"
        self.body = CsvLines() if self.has_lines else CsvBody(meta.input_columns, self.first_feature)
        self.bad_rows = None
        if settings.get("errors"):
            self.bad_rows = BadRows(settings["endpoint"], settings.get("max_errors", DEFAULT_MAX_ERRORS))
        self.labels = LabelReader(meta.output_columns[-2 if settings.get("errors") else -1])
        max_bytes = find_max_request_bytes(settings)
        self.size = RequestSize(max_bytes)
        reader = ResponseReader(settings["endpoint"], settings.get("response_keys"), settings.get("labels"))
        client = self.create_client(exa, create_client)
        self.caller = EndpointCaller(
            client,
            settings,
            self.body,
            reader,
            max_bytes,
            self.statistics,
            key_names=[column.name for column in meta.input_columns[self.first_key : self.first_feature]],
            first_key=self.first_key,
            bad_rows=self.bad_rows,
        )
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
        Yields (rows, CallResult) in the order of the rows. At most self.parallel + 1 requests are in memory at a time.
        """
        started = time.monotonic()
        rows, window = Rows(ctx, self.width), collections.deque()
        if self.bad_rows is not None and self.first_key > 0 and rows.has_more:
            self.bad_rows.max_errors = read_max_errors(ctx[0])
        self.started_rows = 0
        try:
            while rows.has_more or window:
                while window and (window[0][1].done() or len(window) > self.parallel or not rows.has_more):
                    yield self.collect(*window.popleft())
                if rows.has_more:
                    window.append(self.start(rows))
        finally:
            for _, future in window:
                future.cancel()
            self.statistics.seconds += time.monotonic() - started

    def start(self, rows):
        size = self.size
        batch = Batch(size.rows)
        batch.fill(rows, self.body, size.target_bytes, size.row_bytes)
        first = self.started_rows + 1
        future = self.threads.submit(self.caller.predict, batch.rows, batch.take_body(), first)
        self.started_rows += len(batch.rows)
        return batch, future

    def collect(self, batch, future):
        was_waited_for = not future.done()
        result = future.result()
        count = len(batch.rows)
        if result.is_too_large:
            self.size.note_limit(max(1, result.largest_rows))
        elif not result.errors:
            sizes = (batch.target_rows, count, batch.size)
            self.size.note_call(*sizes, result.seconds, was_waited_for, result.response_bytes)
        return batch.rows, result

    def emit_predictions(self, ctx):
        emit = ctx.emit
        for rows, result in self.predict(ctx):
            outputs = [self.labels.read_all(result.texts)]
            if self.settings["classification"]:
                outputs.insert(0, result.probabilities)
            if self.bad_rows is not None:
                outputs.append([result.errors.get(at) for at in range(len(rows))])
            if self.has_lines:
                keys = list(zip(*rows))[self.first_key : self.first_feature]
                emitted = zip(*keys, *outputs)
            else:
                inputs = [row[self.first_key :] for row in rows] if self.first_key else rows
                emitted = map(operator.concat, inputs, zip(*outputs))
            # Emits all rows without a loop in Python: a deque of length 0 consumes an iterator.
            collections.deque(itertools.starmap(emit, emitted), maxlen=0)

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
