"""
A ctx that costs what that of Exasol's public UDF client costs. Its structure follows the client's Python wrapper, whose
time is spent in calls of Python functions: each cell that is read takes a lookup of its column, a cached reader, a
getter, a question for NULL, conversion (strptime for dates) and a question for errors; each cell that is emitted takes
checks of its type, a setter and a question for errors. The getters and setters are methods of Python classes here, as
they are there, where a generator makes these classes for the C++ library below.

Not modelled: the transport of rows between database and client, and the copy of a cell out of the C++ library.
"""

import datetime
import decimal

INT32, INT64, DOUBLE, NUMERIC, STRING, DATE, TIMESTAMP, BOOLEAN = range(8)


def read_date(text):
    moment = datetime.datetime.strptime(text, "%Y-%m-%d")
    return datetime.date(moment.year, moment.month, moment.day)


def read_timestamp(text):
    return datetime.datetime.strptime(text, "%Y-%m-%d %H:%M:%S.%f")


CONVERSIONS = {
    STRING: lambda text: text,
    NUMERIC: lambda text: decimal.Decimal(str(text)),
    DATE: read_date,
    TIMESTAMP: read_timestamp,
}


class CellSource:
    """The client's side of input: `count` rows, which are `rows` again and again. Dates and timestamps are texts."""

    def __init__(self, rows, count):
        self.rows, self.count, self.left, self.row, self.cell = rows, count, count, rows[0], None

    def get(self, column):
        self.cell = self.row[column]
        return self.cell

    def was_null(self):
        return self.cell is None

    def read_error(self):
        return None

    def next(self):
        self.left -= 1
        self.row = self.rows[(self.count - self.left) % len(self.rows)]
        return self.left > 0


class CellSink:
    """The client's side of output: counts rows, and keeps the cells of the last one."""

    def __init__(self, width):
        self.rows, self.cells = 0, [None] * width

    def set(self, column, cell):
        self.cells[column] = cell

    def read_error(self):
        return None

    def next(self):
        self.rows += 1
        return True


class ClientContext:
    """types: the type of each input column; output_types: the type of each output column."""

    def __init__(self, types, output_types, source, sink):
        self.source, self.sink, self.output_types = source, sink, output_types
        self.cells = [None] * len(types)
        self.finished = False
        self.readers = {column: self.make_reader(column, kind) for column, kind in enumerate(types)}

    def make_reader(self, column, kind):
        get, was_null, convert = self.source.get, self.source.was_null, CONVERSIONS.get(kind)

        def read():
            cell = get(column)
            if was_null():
                return None, True
            return (cell if convert is None else convert(cell)), False

        def read_cached():
            found = self.cells[column]
            if found is None:
                found = self.cells[column] = read()
            return found

        return read_cached

    def __getitem__(self, column):
        if self.finished:
            raise RuntimeError("Iteration finished")
        if column not in self.readers:
            raise RuntimeError("There is no column {}".format(column))
        cell, is_null = self.readers[column]()
        error = self.source.read_error()
        if error:
            raise RuntimeError(error)
        return None if is_null else cell

    def next(self):
        self.cells = [None] * len(self.cells)
        if self.finished:
            return False
        has_more = self.source.next()
        error = self.source.read_error()
        if error:
            raise RuntimeError(error)
        self.finished = not has_more
        return has_more

    def make_number(self, column, number):
        kind = self.output_types[column]
        if kind == DOUBLE:
            return float(number)
        if kind in (INT32, INT64):
            return int(number)
        if kind == NUMERIC:
            return str(number)
        raise RuntimeError("column {} takes no number".format(column))

    def set_as(self, column, cell, kind):
        if self.output_types[column] != kind:
            raise RuntimeError("column {} does not take {!r}".format(column, cell))
        self.sink.set(column, cell)

    def emit(self, *cells):
        if len(cells) != len(self.output_types):
            raise TypeError("{} cells for {} columns".format(len(cells), len(self.output_types)))
        sink = self.sink
        for column, cell in enumerate(cells):
            # The order of these questions is the client's, so that a date costs more than an integer.
            if cell == None:  # noqa: E711
                sink.set(column, None)
            elif type(cell) in (int,):
                sink.set(column, self.make_number(column, cell))
            elif type(cell) == float:  # noqa: E721
                sink.set(column, self.make_number(column, cell))
            elif type(cell) == bool:  # noqa: E721
                self.set_as(column, cell, BOOLEAN)
            elif type(cell) in (str,):
                self.set_as(column, cell, STRING)
            elif type(cell) == decimal.Decimal:  # noqa: E721
                sink.set(column, self.make_number(column, cell))
            elif type(cell) == datetime.date:  # noqa: E721
                self.set_as(column, cell.isoformat(), DATE)
            elif type(cell) == datetime.datetime:  # noqa: E721
                self.set_as(column, cell.isoformat(" "), TIMESTAMP)
            else:
                raise RuntimeError("{} cannot be emitted".format(type(cell)))
            error = sink.read_error()
            if error:
                raise RuntimeError(error)
        if not sink.next():
            raise RuntimeError("The row was not emitted")


class DataFrameContext(ClientContext):
    """
    The data frames of the client (`python_ext_dataframe.cc`), which is C++ that calls the same Python methods: for each
    cell that is read a getter, a question for errors, a question for NULL and strptime for dates; for each cell that is
    emitted a setter and a question for errors.
    """

    def __init__(self, types, output_types, source, sink):
        super().__init__(types, output_types, source, sink)
        self.conversions = [CONVERSIONS.get(kind) if kind != STRING else None for kind in types]
        self.names = [str(column) for column in range(len(types))]

    def get_dataframe(self, count):
        import pandas

        if self.finished:
            return None
        rows, source, columns = [], self.source, list(enumerate(self.conversions))
        while len(rows) < count and not self.finished:
            row = []
            for column, convert in columns:
                cell = source.get(column)
                source.read_error()
                is_null = source.was_null()
                row.append(None if is_null else cell if convert is None else convert(cell))
            rows.append(row)
            self.finished = not source.next()
            source.read_error()
        return pandas.DataFrame(rows, columns=self.names)

    def emit(self, frame):
        sink, kinds = self.sink, list(enumerate(self.output_types))
        lists = [frame.iloc[:, column].tolist() for column, _ in kinds]
        for row in range(len(frame)):
            for column, kind in kinds:
                cell = lists[column][row]
                sink.set(column, cell.isoformat() if kind == DATE else cell)
                sink.read_error()
            sink.next()
