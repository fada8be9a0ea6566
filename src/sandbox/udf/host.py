"""Runs one Python UDF: the sandbox's stand-in for Exasol's script language client.

Entry points, codes and texts follow exasol/script-languages, exaudfclient/base/python. Frames come in on standard
input and go out on standard output: four bytes of length (big endian), then JSON in UTF-8. Rows travel by column,
because json in C is then all the work there is. Whatever the UDF prints goes to standard error.
Standard library only; Python >= 3.8.
"""

import os
import signal
import sys

from udf_host.errors import HostLost, UdfError, call
from udf_host.exa import Exa
from udf_host.pipe import Pipe
from udf_host.runner import Runner


def load(start, exa):
    """Executes the body of the script; its globals."""
    name = start["meta"]["script_name"]
    scope = {"__name__": "__main__", "exa": exa}
    phase = "F-UDF-CL-LIB-1125: F-UDF-CL-SL-PYTHON-1000"
    try:
        code = compile(start["code"], name, "exec")
    except (SyntaxError, ValueError) as error:
        raise UdfError("%s: F-UDF-CL-SL-PYTHON-1005: %s: %s" % (phase, type(error).__name__, error)) from error
    text = "F-UDF-CL-SL-PYTHON-1122: Exception while parsing UDF"
    call(phase, "F-UDF-CL-SL-PYTHON-1017", text, exec, code, scope)
    return scope


def serve(pipe):
    start = pipe.read()
    os.environ["HOME"] = start["home"]
    os.chdir(start["home"])
    exa = Exa(pipe, start)
    scope = load(start, exa)
    if start["type"] == "call":
        answer_single_call(pipe, scope, start["function"])
        return
    runner = Runner(pipe, start, scope)
    phase = "F-UDF-CL-LIB-1127: F-UDF-CL-SL-PYTHON-1002"
    while True:
        frame = pipe.next_frame()
        if frame["type"] == "end":
            break
        if "run" not in scope:
            missing = "F-UDF-CL-SL-PYTHON-1110: function 'run' is not defined"
            raise UdfError("%s: F-UDF-CL-SL-PYTHON-1026: RuntimeError: %s" % (phase, missing))
        text = "F-UDF-CL-SL-PYTHON-1114: Exception during run"
        call(phase, "F-UDF-CL-SL-PYTHON-1026", text, runner.run, frame)
    if "cleanup" in scope:
        phase = "F-UDF-CL-LIB-1128: F-UDF-CL-SL-PYTHON-1001"
        text = "F-UDF-CL-SL-PYTHON-1109: Exception during cleanup"
        call(phase, "F-UDF-CL-SL-PYTHON-1023", text, scope["cleanup"])
    flush_prints()
    pipe.send({"type": "done"})


def answer_single_call(pipe, scope, function):
    phase = "F-UDF-CL-LIB-1126: F-UDF-CL-SL-PYTHON-1004"
    if function not in scope:
        pipe.send({"type": "called", "defined": False})
        return
    text = "F-UDF-CL-SL-PYTHON-1118: Exception during singleCall %s" % function
    value = call(phase, "F-UDF-CL-SL-PYTHON-1036", text, scope[function])
    if not isinstance(value, str):
        raise UdfError("%s: F-UDF-CL-SL-PYTHON-1037: %s did not return string type (singleCall)" % (phase, function))
    pipe.send({"type": "called", "defined": True, "value": value})


def flush_prints():
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (AttributeError, OSError, ValueError):
            pass


def detach_standard_streams():
    """The UDF and its children get an empty input and print to standard error: the pipe is the host's alone."""
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)


def run(pipe):
    """Runs the UDF that comes over the pipe."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        serve(pipe)
    except UdfError as error:
        flush_prints()
        pipe.send({"type": "failed", "message": str(error)})
    except HostLost:
        pass


def main():
    sys.path.pop(0)
    pipe = Pipe(os.fdopen(os.dup(0), "rb", buffering=1 << 16), os.fdopen(os.dup(1), "wb", buffering=0))
    detach_standard_streams()
    run(pipe)
    # Threads and atexit handlers of the UDF must not keep the process: Exasol ends the VM as well.
    os._exit(0)


if __name__ == "__main__":
    main()
