"""
Runs the prediction UDF's Python outside of a database, so that what is measured is our code and not the stand-in that
feeds it rows. One task a process; argument and result are JSON.

ours: the predictor; earlier: 100 rows a call, one call at a time, as the earlier extension does; bare: prepared and
signed requests, sent over kept connections; stand_in: rows read and emitted, and nothing done with them, which no UDF
can be quicker than here; first: the time to the first row of a query of ten.
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

from sme.aws_client import make_client  # noqa: E402
from sme.csv_format import CsvBody  # noqa: E402
from sme.prediction import Predictor, Rows  # noqa: E402
from sme.prediction_labels import LabelReader  # noqa: E402
from sme.prediction_response import ResponseReader  # noqa: E402

KEYS = ["predicted_label", "probabilities", "labels"]
KINDS = [
    ("DECIMAL(9,0)", int, lambda row: row * 7 % 97),
    ("DOUBLE", float, lambda row: row % 1009 / 8),
    ("DECIMAL(9,0)", int, lambda row: row % 1000),
    ("VARCHAR(20) UTF8", str, lambda row: "segment {}".format(row % 12)),
    ("DATE", datetime.date, lambda row: datetime.date(2020, 1, 1) + datetime.timedelta(row % 2000)),
]
DIFFERENT_ROWS = 2000


class Group:
    """ctx, as cheap as it can be: a few rows again and again."""

    def __init__(self, rows, count):
        self.rows = rows
        self.left = count
        self.at = 0
        self.emitted = 0
        self.first_at = None

    def __getitem__(self, place):
        return self.rows[self.at][place]

    def next(self):
        self.left -= 1
        self.at = (self.at + 1) % DIFFERENT_ROWS
        return self.left > 0

    def emit(self, *cells):
        self.emitted += 1
        if self.first_at is None:
            self.first_at = time.perf_counter()


def make_columns(count):
    return [
        types.SimpleNamespace(sql_type=KINDS[at % 5][0], type=KINDS[at % 5][1], scale=None, name=str(at))
        for at in range(count)
    ]


def make_rows(count):
    return [tuple(KINDS[at % 5][2](row) for at in range(count)) for row in range(DIFFERENT_ROWS)]


def make_predictor(task, keys):
    connection = types.SimpleNamespace(user=keys["key_id"], password=keys["secret"], address="")
    target = types.SimpleNamespace(sql_type="VARCHAR(10) UTF8", type=str, scale=None)
    meta = types.SimpleNamespace(
        input_columns=make_columns(task["columns"]), input_column_count=task["columns"], output_columns=[target]
    )
    exa = types.SimpleNamespace(meta=meta, get_connection=lambda name: connection)
    settings = {
        "endpoint": task["endpoint"],
        "connection": "AWS",
        "region": task["region"],
        "keys": 0,
        "classification": True,
        "response_keys": KEYS,
        "parallel": task.get("parallel", 4),
    }
    return Predictor(exa, settings)


def run_ours(task, keys):
    predictor = make_predictor(task, keys)
    group = Group(make_rows(task["columns"]), task["rows"])
    started, cpu_started = time.perf_counter(), time.process_time()
    predictor.emit_predictions(group)
    seconds, cpu_seconds = time.perf_counter() - started, time.process_time() - cpu_started
    assert group.emitted == task["rows"]
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
    client = make_client("sagemaker-runtime", keys, task["region"])
    body, reader = CsvBody(make_columns(task["columns"]), 0), ResponseReader(task["endpoint"], KEYS)
    labels = LabelReader(types.SimpleNamespace(sql_type="VARCHAR", type=str))
    calls = task["rows"] // 100
    group = Group(make_rows(task["columns"]), calls * 100)
    started, source = time.perf_counter(), Rows(group, task["columns"])
    for _ in range(calls):
        rows = source.take(100)
        answer = client.invoke_endpoint(
            EndpointName=task["endpoint"], ContentType="text/csv", Accept="text/csv", Body=body.format(rows)
        )
        texts, probabilities = reader.read(answer["Body"].read(), len(rows))
        for row, probability, label in zip(rows, probabilities, labels.read_all(texts)):
            group.emit(*row, probability, label)
    assert group.emitted == calls * 100
    return {"rows_per_second": calls * 100 / (time.perf_counter() - started)}


def run_stand_in(task, keys):
    group, get = Group(make_rows(task["columns"]), task["rows"]), operator.itemgetter(*range(task["columns"]))
    started, left = time.perf_counter(), True
    while left:
        group.emit(*get(group), 0.5, "yes")
        left = group.next()
    return {"rows_per_second": task["rows"] / (time.perf_counter() - started)}


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
    rows = make_rows(task["columns"])
    per_call = task["per_call"]
    body = CsvBody(make_columns(task["columns"]), 0).format([rows[at % DIFFERENT_ROWS] for at in range(per_call)])
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
    rows = make_rows(task["columns"])
    bodies = CsvBody(make_columns(task["columns"]), 0).format(rows[:10])
    bare = statistics.median(send_prepared(task, keys, bodies, 12)[2:])
    began = time.perf_counter()
    predictor = make_predictor(task, keys)
    client_seconds = time.perf_counter() - began
    times = []
    for _ in range(12):
        group, started = Group(rows, 10), time.perf_counter()
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
        "stand_in": run_stand_in,
        "first": run_first,
    }
    print(json.dumps(tasks[given["task"]](given, given["keys"])))
