"""The global `exa`."""

import sys
import types

from .errors import ExaUDFError, describe_exception
from .values import PYTHON_TYPES


class ConnectionInformation:
    """The result of exa.get_connection()."""

    def __init__(self, address, user, password):
        self.type = "password"
        self.address = address
        self.user = user
        self.password = password

    def __str__(self):
        return '{"type":"%s","address":"%s","user":"%s","password":<omitted!>}' % (self.type, self.address, self.user)


def make_column(description):
    """An element of exa.meta.input_columns or exa.meta.output_columns."""
    return types.SimpleNamespace(
        name=description["name"],
        type=PYTHON_TYPES[description["kind"]],
        sql_type=description["sqlType"],
        precision=description["precision"],
        scale=description["scale"],
        length=description["length"],
    )


def make_meta(start):
    """The value of exa.meta."""
    return types.SimpleNamespace(
        script_language="Python %d.%d.%d" % sys.version_info[:3],
        input_column_count=len(start["inputColumns"]),
        input_column_name=[column["name"] for column in start["inputColumns"]],
        input_columns=[make_column(column) for column in start["inputColumns"]],
        output_column_count=len(start["outputColumns"]),
        output_columns=[make_column(column) for column in start["outputColumns"]],
        **start["meta"],
    )


class Exa:
    """The global `exa`."""

    def __init__(self, pipe, start):
        self.__pipe = pipe
        self.__modules = {}
        self.meta = make_meta(start)

    def get_connection(self, name):
        response = self.__pipe.request("connection", str(name))
        if "error" in response:
            raise ImportError(
                "F-UDF-CL-SL-PYTHON-1121: get_connection for connection name %s failed: %s" % (name, response["error"])
            )
        return ConnectionInformation(response["address"], response["user"], response["password"])

    def import_script(self, script):
        response = self.__pipe.request("script", str(script))
        if "error" in response:
            raise ImportError("F-UDF-CL-SL-PYTHON-1119: Importing module %s failed: %s" % (script, response["error"]))
        code = response["code"]
        if code not in self.__modules:
            module = types.ModuleType(str(script))
            module.__file__ = "<%s>" % script
            module.__dict__["exa"] = self
            self.__modules[code] = module
            try:
                exec(compile(code, str(script), "exec"), module.__dict__)
            except Exception as error:
                del self.__modules[code]
                text = "F-UDF-CL-SL-PYTHON-1120: Importing module %s failed" % script
                raise ExaUDFError(describe_exception(text, error)) from error
        return self.__modules[code]
