"""Failures, and how the database shows them."""

import os

HOST_FOLDER = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


class UdfError(Exception):
    """What the database shows of a failure, without the code of the phase in front."""


class ExaUDFError(Exception):
    """What the language client makes of an exception inside an imported script."""


class HostLost(BaseException):
    """The sandbox went away: end at once, whatever the UDF catches."""


def describe(text, error):
    """An exception as the database shows it: a text, the frames that are not the host's own, then the exception."""
    frames = []
    traceback = error.__traceback__
    while traceback is not None:
        code = traceback.tb_frame.f_code
        if not code.co_filename.startswith(HOST_FOLDER):
            frames.append("%s:%d %s\n" % (code.co_filename, traceback.tb_lineno, code.co_name))
        traceback = traceback.tb_next
    message = str(error)
    return "%s \n%s%s%s\n" % (text, "".join(frames), type(error).__name__, ": " + message if message else "")


def call(phase, inner, text, function, *arguments):
    """Calls into the UDF; a failure gets the codes of the phase in front."""
    try:
        return function(*arguments)
    except HostLost:
        raise
    except UdfError as error:
        raise UdfError("%s: %s" % (phase, error)) from error
    except BaseException as error:
        raise UdfError("%s: %s: ExaUDFError: %s" % (phase, inner, describe(text, error))) from error
