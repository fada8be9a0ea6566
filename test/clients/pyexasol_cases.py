"""What the documentation of pyexasol shows, with its own files, lists, DataFrames and parallel transfers."""

import contextlib
import multiprocessing
import os
import tempfile
import threading

import pandas
import polars
import pyexasol

ROWS = [(1, "a", 1.5), (2, 'quoted "b",\nin two lines', None), (3, None, -0.25)]


@contextlib.contextmanager
def connect(access, **options):
    dsn = "{host}/{fingerprint}:{port}".format(**access)
    connection = pyexasol.connect(dsn=dsn, user=access["user"], password=access["password"], **options)
    try:
        connection.execute("CREATE SCHEMA IF NOT EXISTS PY")
        connection.open_schema("PY")
        connection.execute("CREATE OR REPLACE TABLE T (ID DECIMAL(18,0), TXT VARCHAR(100), X DOUBLE)")
        yield connection
    finally:
        connection.close()


def read(connection):
    return connection.execute("SELECT * FROM T ORDER BY ID").fetchall()


def same(seen, expected):
    assert seen == expected, f"{seen!r} instead of {expected!r}"


def case_frames(access):
    """pandas: import_from_pandas and export_to_pandas"""
    with connect(access) as connection:
        connection.import_from_pandas(pandas.DataFrame(ROWS, columns=["ID", "TXT", "X"]), "T")
        same(read(connection), ROWS)
        frame = connection.export_to_pandas("SELECT * FROM T ORDER BY ID")
        same(list(frame.columns), ["ID", "TXT", "X"])
        same(frame.astype(object).where(frame.notna(), None).values.tolist(), [list(row) for row in ROWS])


def case_compressed_frames(access):
    """pandas with compression"""
    with connect(access, compression=True) as connection:
        connection.import_from_pandas(pandas.DataFrame(ROWS, columns=["ID", "TXT", "X"]), "T")
        same(len(connection.export_to_pandas("T")), 3)


def case_polars(access):
    """polars: import_from_polars and export_to_polars"""
    with connect(access) as connection:
        connection.import_from_polars(polars.DataFrame(ROWS, schema=["ID", "TXT", "X"], orient="row"), "T")
        same(read(connection), ROWS)
        same(connection.export_to_polars("SELECT ID, X FROM T ORDER BY ID").rows(), [(1, 1.5), (2, None), (3, -0.25)])


def case_parquet(access):
    """Parquet files: export_to_parquet and import_from_parquet"""
    with connect(access) as connection, tempfile.TemporaryDirectory() as folder:
        connection.import_from_iterable(ROWS, "T")
        connection.export_to_parquet(folder, "T")
        connection.execute("TRUNCATE TABLE T")
        connection.import_from_parquet(folder + "/*.parquet", "T")
        same(read(connection), ROWS)


def case_files(access):
    """CSV files: export_to_file and import_from_file with their options"""
    with connect(access) as connection, tempfile.TemporaryDirectory() as folder:
        connection.import_from_iterable(ROWS, "T")
        path = os.path.join(folder, "t.csv")
        options = {"column_separator": ";", "column_delimiter": "'", "row_separator": "CRLF", "null": "-"}
        connection.export_to_file(path, "T", export_params={**options, "with_column_names": True, "delimit": "AUTO"})
        with open(path, newline="") as file:
            same(file.readline(), "ID;TXT;X\r\n")
        connection.execute("TRUNCATE TABLE T")
        connection.import_from_file(path, "T", import_params={**options, "skip": 1})
        same(read(connection), ROWS)


def case_lists(access):
    """Lists: import_from_iterable and export_to_list"""
    with connect(access) as connection:
        connection.import_from_iterable((row for row in ROWS), ("PY", "T"))
        rows = connection.export_to_list("SELECT ID, TXT FROM T ORDER BY ID")
        same(rows, [["1", "a"], ["2", 'quoted "b",\nin two lines'], ["3", ""]])
        same(connection.export_to_list("SELECT * FROM T WHERE FALSE"), [])


def case_columns(access):
    """Columns of an import and csv_cols"""
    with connect(access) as connection:
        connection.import_from_iterable([(7, "x")], "T", import_params={"columns": ["ID", "TXT"]})
        write = lambda pipe, source: pipe.write(source)  # noqa: E731
        parameters = {"columns": ["ID", "X"], "csv_cols": ["2..3"]}
        connection.import_from_callback(write, b"skipped,8,0.5,skipped\n", "T", import_params=parameters)
        same(read(connection), [(7, "x", None), (8, None, 0.5)])


def case_failing_callbacks(access):
    """Callbacks that fail leave no rows and no broken session"""
    with connect(access) as connection:

        def rows():
            yield ROWS[0]
            raise ValueError("stop")

        for call in (
            lambda: connection.import_from_iterable(rows(), "T"),
            lambda: connection.import_from_iterable([("x", "a", 1)], "T"),
            lambda: connection.export_to_callback(lambda pipe, target: 1 / 0, None, "SELECT 1 FROM DUAL"),
            lambda: connection.export_to_list("SELECT * FROM NOWHERE"),
        ):
            try:
                call()
            except Exception:
                continue
            raise AssertionError("no error")
        same(read(connection), [])


def import_part(node, queue, start):
    transport = pyexasol.http_transport(node["ipaddr"], node["port"])
    queue.put(transport.exa_address)
    write = lambda pipe, source: [pipe.write(b"%d,part,1\n" % (start + number)) for number in range(source)]  # noqa: E731
    transport.import_from_callback(write, 5000)


def export_part(node, queue, counts):
    transport = pyexasol.http_transport(node["ipaddr"], node["port"])
    queue.put(transport.exa_address)
    counts.put(transport.export_to_callback(lambda pipe, target: len(pipe.read().splitlines()), None))


def run_parts(connection, target, makes_arguments, run):
    queue = multiprocessing.Queue()
    parts = [
        multiprocessing.Process(target=target, args=(node, queue, makes_arguments(number)))
        for number, node in enumerate(connection.get_nodes(3))
    ]
    for part in parts:
        part.start()
    run([queue.get(timeout=30) for _ in parts])
    for part in parts:
        part.join(30)


def case_parallel(access):
    """Parallel transfers: processes of their own for each file"""
    with connect(access) as connection:
        run_parts(
            connection,
            import_part,
            lambda number: number * 5000,
            lambda addresses: connection.import_parallel(addresses, "T"),
        )
        same(connection.execute("SELECT COUNT(*), MIN(ID), MAX(ID) FROM T").fetchone(), (15000, 0, 14999))
        counts = multiprocessing.Queue()
        run_parts(
            connection, export_part, lambda number: counts, lambda addresses: connection.export_parallel(addresses, "T")
        )
        same(sum(counts.get(timeout=30) for _ in range(3)), 15000)


def case_statements(access):
    """Statements: placeholders, fetching, row counts"""
    with connect(access, fetch_dict=True) as connection:
        connection.execute("INSERT INTO T VALUES ({id}, {text}, {x!f})", {"id": 1, "text": "it's", "x": "0.5"})
        same(
            connection.execute("SELECT * FROM {table!q}", {"table": ("PY", "T")}).fetchall(),
            [{"ID": 1, "TXT": "it's", "X": 0.5}],
        )
        same(connection.execute("UPDATE T SET ID = ID + 1").rowcount(), 1)


def case_transactions(access):
    """Transactions: autocommit off, rollback of an import"""
    with connect(access, autocommit=False) as connection:
        connection.commit()
        connection.import_from_iterable(ROWS, "T")
        connection.rollback()
        same(read(connection), [])


def case_metadata(access):
    """Metadata: meta and ext"""
    with connect(access) as connection:
        same(connection.meta.table_exists("T"), True)
        same(
            [
                column["COLUMN_NAME"]
                for column in connection.meta.list_columns(column_table_pattern="T", column_schema_pattern="PY")
            ],
            ["ID", "TXT", "X"],
        )
        same(list(connection.ext.get_columns("T")), ["ID", "TXT", "X"])


def case_abort(access):
    """abort_query ends a running statement"""
    with connect(access) as connection:
        connection.import_from_iterable([(number, None, None) for number in range(10)], "T")
        timer = threading.Timer(0.5, connection.abort_query)
        timer.start()
        tables = ", ".join(f"T T{number}" for number in range(11))
        try:
            connection.execute(f"SELECT SUM(T1.ID * T2.ID * T10.ID) FROM {tables}")
        except pyexasol.ExaQueryAbortError:
            return
        finally:
            timer.join()
        raise AssertionError("not aborted")
