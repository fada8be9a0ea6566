"""ctx, the argument of run()."""


class Finished:
    """The value of the current row after the end of the group."""

    def __getitem__(self, position):
        raise RuntimeError("E-UDF-CL-SL-PYTHON-1084: Iteration finished")


FINISHED = Finished()
RESERVED = {"emit", "next", "reset", "size", "get_dataframe"}


def raise_disallowed(*arguments, **names):
    raise RuntimeError(
        "F-UDF-CL-SL-PYTHON-1107: next(), reset() and emit() functions are not allowed in scalar context"
    )


class Context:
    """
    The current row, and access to the other rows of the group. Columns are properties of a subclass that
    make_context_class creates for the script.
    """

    _columns: list = []
    _positions: dict = {}

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
        self._index += 1
        if self._index < len(self._rows):
            self._row = self._rows[self._index]
            return True
        if self._row is FINISHED:
            return False
        return self._start_with(self._group.next_rows())

    def reset(self):
        self._dataframe_finished = False
        return self._start_with(self._group.first_rows())

    def _start_with(self, rows):
        self._rows, self._index = rows, 0
        self._row = rows[0] if rows else FINISHED
        return bool(rows)

    def size(self):
        return self._group.size()

    def get_dataframe(self, num_rows=1, start_col=0):
        import pandas

        if not (num_rows == "all" or (type(num_rows) is int and num_rows > 0)):
            raise RuntimeError(
                "E-UDF-CL-SL-PYTHON-1103: get_dataframe() parameter 'num_rows' must be 'all' or an integer > 0"
            )
        if type(start_col) is not int or start_col < 0:
            raise RuntimeError("E-UDF-CL-SL-PYTHON-1104: get_dataframe() parameter 'start_col' must be an integer >= 0")
        if start_col > len(self._columns):
            raise RuntimeError(
                "E-UDF-CL-SL-PYTHON-1105: get_dataframe() parameter 'start_col' is %d, "
                "but there are only %d input columns" % (start_col, len(self._columns))
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


def make_context_class(columns):
    members: dict = {
        column["name"]: property(lambda self, position=position: self._row[position])
        for position, column in enumerate(columns)
        if column["name"] not in RESERVED and not column["name"].startswith("_")
    }
    members["_columns"] = columns
    positions: dict = {position: position for position in range(len(columns))}
    positions.update({column["name"]: position for position, column in enumerate(columns)})
    members["_positions"] = positions
    return type("exaiter", (Context,), members)
