"""Forks a process for each UDF call from one that has imported boto3 already.

A new interpreter spends 90 % of a short UDF's time on `import boto3` and on reading the service models of botocore.
Test suites that call thousands of UDFs skip that with a server for the whole run:

    python fork_server.py SOCKET SERVICE...

The server prints `sys.executable` once it listens, and ends with all its UDFs when its standard input closes. A client
connects, reads four bytes with the process id (big endian) and then talks to host.py over the same connection. The
client's first frame, ahead of host.py's own, has the environment and the file that receives what the UDF prints.

A forked UDF differs from one in a new interpreter in two ways: modules that boto3 imports are loaded already, and
variables that Python reads at its start, such as PYTHONPATH, have no effect.
Standard library and boto3 only; Python >= 3.8; not on Windows, which has no fork.
"""

import gc
import os
import select
import signal
import socket
import struct
import sys

import host
from udf_host.errors import HostLost
from udf_host.pipe import Pipe


def cache_service_models(services):
    """Builds a client of each service, so that its modules and models are in memory before the first fork."""
    try:
        import boto3.session
        from botocore.loaders import JSONFileLoader
    except ImportError:
        # Without boto3 UDFs fail at their own import, as they do in a new interpreter.
        return
    models = {}
    load_file = JSONFileLoader.load_file

    def load_file_once(self, file_path):
        if file_path not in models:
            models[file_path] = load_file(self, file_path)
        return models[file_path]

    JSONFileLoader.load_file = load_file_once
    session = boto3.session.Session("unused", "unused", region_name="us-east-1")
    for service in services:
        session.client(service)


def serve_forever(listener):
    while True:
        ready, _, _ = select.select([listener, 0], [], [])
        if 0 in ready:
            # The client never writes here: readable means that it has closed the pipe or died.
            os.killpg(0, signal.SIGKILL)
        connection, _ = listener.accept()
        if os.fork() == 0:
            listener.close()
            run_udf(connection)
        connection.close()


def run_udf(connection):
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    connection.sendall(struct.pack(">I", os.getpid()))
    pipe = Pipe(connection.makefile("rb", buffering=1 << 16), connection.makefile("wb", buffering=0))
    try:
        process = pipe.read()
    except HostLost:
        os._exit(0)
    os.environ.clear()
    os.environ.update(process["env"])
    os.dup2(os.open(process["prints"], os.O_WRONLY | os.O_CREAT | os.O_APPEND), 2)
    host.detach_standard_streams()
    host.run(pipe)
    # Frames may still be on their way. Closing with unread data would cost the client the last frame of the UDF.
    while connection.recv(1 << 16):
        pass
    os._exit(0)


def main():
    path, *services = sys.argv[1:]
    # A group of its own: the server kills all its UDFs at once, and Ctrl-C on a terminal is the client's to handle.
    os.setsid()
    sys.path.pop(0)
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(path)
    listener.listen(128)
    print(sys.executable, flush=True)
    cache_service_models(services)
    # The kernel removes UDFs that have ended.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    # Objects that live as long as the process: the garbage collector of a fork neither scans nor copies them.
    gc.collect()
    gc.freeze()
    serve_forever(listener)


if __name__ == "__main__":
    main()
