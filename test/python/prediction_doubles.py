"""The rows of a group and the metadata of a prediction UDF, as Exasol provides them."""

import datetime
import decimal
import types

from doubles import StubExa

PYTHON_TYPES = {
    "BOOLEAN": bool,
    "DOUBLE": float,
    "DATE": datetime.date,
    "TIMESTAMP": datetime.datetime,
    "VARCHAR": str,
    "CHAR": str,
}


def make_column(sql_type, name="C"):
    scale = None
    python_type = PYTHON_TYPES.get(sql_type.split("(")[0])
    if python_type is None:
        scale = int(sql_type.rstrip(")").split(",")[1])
        python_type = decimal.Decimal if scale else int
    return types.SimpleNamespace(name=name, type=python_type, sql_type=sql_type, scale=scale)


def make_exa(inputs, target="VARCHAR(100) UTF8", connections=None):
    """inputs: SQL types of the input columns."""
    exa = StubExa(connections)
    exa.meta = types.SimpleNamespace(
        script_schema="SME",
        input_columns=[make_column(sql_type) for sql_type in inputs],
        input_column_count=len(inputs),
        output_columns=[make_column(target)],
    )
    return exa


class StubContext:
    """The ctx of a group. emitted: the emitted rows."""

    def __init__(self, rows):
        self.rows = iter(rows)
        self.read = 0
        self.emitted = []
        self.row = None
        self.next()

    def __getitem__(self, place):
        if self.row is None:
            raise RuntimeError("E-UDF-CL-SL-PYTHON-1081: Iteration finished")
        return self.row[place]

    def next(self):
        self.row = next(self.rows, None)
        self.read += self.row is not None
        return self.row is not None

    def emit(self, *cells):
        self.emitted.append(cells)
