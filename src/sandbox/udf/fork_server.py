"""Forks a process for each UDF call from one that has already imported boto3.

In a new interpreter, a short UDF spends 90 % of its time on `import boto3` and on reading botocore's service models.
Test suites that call thousands of UDFs save this time with one server for the whole run:

    python fork_server.py SOCKET SERVICE...

The server prints `sys.executable` once it listens. When its standard input closes, it kills its UDFs and exits. A
client connects, reads the process ID (four bytes, big endian) and then talks to host.py over the same connection.
Before the frames for host.py, it sends one frame with the environment and the path of the file for the UDF's output.

A forked UDF differs from one in a new interpreter in two ways: the modules that boto3 imports are already loaded, and
variables that Python reads when it starts, such as PYTHONPATH, have no effect.
Requires Python >= 3.8 and an operating system that can fork, which Windows cannot. boto3 is optional.
"""

import gc
import os
import select
import signal
import socket
import struct
import sys

import host
from udf_host.errors import PipeClosed
from udf_host.pipe import Pipe


def cache_service_models(services):
    """Creates a client of each service, so that its modules and models are in memory before the first fork."""
    try:
        import boto3.session
        from botocore.loaders import JSONFileLoader
    except ImportError:
        # UDFs that need boto3 fail when they import it, as in a new interpreter.
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
            # The client never writes to standard input, so it has closed the pipe or died.
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
    except PipeClosed:
        os._exit(0)
    os.environ.clear()
    os.environ.update(process["env"])
    os.dup2(os.open(process["outputPath"], os.O_WRONLY | os.O_CREAT | os.O_APPEND), 2)
    host.detach_standard_streams()
    host.run(pipe)
    # If unread data were left, closing the connection would discard the last frames that the UDF sent.
    while connection.recv(1 << 16):
        pass
    os._exit(0)


def main():
    path, *services = sys.argv[1:]
    # In its own process group, the server can kill all its UDFs at once, and Ctrl-C only interrupts the client.
    os.setsid()
    sys.path.pop(0)
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(path)
    listener.listen(128)
    print(sys.executable, flush=True)
    cache_service_models(services)
    # With SIG_IGN, the kernel reaps UDFs that have ended.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    # Frozen objects are not scanned by the garbage collector of a fork, so their memory stays shared.
    gc.collect()
    gc.freeze()
    serve_forever(listener)


if __name__ == "__main__":
    main()
