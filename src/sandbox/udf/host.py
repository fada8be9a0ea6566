"""Runs one Python UDF: the sandbox's stand-in for Exasol's script language client (exasol/script-languages, exaudfclient/base/python).

Frames come in on standard input and go out on standard output: four bytes of length (big endian), then JSON in UTF-8. Rows travel by
column, because json in C is then all the work there is. Whatever the UDF prints goes to standard error. Standard library only; Python >= 3.8.
"""
import datetime
import decimal
import json
import os
import signal
import struct
import sys
import types

INPUT = os.fdopen(os.dup(0), "rb", buffering=1 << 16)
OUTPUT = os.fdopen(os.dup(1), "wb", buffering=0)
LENGTH = struct.Struct(">I")
SAFE_INTEGER = 2**53


class UdfError(Exception):
    """What the database shows of a failure, without the code of the phase in front."""


class ExaUDFError(Exception):
    """What the language client makes of an exception inside an imported script."""


class HostLost(BaseException):
    """The sandbox went away: end at once, whatever the UDF catches."""


class Finished:
    """Stands for the current row after the last one."""

    def __getitem__(self, position):
        raise RuntimeError("E-UDF-CL-SL-PYTHON-1084: Iteration finished")


# The pipe ---------------------------------------------------------------------------------------------------------------------------


class Pipe:
    """Frames to and from the sandbox. Rows that arrive while an answer is awaited are kept; the sandbox sends few ahead."""

    def __init__(self):
        self.waiting = []

    def send(self, frame):
        data = json.dumps(frame, separators=(",", ":"), ensure_ascii=False).encode("utf-8", "surrogatepass")
        self.send_bytes(data)
        return len(data)

    def send_bytes(self, data):
        view = memoryview(LENGTH.pack(len(data)) + data)
        try:
            while view:
                view = view[OUTPUT.write(view) :]
        except OSError as error:
            raise HostLost() from error

    def read(self):
        header = INPUT.read(4)
        if len(header) < 4:
            raise HostLost()
        (length,) = LENGTH.unpack(header)
        data = INPUT.read(length)
        if len(data) < length:
            raise HostLost()
        frame = json.loads(data)
        frame["data"] = header + data
        return frame

    def next_frame(self):
        return self.waiting.pop(0) if self.waiting else self.read()

    def ask(self, kind, name):
        self.send({"type": kind, "name": name})
        while True:
            frame = self.read()
            if frame["type"] == "answer":
                return frame
            self.waiting.append(frame)


# Values -----------------------------------------------------------------------------------------------------------------------------


def parse_date(text):
    return datetime.date(int(text[0:4]), int(text[5:7]), int(text[8:10]))


def parse_timestamp(text):
    fraction = text[20:26].ljust(6, "0")
    return datetime.datetime(
        int(text[0:4]), int(text[5:7]), int(text[8:10]), int(text[11:13]), int(text[14:16]), int(text[17:19]), int(fraction)
    )


def keep_integer(value):
    return int(value)


READERS = {
    "int": keep_integer,
    "bigint": keep_integer,
    "decimal": decimal.Decimal,
    "float": float,
    "date": parse_date,
    "datetime": parse_timestamp,
}
PYTHON_TYPES = {
    "int": int,
    "bigint": int,
    "decimal": decimal.Decimal,
    "float": float,
    "str": str,
    "bool": bool,
    "date": datetime.date,
    "datetime": datetime.datetime,
}
KIND_NAMES = {
    "float": "float",
    "bool": "bool",
    "int": "int",
    "bigint": "decimal.Decimal",
    "str": "unicode",
    "decimal": "decimal.Decimal",
    "date": "datetime.date",
    "datetime": "datetime.datetime",
}
# Floats do not fit: real language clients break on a float for a decimal that is not a 64-bit integer, so here it is refused.
# For each Python type of an emitted value: the error code of a mismatch, and the kinds of column that take it.
EMITTABLE = {
    int: ("1091", ("int", "bigint", "decimal", "float")),
    float: ("1092", ("float", "int")),
    bool: ("1093", ("bool",)),
    str: ("1094", ("str",)),
    decimal.Decimal: ("1095", ("decimal", "bigint", "int", "float")),
    datetime.date: ("1096", ("date",)),
    datetime.datetime: ("1097", ("datetime",)),
}


def name_kind(column):
    return "long" if column["kind"] == "int" and column["precision"] > 9 else KIND_NAMES[column["kind"]]


def read_columns(frame, columns):
    """The rows of a frame as tuples."""
    if not columns:
        return [()] * frame["count"]
    values = []
    for column, cells in zip(columns, frame["columns"]):
        reader = READERS.get(column["kind"])
        # Whole and fractional numbers arrive as they are where JSON keeps them exact.
        if reader is keep_integer and not any(type(cell) is str for cell in cells):
            reader = None
        if reader is float and not any(type(cell) is int for cell in cells):
            reader = None
        values.append(cells if reader is None else [None if cell is None else reader(cell) for cell in cells])
    return list(zip(*values))


def write_integer(value):
    value = int(value)
    return value if -SAFE_INTEGER < value < SAFE_INTEGER else str(value)


def write_float(value):
    value = float(value)
    if value != value:
        return None
    if value in (float("inf"), float("-inf")):
        raise UdfError(
            "numeric value out of range: value %s is not in [ -1.7976931348623157e+308 .. 1.7976931348623157e+308 ]" % value
        )
    return value


WRITERS = {
    "int": write_integer,
    "float": write_float,
    "bigint": str,
    "decimal": str,
    "date": datetime.date.isoformat,
    "datetime": lambda value: value.isoformat(" "),
}


def write_column(kind, cells):
    writer = WRITERS.get(kind)
    if writer is None:
        return cells
    return [None if cell is None else writer(cell) for cell in cells]


# ctx --------------------------------------------------------------------------------------------------------------------------------


class Group:
    """The rows of one group, read from the pipe a chunk at a time; chunks after the first are kept in a file for reset() and size()."""

    def __init__(self, pipe, frame, columns, keeps):
        self.pipe = pipe
        self.columns = columns
        self.keeps = keeps
        self.spool = None
        self.spool_end = 0
        self.replay_at = 0
        self.count = frame["count"]
        self.complete = frame["last"]
        self.first = read_columns(frame, columns)

    def receive(self):
        self.pipe.send({"type": "taken"})
        frame = self.pipe.next_frame()
        self.count += frame["count"]
        self.complete = frame["last"]
        if self.keeps:
            self.keep(frame["data"])
        return frame

    def keep(self, data):
        if self.spool is None:
            import tempfile

            self.spool = tempfile.TemporaryFile()
        self.spool.seek(self.spool_end)
        self.spool.write(data)
        self.spool_end = self.spool.tell()

    def replay(self):
        self.spool.seek(self.replay_at)
        (length,) = LENGTH.unpack(self.spool.read(4))
        frame = json.loads(self.spool.read(length))
        self.replay_at = self.spool.tell()
        return frame

    def next_rows(self):
        """The rows after the present ones, none at the end of the group."""
        while True:
            if self.replay_at < self.spool_end:
                frame = self.replay()
            elif self.complete:
                return []
            else:
                frame = self.receive()
                self.replay_at = self.spool_end
            if frame["count"] > 0:
                return read_columns(frame, self.columns)

    def first_rows(self):
        self.replay_at = 0
        return self.first or self.next_rows()

    def size(self):
        while not self.complete:
            self.receive()
        return self.count

    def drain(self):
        """Takes what run(ctx) left, so that the next frame is the next group's."""
        self.keeps = False
        while not self.complete:
            self.receive()
        if self.spool is not None:
            self.spool.close()


class Emitter:
    """Checks emitted rows and sends them off in batches."""

    def __init__(self, pipe, columns):
        self.pipe = pipe
        self.columns = columns
        self.kinds = [column["kind"] for column in columns]
        self.accepted = set()
        self.rows = []
        self.batch = 1024
        self.group = 0

    def emit(self, *output):
        if len(output) == 1 and output[0].__class__.__name__ == "DataFrame":
            return self.emit_dataframe(output[0])
        self.check_arity(len(output), "1089" if len(self.kinds) > 1 else "1090")
        signature = tuple(map(type, output))
        if signature not in self.accepted:
            self.check_types(output)
            self.accepted.add(signature)
        self.rows.append(output)
        if len(self.rows) >= self.batch:
            self.flush()

    def check_arity(self, given, code):
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
                    % (code, column["name"], name_kind(column), type(value))
                )

    def emit_dataframe(self, frame):
        if frame.shape[0] == 0:
            raise RuntimeError("E-UDF-CL-SL-PYTHON-1087: emit DataFrame is empty")
        self.check_arity(frame.shape[1], "1088")
        import pandas

        columns = []
        for position in range(frame.shape[1]):
            series = frame.iloc[:, position]
            cells = [None if pandas.isna(cell) else cell for cell in series.astype(object)]
            columns.append([plain(cell) for cell in cells])
        for row in zip(*columns):
            self.emit(*row)

    def flush(self):
        if not self.rows:
            return
        rows, self.rows = self.rows, []
        columns = [write_column(kind, cells) for kind, cells in zip(self.kinds, map(list, zip(*rows)))]
        sent = self.pipe.send({"type": "rows", "group": self.group, "count": len(rows), "columns": columns})
        if sent > 4000000:
            self.batch = max(1, self.batch // 2)
        elif sent < 200000 and self.batch < 8192:
            self.batch *= 2


def plain(cell):
    """A cell of a DataFrame as the Python value that a row would carry."""
    if hasattr(cell, "to_pydatetime"):
        return cell.to_pydatetime()
    if type(cell).__module__ == "numpy" and hasattr(cell, "item"):
        return cell.item()
    return cell


def disallowed(*arguments, **names):
    raise RuntimeError("F-UDF-CL-SL-PYTHON-1107: next(), reset() and emit() functions are not allowed in scalar context")


class Context:
    """ctx: the current row and the way to the others. Columns are properties of a subclass made for the script."""

    _columns = ()
    _positions = {}

    def __init__(self, group, emitter):
        self._group = group
        self.emit = emitter.emit
        self.reset()

    def __getitem__(self, key):
        row = self._row
        if row is FINISHED:
            raise RuntimeError("E-UDF-CL-SL-PYTHON-1081: Iteration finished")
        position = self._positions.get(key)
        if position is None:
            position = self._positions.get(str(key))
        if position is None:
            raise RuntimeError("E-UDF-CL-SL-PYTHON-1082: Column with name '%s' does not exist" % key)
        return row[position]

    def __getattr__(self, key):
        if key.startswith("__"):
            raise AttributeError(key)
        if self._row is FINISHED:
            raise RuntimeError("E-UDF-CL-SL-PYTHON-1084: Iteration finished")
        if key in self._positions:
            return self._row[self._positions[key]]
        raise RuntimeError("E-UDF-CL-SL-PYTHON-1085: Iterator has no object with name '%s'" % key)

    def next(self):
        self._place += 1
        if self._place < len(self._rows):
            self._row = self._rows[self._place]
            return True
        if self._row is FINISHED:
            return False
        return self._go_to(self._group.next_rows())

    def reset(self):
        self._dataframe_finished = False
        return self._go_to(self._group.first_rows())

    def _go_to(self, rows):
        self._rows, self._place = rows, 0
        self._row = rows[0] if rows else FINISHED
        return bool(rows)

    def size(self):
        return self._group.size()

    def get_dataframe(self, num_rows=1, start_col=0):
        import pandas

        if not (num_rows == "all" or (type(num_rows) is int and num_rows > 0)):
            raise RuntimeError("E-UDF-CL-SL-PYTHON-1103: get_dataframe() parameter 'num_rows' must be 'all' or an integer > 0")
        if type(start_col) is not int or start_col < 0:
            raise RuntimeError("E-UDF-CL-SL-PYTHON-1104: get_dataframe() parameter 'start_col' must be an integer >= 0")
        if start_col > len(self._columns):
            raise RuntimeError(
                "E-UDF-CL-SL-PYTHON-1105: get_dataframe() parameter 'start_col' is %d, but there are only %d input columns"
                % (start_col, len(self._columns))
            )
        if self._dataframe_finished:
            raise RuntimeError("E-UDF-CL-SL-PYTHON-1106: Iteration finished")
        if self._row is FINISHED:
            self._dataframe_finished = True
            return None
        rows = []
        while num_rows == "all" or len(rows) < num_rows:
            rows.append(self._row[start_col:])
            if not self.next():
                break
        return pandas.DataFrame(rows, columns=[column["name"] for column in self._columns[start_col:]])


FINISHED = Finished()
RESERVED = {"emit", "next", "reset", "size", "get_dataframe"}


def make_context_class(columns):
    members = {
        column["name"]: property(lambda self, position=position: self._row[position])
        for position, column in enumerate(columns)
        if column["name"] not in RESERVED and not column["name"].startswith("_")
    }
    members["_columns"] = columns
    positions = {position: position for position in range(len(columns))}
    positions.update({column["name"]: position for position, column in enumerate(columns)})
    members["_positions"] = positions
    return type("exaiter", (Context,), members)


# exa --------------------------------------------------------------------------------------------------------------------------------


class Meta:
    """exa.meta."""


class Column:
    """One of exa.meta.input_columns and output_columns."""


class ConnectionInformation:
    """What exa.get_connection() answers."""

    def __init__(self, address, user, password):
        self.type = "password"
        self.address = address
        self.user = user
        self.password = password

    def __str__(self):
        return '{"type":"%s","address":"%s","user":"%s","password":<omitted!>}' % (self.type, self.address, self.user)


def make_column(description):
    column = Column()
    column.name = description["name"]
    column.type = PYTHON_TYPES[description["kind"]]
    column.sql_type = description["sqlType"]
    column.precision = description["precision"]
    column.scale = description["scale"]
    column.length = description["length"]
    return column


def make_meta(start):
    meta = Meta()
    for name, value in start["meta"].items():
        setattr(meta, name, value)
    meta.script_language = "Python %d.%d.%d" % sys.version_info[:3]
    meta.input_column_count = len(start["inputColumns"])
    meta.input_column_name = [column["name"] for column in start["inputColumns"]]
    meta.input_columns = [make_column(column) for column in start["inputColumns"]]
    meta.output_column_count = len(start["outputColumns"])
    meta.output_columns = [make_column(column) for column in start["outputColumns"]]
    return meta


class Exa:
    """The global `exa`."""

    def __init__(self, pipe, start):
        self.__pipe = pipe
        self.__modules = {}
        self.meta = make_meta(start)

    def get_connection(self, name):
        answer = self.__pipe.ask("connection", str(name))
        if "error" in answer:
            raise ImportError(
                "F-UDF-CL-SL-PYTHON-1121: get_connection for connection name %s failed: %s" % (name, answer["error"])
            )
        return ConnectionInformation(answer["address"], answer["user"], answer["password"])

    def import_script(self, script):
        answer = self.__pipe.ask("script", str(script))
        if "error" in answer:
            raise ImportError("F-UDF-CL-SL-PYTHON-1119: Importing module %s failed: %s" % (script, answer["error"]))
        code = answer["code"]
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
                raise ExaUDFError(describe(text, error)) from error
        return self.__modules[code]


# The run ----------------------------------------------------------------------------------------------------------------------------


def describe(text, error):
    """An exception as the database shows it: a text, the frames that do not belong to this file, then the exception."""
    frames = []
    traceback = error.__traceback__
    while traceback is not None:
        code = traceback.tb_frame.f_code
        if code.co_filename != __file__:
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


class Runner:
    """Feeds the groups of one VM to run(ctx)."""

    def __init__(self, pipe, start, scope):
        self.pipe = pipe
        self.scope = scope
        self.columns = start["inputColumns"]
        self.is_set = start["input"] == "SET"
        self.returns = start["output"] == "RETURNS"
        self.emitter = Emitter(pipe, start["outputColumns"])
        self.context_class = make_context_class(self.columns)

    def run(self, frame):
        """The group that begins with this frame, to its end."""
        self.emitter.group = frame["group"]
        group = Group(self.pipe, frame, self.columns, self.is_set)
        context = self.context_class(group, self.emitter)
        if self.is_set:
            self.run_set(context)
        else:
            self.run_scalar(context)
        self.emitter.flush()
        group.drain()
        self.pipe.send({"type": "taken"})

    def run_set(self, context):
        run, emit = self.scope["run"], context.emit
        if self.returns:
            context.emit = disallowed
            emit(run(context))
        else:
            run(context)

    def run_scalar(self, context):
        run, emit, advance = self.scope["run"], context.emit, context.next
        context.next = context.reset = disallowed
        context.size = lambda: len(context._rows)
        if self.returns:
            context.emit = disallowed
        if context._row is FINISHED:
            return
        while True:
            if self.returns:
                emit(run(context))
            else:
                run(context)
            if not advance():
                return


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
            raise UdfError(
                phase + ": F-UDF-CL-SL-PYTHON-1026: RuntimeError: F-UDF-CL-SL-PYTHON-1110: function 'run' is not defined"
            )
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


def main():
    sys.path.pop(0)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.dup2(2, 1)
    pipe = Pipe()
    try:
        serve(pipe)
    except UdfError as error:
        flush_prints()
        pipe.send({"type": "failed", "message": str(error)})
    except HostLost:
        pass
    # Threads and atexit handlers of the UDF must not keep the process: Exasol ends the VM as well.
    os._exit(0)


if __name__ == "__main__":
    main()
