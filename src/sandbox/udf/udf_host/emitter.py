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
EMITTABLE = {
    int: ("1091", ("int", "bigint", "decimal", "float")),
    float: ("1092", ("float", "int")),
    bool: ("1093", ("bool",)),
    str: ("1094", ("str",)),
    decimal.Decimal: ("1095", ("decimal", "bigint", "int", "float")),
    datetime.date: ("1096", ("date",)),
    datetime.datetime: ("1097", ("datetime",)),
}


# The same for a column of a DataFrame, by its dtype; a column of objects has the type of its first value that is not
# missing. Source: python_ext_dataframe.cc of exasol/script-languages.
NUMERIC_KINDS = ("int", "bigint", "decimal", "float")
FRAME_COLUMNS = {
    "int64": ("1058", NUMERIC_KINDS),
    "uint64": ("1058", NUMERIC_KINDS),
    "int32": ("1059", NUMERIC_KINDS),
    "uint32": ("1059", NUMERIC_KINDS),
    "int16": ("1060", NUMERIC_KINDS),
    "uint16": ("1060", NUMERIC_KINDS),
    "int8": ("1061", NUMERIC_KINDS),
    "uint8": ("1061", NUMERIC_KINDS),
    "float64": ("1062", NUMERIC_KINDS),
    "float32": ("1063", NUMERIC_KINDS),
    "bool": ("1064", ("bool",)),
    "py_bool": ("1065", ("bool",)),
    "py_int": ("1066", NUMERIC_KINDS),
    "py_float": ("1140", NUMERIC_KINDS),
    "py_Decimal": ("1069", NUMERIC_KINDS),
    "py_str": ("1070", ("decimal", "bigint", "str")),
    "py_date": ("1071", ("date",)),
    "py_Timestamp": ("1141", ("datetime",)),
    "datetime64[ns]": ("1072", ("datetime",)),
    "py_NoneType": ("1056", ()),
}
SWIG_TYPES = {
    "float": "DOUBLE",
    "bool": "BOOLEAN",
    "int": "INT64",
    "bigint": "NUMERIC",
    "decimal": "NUMERIC",
    "str": "STRING",
    "date": "DATE",
    "datetime": "TIMESTAMP",
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
            if type(value) is float and column["kind"] in ("decimal", "bigint"):
                # Exasol's client hands the text of the number to a function for 64-bit integers.
                raise TypeError("in method 'ResultHandler_setInt64', argument 3 of type 'long long'")
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
        for position, column in enumerate(self.columns):
            series = frame.iloc[:, position]
            cells = [None if pandas.isna(cell) else cell for cell in series.astype(object)]
            self.check_frame_column(position, column["kind"], find_frame_type(series, cells))
            columns.append([to_python_value(cell, column["kind"], series.dtype) for cell in cells])
        for row in zip(*columns):
            self.rows.append(row)
            if len(self.rows) >= self.batch_rows:
                self.flush()

    def check_frame_column(self, position, kind, frame_type):
        code, kinds = FRAME_COLUMNS.get(frame_type, (None, ()))
        if code is None:
            raise RuntimeError("F-UDF-CL-SL-PYTHON-1056: emit: column %d, unexpected type: %s" % (position, frame_type))
        if frame_type != "py_NoneType" and kind not in kinds:
            raise RuntimeError(
                "F-UDF-CL-SL-PYTHON-%s: emit column %d of type %s but data given have type %s"
                % (code, position, SWIG_TYPES[kind], frame_type)
            )

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


def find_frame_type(series, cells):
    """The name that Exasol's client gives to the type of a column of a DataFrame."""
    if series.dtype != object:
        return str(series.dtype)
    first = next((cell for cell in cells if cell is not None), None)
    return "py_" + type(first).__name__


def to_python_value(cell, kind, dtype):
    """The value that a row contains for a cell of a DataFrame."""
    if cell is None:
        return None
    if hasattr(cell, "to_pydatetime"):
        return cell.tz_localize(None).to_pydatetime()
    if kind in ("decimal", "bigint") and str(dtype) in ("float64", "float32"):
        # Exasol's client formats these with std::to_string.
        return "%f" % cell
    if type(cell).__module__ == "numpy" and hasattr(cell, "item"):
        return cell.item()
    return cell
