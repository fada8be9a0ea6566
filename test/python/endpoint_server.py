"""A SageMaker endpoint as a real HTTP server, for tests that need real connections, threads and time."""

import csv
import io
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

# A cell may have as many characters as a VARCHAR of Exasol.
csv.field_size_limit(2000000)


def respond_with_first_cell(rows):
    return "".join(write_line([row[0]]) for row in rows)


def write_line(cells):
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerow(cells)
    return buffer.getvalue()


class EndpointServer:
    """
    response: takes the rows (lists of texts) and returns the response body as text. failures: (status, code, further
    members) for the next calls, in order. Requests with more than max_rows rows or max_bytes bytes fail with too_large.
    reject: takes the rows and returns a failure or None.
    """

    def __init__(self, response=respond_with_first_cell):
        self.response = response
        self.latency = 0.0
        self.failures = []
        self.reject = lambda rows: None
        self.max_rows = self.max_bytes = None
        self.too_large = (413, "413", {})
        self.requests = []
        self.connections = 0
        self.in_flight = self.max_in_flight = 0
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
            (self.max_rows is not None and len(rows) > self.max_rows)
            or (self.max_bytes is not None and len(body) > self.max_bytes)
        ):
            failure = self.too_large
        failure = failure or self.reject(rows)
        time.sleep(self.latency)
        if failure is None:
            return 200, {"Content-Type": "text/csv"}, self.response(rows).encode("utf-8")
        status, code, members = failure
        message = members.get("Message", "rejected")
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
            self.endpoint.max_in_flight = max(self.endpoint.max_in_flight, self.endpoint.in_flight)
        try:
            status, headers, response = self.endpoint.reply(self.path, body)
        finally:
            with self.endpoint.lock:
                self.endpoint.in_flight -= 1
        head = "HTTP/1.1 {} X\r\nContent-Length: {}\r\n".format(status, len(response))
        head += "".join("{}: {}\r\n".format(*header) for header in headers.items())
        self.wfile.write((head + "\r\n").encode("ascii") + response)

    def log_message(self, format, *args):
        pass
