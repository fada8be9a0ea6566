"""Failures of a UDF, as the database reports them."""

import os

HOST_FOLDER = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


class UdfError(Exception):
    """A failure of a UDF. Its text is the message that the database reports."""


class ExaUDFError(Exception):
    """An exception in an imported script, under the name that Exasol's script language client gives it."""


class PipeClosed(BaseException):
    """The sandbox has closed the pipe, so the process must end. UDFs that catch Exception do not catch it."""


def describe_exception(text, error):
    """The text that the database reports for an exception: `text`, the stack frames of the UDF, then the exception."""
    frames = []
    traceback = error.__traceback__
    while traceback is not None:
        code = traceback.tb_frame.f_code
        if not code.co_filename.startswith(HOST_FOLDER):
            frames.append("%s:%d %s\n" % (code.co_filename, traceback.tb_lineno, code.co_name))
        traceback = traceback.tb_next
    message = str(error)
    return "%s \n%s%s%s\n" % (text, "".join(frames), type(error).__name__, ": " + message if message else "")


def call_udf(phase, code, text, function, *arguments):
    """
    Calls a function of the UDF. Raises UdfError for any exception.

    phase: error codes of the phase, which start the message. code: error code of the call. text: what failed.
    """
    try:
        return function(*arguments)
    except PipeClosed:
        raise
    except UdfError as error:
        raise UdfError("%s: %s" % (phase, error)) from error
    except BaseException as error:
        raise UdfError("%s: %s: ExaUDFError: %s" % (phase, code, describe_exception(text, error))) from error
