"""Runs one Python UDF, as Exasol's script language client does.

Entry points, error codes and messages follow exasol/script-languages, exaudfclient/base/python. Frames are read from
standard input and written to standard output: a length of four bytes (big endian), then JSON in UTF-8. A frame contains
rows as columns, which leaves almost all of the work to the C code of json. The UDF's output goes to standard error.
Requires Python >= 3.8, nothing else.
"""

import os
import signal
import sys

from udf_host.errors import PipeClosed, UdfError, call_udf
from udf_host.exa import Exa
from udf_host.pipe import Pipe
from udf_host.runner import Runner


def load(start, exa):
    """Executes the code of the script and returns its global variables."""
    name = start["meta"]["script_name"]
    scope = {"__name__": "__main__", "exa": exa}
    phase = "F-UDF-CL-LIB-1125: F-UDF-CL-SL-PYTHON-1000"
    try:
        code = compile(start["code"], name, "exec")
    except (SyntaxError, ValueError) as error:
        raise UdfError("%s: F-UDF-CL-SL-PYTHON-1005: %s: %s" % (phase, type(error).__name__, error)) from error
    text = "F-UDF-CL-SL-PYTHON-1122: Exception while parsing UDF"
    call_udf(phase, "F-UDF-CL-SL-PYTHON-1017", text, exec, code, scope)
    return scope


def serve(pipe):
    start = pipe.read()
    os.environ["HOME"] = start["home"]
    os.chdir(start["home"])
    exa = Exa(pipe, start)
    scope = load(start, exa)
    if start["type"] == "call":
        run_single_call(pipe, scope, start["function"])
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
        call_udf(phase, "F-UDF-CL-SL-PYTHON-1026", text, runner.run, frame)
    if "cleanup" in scope:
        phase = "F-UDF-CL-LIB-1128: F-UDF-CL-SL-PYTHON-1001"
        text = "F-UDF-CL-SL-PYTHON-1109: Exception during cleanup"
        call_udf(phase, "F-UDF-CL-SL-PYTHON-1023", text, scope["cleanup"])
    flush_output()
    pipe.send({"type": "done"})


def run_single_call(pipe, scope, function):
    phase = "F-UDF-CL-LIB-1126: F-UDF-CL-SL-PYTHON-1004"
    if function not in scope:
        pipe.send({"type": "returned", "isDefined": False})
        return
    text = "F-UDF-CL-SL-PYTHON-1118: Exception during singleCall %s" % function
    value = call_udf(phase, "F-UDF-CL-SL-PYTHON-1036", text, scope[function])
    if not isinstance(value, str):
        raise UdfError("%s: F-UDF-CL-SL-PYTHON-1037: %s did not return string type (singleCall)" % (phase, function))
    pipe.send({"type": "returned", "isDefined": True, "value": value})


def flush_output():
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (AttributeError, OSError, ValueError):
            pass


def detach_standard_streams():
    """
    Gives the UDF and its child processes an empty standard input, and redirects their output to standard error. The
    caller has duplicated the original streams, which only carry frames.
    """
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)


def run(pipe):
    """Runs the UDF that the first frame describes, and reports its failure."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        serve(pipe)
    except UdfError as error:
        flush_output()
        pipe.send({"type": "failed", "message": str(error)})
    except PipeClosed:
        pass


def main():
    sys.path.pop(0)
    pipe = Pipe(os.fdopen(os.dup(0), "rb", buffering=1 << 16), os.fdopen(os.dup(1), "wb", buffering=0))
    detach_standard_streams()
    run(pipe)
    # Like Exasol, end the process even if the UDF has left threads or atexit handlers.
    os._exit(0)


if __name__ == "__main__":
    main()
