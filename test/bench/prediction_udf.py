"""
Runs the prediction UDF's Python outside of a database, so that what is measured is our code and not the stand-in that
feeds it rows. One task a process; argument and result are JSON.

ours: the predictor, with the columns of a row or with its CSV line; earlier: the UDF of the Python extension, with 100
rows a call; bare: prepared and signed requests, sent over kept connections; context:
the cost of reading and emitting alone; first: the time to the first row of a query of ten.
"""

import datetime
import http.client
import json
import operator
import os
import resource
import statistics
import sys
import threading
import time
import types
from urllib.parse import urlparse

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "..", "templates", "python"))

import client_context  # noqa: E402
from sme.csv_format import CsvBody  # noqa: E402
from sme.prediction import Predictor  # noqa: E402

KEYS = ["predicted_label", "probability"]
KINDS = [
    ("DECIMAL(9,0)", int, lambda row: row * 7 % 97, client_context.INT32),
    ("DOUBLE", float, lambda row: row % 1009 / 8, client_context.DOUBLE),
    ("DECIMAL(9,0)", int, lambda row: row % 1000, client_context.INT32),
    ("VARCHAR(20) UTF8", str, lambda row: "segment {}".format(row % 12), client_context.STRING),
    (
        "DATE",
        datetime.date,
        lambda row: datetime.date(2020, 1, 1) + datetime.timedelta(row % 2000),
        client_context.DATE,
    ),
]
DIFFERENT_ROWS = 2000


class FirstRowContext(client_context.ClientContext):
    """Remembers when the first row was emitted."""

    first_at = None

    def emit(self, *cells):
        super().emit(*cells)
        if self.first_at is None:
            self.first_at = time.perf_counter()


def make_group(task, count, context=client_context.ClientContext):
    """A group of `count` rows, as the client passes it to a UDF."""
    kinds = [kind[3] for kind in find_kinds(task)]
    rows = [tuple(write_cell(cell) for cell in row) for row in make_rows(task)]
    if task.get("input") == "csv":
        body = CsvBody(make_columns(task), 0)
        lines = [body.format([row]).decode().rstrip("\n") for row in make_rows(task)]
        rows, inputs = list(enumerate(lines)), [client_context.INT64, client_context.STRING]
        outputs = inputs[:1]
    else:
        inputs = outputs = kinds
    results = [client_context.DOUBLE, client_context.STRING]
    sink = client_context.CellSink(len(outputs) + 2)
    return context(inputs, outputs + results, client_context.CellSource(rows, count), sink)


def write_cell(cell):
    """The client receives dates as texts."""
    return cell.isoformat() if isinstance(cell, datetime.date) else cell


def find_kinds(task):
    """Every fifth column is a DATE, or none is."""
    kinds = KINDS if task.get("dates", True) else KINDS[:4]
    return [kinds[at % len(kinds)] for at in range(task["columns"])]


def make_columns(task):
    return [
        types.SimpleNamespace(sql_type=kind[0], type=kind[1], scale=None, name=str(at))
        for at, kind in enumerate(find_kinds(task))
    ]


def make_rows(task):
    kinds = find_kinds(task)
    return [tuple(kind[2](row) for kind in kinds) for row in range(DIFFERENT_ROWS)]


def make_predictor(task, keys):
    connection = types.SimpleNamespace(user=keys["key_id"], password=keys["secret"], address="")
    target = types.SimpleNamespace(sql_type="VARCHAR(10) UTF8", type=str, scale=None)
    columns, has_lines = make_columns(task), task.get("input") == "csv"
    if has_lines:
        columns = [
            types.SimpleNamespace(sql_type="DECIMAL(18,0)", type=int, scale=0, name="ID"),
            types.SimpleNamespace(sql_type="VARCHAR(2000000) UTF8", type=str, scale=None, name="CSV_LINE"),
        ]
    meta = types.SimpleNamespace(input_columns=columns, input_column_count=len(columns), output_columns=[target])
    exa = types.SimpleNamespace(meta=meta, get_connection=lambda name: connection)
    settings = {
        "endpoint": task["endpoint"],
        "connection": "AWS",
        "region": task["region"],
        "keys": 1 if has_lines else 0,
        "input": "csv" if has_lines else "columns",
        "classification": True,
        "response_keys": KEYS,
        "parallel": task.get("parallel", 4),
    }
    return Predictor(exa, settings)


def run_ours(task, keys):
    predictor = make_predictor(task, keys)
    group = make_group(task, task["rows"])
    started, cpu_started = time.perf_counter(), time.process_time()
    predictor.emit_predictions(group)
    seconds, cpu_seconds = time.perf_counter() - started, time.process_time() - cpu_started
    assert group.sink.rows == task["rows"]
    found = json.loads(predictor.statistics.to_json("bench"))
    return {
        "rows_per_second": task["rows"] / seconds,
        "calls": found["calls"],
        "largest_request_rows": found["largest_request_rows"],
        "p50_ms": found["latency_p50_ms"],
        "cpu_us_per_row": cpu_seconds / task["rows"] * 1e6,
        "rss_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def run_earlier(task, keys):
    """The UDF of the Python extension, from its package, with the `sagemaker` package that it needs."""
    from exasol_sagemaker_extension.autopilot_prediction_udf import AutopilotPredictionUDF

    endpoint = {
        "endpoint_name": task["endpoint"],
        "status": "deployed",
        "batch_size": 100,
        "aws_s3_connection": "AWS",
        "aws_region": task["region"],
    }
    connections = {
        "MODEL": types.SimpleNamespace(address=json.dumps(endpoint)),
        "AWS": types.SimpleNamespace(user=keys["key_id"], password=keys["secret"]),
    }
    meta = types.SimpleNamespace(output_columns=[types.SimpleNamespace(type=str)])
    udf = AutopilotPredictionUDF(types.SimpleNamespace(get_connection=connections.get, meta=meta), "MODEL")
    group = make_group(task, task["rows"], client_context.DataFrameContext)
    started, cpu_started = time.perf_counter(), time.process_time()
    udf.run(group)
    seconds, cpu_seconds = time.perf_counter() - started, time.process_time() - cpu_started
    assert group.sink.rows == task["rows"]
    return {"rows_per_second": task["rows"] / seconds, "cpu_us_per_row": cpu_seconds / task["rows"] * 1e6}


def run_context(task, keys):
    """Microseconds of CPU that the ctx itself takes, per row: reading, emitting, and reading one DATE cell."""
    width, count = task["columns"], task["rows"]
    get, results = operator.itemgetter(*range(width)), (0.5, "yes")
    group, row = make_group(task, count), None
    started, left = time.process_time(), True
    while left:
        row = get(group)
        left = group.next()
    read = time.process_time() - started
    started = time.process_time()
    for _ in range(count):
        group.emit(*row, *results)
    emitted = time.process_time() - started
    started = time.process_time()
    for _ in range(count):
        client_context.read_date("2024-02-29")
    date = time.process_time() - started
    return {"read_us": read / count * 1e6, "emit_us": emitted / count * 1e6, "date_us": date / count * 1e6}


def sign(task, keys, body):
    """Path and headers of a request; a signature holds for minutes."""
    from botocore.auth import SigV4Auth
    from botocore.awsrequest import AWSRequest
    from botocore.credentials import Credentials

    url = "{}/endpoints/{}/invocations".format(os.environ["AWS_ENDPOINT_URL"], task["endpoint"])
    headers = {"Content-Type": "text/csv", "Accept": "text/csv"}
    request = AWSRequest("POST", url, headers=headers, data=body)
    SigV4Auth(Credentials(keys["key_id"], keys["secret"]), "sagemaker", task["region"]).add_auth(request)
    return urlparse(url).path, dict(request.headers)


def send_prepared(task, keys, body, calls):
    """Seconds of each call, one after the other over one connection."""
    path, headers = sign(task, keys, body)
    connection = http.client.HTTPConnection(urlparse(os.environ["AWS_ENDPOINT_URL"]).netloc)
    times = []
    for _ in range(calls):
        started = time.perf_counter()
        connection.request("POST", path, body, headers)
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200, answer.status
        times.append(time.perf_counter() - started)
    return times


def run_bare(task, keys):
    """As many connections as ours has; bodies of the size that ours has found."""
    rows = make_rows(task)
    per_call = task["per_call"]
    body = CsvBody(make_columns(task), 0).format([rows[at % DIFFERENT_ROWS] for at in range(per_call)])
    parallel = task.get("parallel", 4)
    calls = max(1, task["rows"] // per_call // parallel)
    threads = [threading.Thread(target=send_prepared, args=(task, keys, body, calls)) for _ in range(parallel)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {"rows_per_second": calls * parallel * per_call / (time.perf_counter() - started)}


def run_first(task, keys):
    rows = make_rows(task)
    bodies = CsvBody(make_columns(task), 0).format(rows[:10])
    bare = statistics.median(send_prepared(task, keys, bodies, 12)[2:])
    began = time.perf_counter()
    predictor = make_predictor(task, keys)
    client_seconds = time.perf_counter() - began
    times = []
    for _ in range(12):
        group = make_group(task, 10, FirstRowContext)
        started = time.perf_counter()
        predictor.emit_predictions(group)
        times.append(group.first_at - started)
    return {
        "bare_call_ms": bare * 1000,
        "first_row_ms": statistics.median(times[2:]) * 1000,
        "first_row_of_a_vm_ms": (client_seconds + times[0]) * 1000,
    }


if __name__ == "__main__":
    given = json.loads(sys.argv[1])
    tasks = {
        "ours": run_ours,
        "earlier": run_earlier,
        "bare": run_bare,
        "context": run_context,
        "first": run_first,
    }
    print(json.dumps(tasks[given["task"]](given, given["keys"])))
