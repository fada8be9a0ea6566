"""What the documentation of ibis shows for its Exasol backend."""

import contextlib
import ssl

import ibis
import pandas
import pyexasol


@contextlib.contextmanager
def connect(access):
    login = {"user": access["user"], "password": access["password"]}
    with pyexasol.connect(dsn="{host}/{fingerprint}:{port}".format(**access), **login) as connection:
        connection.execute("CREATE SCHEMA IF NOT EXISTS IBIS")
    options = {"schema": "IBIS", "websocket_sslopt": {"cert_reqs": ssl.CERT_NONE}}
    backend = ibis.exasol.connect(host=access["host"], port=access["port"], **login, **options)
    try:
        yield backend
    finally:
        backend.disconnect()


def same(seen, expected):
    assert seen == expected, f"{seen!r} instead of {expected!r}"


FRAME = pandas.DataFrame({"id": [1, 2, 3, 4], "plan": ["a", "b", "a", None], "x": [0.5, 1.5, 2.5, 0.0]})


def make_table(backend):
    if "people" in backend.list_tables(database="IBIS"):
        backend.drop_table("people", database="IBIS")
    return backend.create_table("people", FRAME, database="IBIS")


def case_frames(access):
    """A DataFrame becomes a table, and a table a DataFrame"""
    with connect(access) as backend:
        back = make_table(backend).order_by("id").execute()
        same(
            back.astype(object).where(back.notna(), None).values.tolist(),
            FRAME.astype(object).where(FRAME.notna(), None).values.tolist(),
        )


def case_groups(access):
    """filter, mutate, group_by and aggregate"""
    with connect(access) as backend:
        people = make_table(backend)
        query = (
            people.filter(people.id < 4)
            .mutate(y=people.x * 2)
            .group_by("plan")
            .agg(n=ibis._.count(), total=ibis._.y.sum())
            .order_by("plan")
        )
        same(query.execute().values.tolist(), [["a", 2, 6.0], ["b", 1, 3.0]])


def case_joins(access):
    """Joins with an in-memory table"""
    with connect(access) as backend:
        people = make_table(backend)
        names = ibis.memtable(pandas.DataFrame({"plan": ["a", "b"], "title": ["Alpha", "Beta"]}))
        same(people.join(names, "plan").order_by("id").title.execute().tolist(), ["Alpha", "Beta", "Alpha"])


def case_windows(access):
    """Window functions and conditions"""
    with connect(access) as backend:
        people = make_table(backend)
        rank = ibis.row_number().over(group_by=people.plan, order_by=people.id)
        kind = ibis.cases((people.x > 1, "big"), else_="small")
        same(
            people.select("id", n=rank, kind=kind).order_by("id").execute().values.tolist(),
            [[1, 0, "small"], [2, 0, "big"], [3, 1, "big"], [4, 0, "small"]],
        )


def case_texts(access):
    """Functions on texts and dates"""
    with connect(access) as backend:
        people = make_table(backend)
        query = people.filter(people.id == 1).select(
            up=people.plan.upper(), n=people.plan.length(), year=ibis.date("2024-02-29").year()
        )
        same(query.execute().values.tolist(), [["A", 1, 2024]])


def case_tables(access):
    """insert, list_tables, views, raw SQL and drop_table"""
    with connect(access) as backend:
        make_table(backend)
        backend.insert("people", FRAME, database="IBIS")
        same(backend.table("people", database="IBIS").count().execute(), 8)
        same(backend.sql('SELECT COUNT(*) AS "n" FROM IBIS."people"').execute().values.tolist(), [[8]])
        backend.drop_table("people", database="IBIS")
        assert "people" not in backend.list_tables(database="IBIS")
