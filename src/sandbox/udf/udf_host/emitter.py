"""ctx.emit()."""

import datetime
import decimal

from .values import write_column

TYPE_NAMES = {
    "float": "float",
    "bool": "bool",
    "int": "int",
    "bigint": "decimal.Decimal",
    "str": "unicode",
    "decimal": "decimal.Decimal",
    "date": "datetime.date",
    "datetime": "datetime.datetime",
}
# For each Python type of an emitted value: the error code of a mismatch, and the kinds of column that accept the type.
# Exasol's client fails for a float in a decimal column, unless the column is a 64-bit integer.
EMITTABLE = {
    int: ("1091", ("int", "bigint", "decimal", "float")),
    float: ("1092", ("float", "int")),
    bool: ("1093", ("bool",)),
    str: ("1094", ("str",)),
    decimal.Decimal: ("1095", ("decimal", "bigint", "int", "float")),
    datetime.date: ("1096", ("date",)),
    datetime.datetime: ("1097", ("datetime",)),
}


MAX_BATCH_ROWS = 8192
# After a batch above the upper limit, batches have half as many rows; after one below the lower limit, twice as many.
MAX_BATCH_BYTES = 4000000
MIN_BATCH_BYTES = 200000


def find_type_name(column):
    return "long" if column["kind"] == "int" and column["precision"] > 9 else TYPE_NAMES[column["kind"]]


class Emitter:
    """Checks emitted rows and sends them in batches."""

    def __init__(self, pipe, columns):
        self.pipe = pipe
        self.columns = columns
        self.kinds = [column["kind"] for column in columns]
        self.accepted_signatures = set()
        self.rows = []
        self.batch_rows = 1024
        self.group = 0

    def emit(self, *output):
        if len(output) == 1 and output[0].__class__.__name__ == "DataFrame":
            return self.emit_dataframe(output[0])
        self.check_count(len(output), "1089" if len(self.kinds) > 1 else "1090")
        signature = tuple(map(type, output))
        if signature not in self.accepted_signatures:
            self.check_types(output)
            self.accepted_signatures.add(signature)
        self.rows.append(output)
        if len(self.rows) >= self.batch_rows:
            self.flush()

    def check_count(self, given, code):
        expected = len(self.kinds)
        if given != expected:
            plural = "s" if expected > 1 else ""
            raise TypeError(
                "E-UDF-CL-SL-PYTHON-%s: emit() takes exactly %d argument%s (%d given)" % (code, expected, plural, given)
            )

    def check_types(self, output):
        for column, value in zip(self.columns, output):
            if value is None:
                continue
            code, kinds = EMITTABLE.get(type(value), (None, ()))
            if code is None:
                raise RuntimeError("E-UDF-CL-SL-PYTHON-1098: data type %s is not supported" % type(value))
            if column["kind"] not in kinds:
                raise RuntimeError(
                    "E-UDF-CL-SL-PYTHON-%s: emit column '%s' is of type %s but data given have type %s"
                    % (code, column["name"], find_type_name(column), type(value))
                )

    def emit_dataframe(self, frame):
        if frame.shape[0] == 0:
            raise RuntimeError("E-UDF-CL-SL-PYTHON-1087: emit DataFrame is empty")
        self.check_count(frame.shape[1], "1088")
        import pandas

        columns = []
        for position in range(frame.shape[1]):
            series = frame.iloc[:, position]
            cells = [None if pandas.isna(cell) else cell for cell in series.astype(object)]
            columns.append([to_python_value(cell) for cell in cells])
        for row in zip(*columns):
            self.emit(*row)

    def flush(self):
        if not self.rows:
            return
        rows, self.rows = self.rows, []
        columns = [write_column(kind, cells) for kind, cells in zip(self.kinds, map(list, zip(*rows)))]
        byte_count = self.pipe.send({"type": "rows", "group": self.group, "count": len(rows), "columns": columns})
        if byte_count > MAX_BATCH_BYTES:
            self.batch_rows = max(1, self.batch_rows // 2)
        elif byte_count < MIN_BATCH_BYTES and self.batch_rows < MAX_BATCH_ROWS:
            self.batch_rows *= 2


def to_python_value(cell):
    """The value that a row contains for a cell of a DataFrame."""
    if hasattr(cell, "to_pydatetime"):
        return cell.to_pydatetime()
    if type(cell).__module__ == "numpy" and hasattr(cell, "item"):
        return cell.item()
    return cell
