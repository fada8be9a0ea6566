"""An endpoint of SageMaker as a real HTTP server, for what no stub shows: connections, threads, time."""

import csv
import io
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

# Cells may be as large as Exasol's texts.
csv.field_size_limit(2000000)


def answer_with_first_cell(rows):
    return "".join(write_line([row[0]]) for row in rows)


def write_line(cells):
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerow(cells)
    return buffer.getvalue()


class EndpointServer:
    """
    answer: rows (lists of texts) → body as text. `failures`: (status, code, further members) for the next calls, in
    order. `most_rows`, `most_bytes`: more than that is refused, as `too_much` says.
    """

    def __init__(self, answer=answer_with_first_cell):
        self.answer = answer
        self.latency = 0.0
        self.failures = []
        self.most_rows = self.most_bytes = None
        self.too_much = (413, "413", {})
        self.requests = []
        self.connections = 0
        self.in_flight = self.most_in_flight = 0
        self.lock = threading.Lock()
        handler = type("Handler", (EndpointHandler,), {"endpoint": self})
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.server.daemon_threads = True
        self.url = "http://127.0.0.1:{}".format(self.server.server_address[1])
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()

    def reply(self, path, body):
        """(status, headers, body)"""
        rows = list(csv.reader(io.StringIO(body.decode("utf-8"), newline="")))
        with self.lock:
            self.requests.append((path, len(rows), len(body)))
            failure = self.failures.pop(0) if self.failures else None
        if failure is None and (
            (self.most_rows is not None and len(rows) > self.most_rows)
            or (self.most_bytes is not None and len(body) > self.most_bytes)
        ):
            failure = self.too_much
        time.sleep(self.latency)
        if failure is None:
            return 200, {"Content-Type": "text/csv"}, self.answer(rows).encode("utf-8")
        status, code, members = failure
        message = members.get("Message", "told so")
        return status, {"x-amzn-ErrorType": code}, json.dumps(dict({"Message": message}, **members)).encode("utf-8")


class EndpointHandler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    endpoint: EndpointServer

    def setup(self):
        super().setup()
        with self.endpoint.lock:
            self.endpoint.connections += 1

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        with self.endpoint.lock:
            self.endpoint.in_flight += 1
            self.endpoint.most_in_flight = max(self.endpoint.most_in_flight, self.endpoint.in_flight)
        try:
            status, headers, answer = self.endpoint.reply(self.path, body)
        finally:
            with self.endpoint.lock:
                self.endpoint.in_flight -= 1
        head = "HTTP/1.1 {} X\r\nContent-Length: {}\r\n".format(status, len(answer))
        head += "".join("{}: {}\r\n".format(*header) for header in headers.items())
        self.wfile.write((head + "\r\n").encode("ascii") + answer)

    def log_message(self, format, *args):
        pass
