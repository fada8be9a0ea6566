"""What the documentation of SQLAlchemy and of sqlalchemy-exasol shows."""

import contextlib
import datetime
import decimal

import pandas
import sqlalchemy as sa
from sqlalchemy import orm


@contextlib.contextmanager
def connect(access, **parameters):
    query = {"FINGERPRINT": access["fingerprint"], **parameters}
    url = sa.URL.create(
        "exa+websocket", access["user"], access["password"], access["host"], access["port"], query=query
    )
    engine = sa.create_engine(url)
    try:
        with engine.begin() as connection:
            connection.execute(sa.text("CREATE SCHEMA IF NOT EXISTS SA"))
        yield engine
    finally:
        engine.dispose()


def same(seen, expected):
    assert seen == expected, f"{seen!r} instead of {expected!r}"


def make_tables(engine):
    metadata = sa.MetaData(schema="sa")
    users = sa.Table(
        "users",
        metadata,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String(50), nullable=False),
    )
    orders = sa.Table(
        "orders",
        metadata,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("user_id", sa.Integer, sa.ForeignKey("sa.users.id")),
        sa.Column("amount", sa.Numeric(10, 2)),
        sa.Column("day", sa.Date),
    )
    metadata.drop_all(engine)
    metadata.create_all(engine)
    return users, orders


def case_core(access):
    """Core: create tables, insert, join, update and delete"""
    with connect(access) as engine:
        users, orders = make_tables(engine)
        with engine.begin() as connection:
            connection.execute(users.insert(), [{"id": 1, "name": "Ada"}, {"id": 2, "name": "Bob's"}])
            connection.execute(
                orders.insert(),
                [{"id": 1, "user_id": 1, "amount": decimal.Decimal("9.99"), "day": datetime.date(2024, 2, 29)}],
            )
            query = sa.select(users.c.name, orders.c.amount, orders.c.day).join(orders)
            same(
                [tuple(row) for row in connection.execute(query)],
                [("Ada", decimal.Decimal("9.99"), datetime.date(2024, 2, 29))],
            )
            same(connection.execute(users.update().where(users.c.id == 2).values(name="Bob")).rowcount, 1)
            same(connection.execute(users.delete().where(users.c.id == 2)).rowcount, 1)
            same(connection.execute(sa.select(sa.func.count()).select_from(users)).scalar_one(), 1)


def case_reflection(access):
    """Inspector: tables, columns, primary and foreign keys, views"""
    with connect(access) as engine:
        make_tables(engine)
        with engine.begin() as connection:
            connection.execute(sa.text("CREATE OR REPLACE VIEW SA.USER_NAMES AS SELECT NAME FROM SA.USERS"))
        inspector = sa.inspect(engine)
        assert {"users", "orders"} <= set(inspector.get_table_names(schema="sa"))
        same(inspector.get_view_names(schema="sa"), ["user_names"])
        same(
            [column["name"] for column in inspector.get_columns("orders", schema="sa")],
            ["id", "user_id", "amount", "day"],
        )
        same(inspector.get_pk_constraint("orders", schema="sa")["constrained_columns"], ["id"])
        same([key["referred_table"] for key in inspector.get_foreign_keys("orders", schema="sa")], ["users"])


def case_rollback(access):
    """Transactions: an exception rolls back, if autocommit is off"""
    with connect(access, AUTOCOMMIT="no") as engine:
        users, _ = make_tables(engine)
        with contextlib.suppress(ZeroDivisionError), engine.begin() as connection:
            connection.execute(users.insert().values(id=1, name="Ada"))
            raise ZeroDivisionError
        with engine.connect() as connection:
            same(connection.execute(sa.select(users)).fetchall(), [])


def case_orm(access):
    """ORM: add, query, change and delete objects"""

    class Base(orm.DeclarativeBase):
        pass

    class Item(Base):
        __tablename__ = "items"
        __table_args__ = {"schema": "sa"}
        id: orm.Mapped[int] = orm.mapped_column(primary_key=True)
        title: orm.Mapped[str] = orm.mapped_column(sa.String(30))

    with connect(access) as engine:
        Base.metadata.drop_all(engine)
        Base.metadata.create_all(engine)
        with orm.Session(engine) as session:
            session.add_all([Item(id=1, title="one"), Item(id=2, title="two")])
            session.commit()
            session.scalars(sa.select(Item).where(Item.id == 2)).one().title = "zwei"
            session.delete(session.get(Item, 1))
            session.commit()
            same([item.title for item in session.scalars(sa.select(Item))], ["zwei"])


def case_frames(access):
    """pandas: to_sql and read_sql"""
    with connect(access) as engine:
        frame = pandas.DataFrame({"id": [1, 2], "txt": ["ü", None], "x": [0.5, 2.0]})
        frame.to_sql("frames", engine, schema="sa", index=False, if_exists="replace")
        back = pandas.read_sql(sa.text("SELECT * FROM SA.FRAMES ORDER BY ID"), engine)
        same(back.astype(object).where(back.notna(), None).values.tolist(), [[1, "ü", 0.5], [2, None, 2.0]])


def case_expressions(access):
    """Expressions: CASE, LIKE, IN, window functions, CTE, LIMIT"""
    with connect(access) as engine:
        users, _ = make_tables(engine)
        with engine.begin() as connection:
            connection.execute(users.insert(), [{"id": number, "name": "ab"[number % 2]} for number in range(6)])
            part = sa.select(
                users.c.id,
                users.c.name,
                sa.func.row_number().over(partition_by=users.c.name, order_by=users.c.id).label("n"),
            ).cte()
            kind = sa.case((part.c.name.like("a%"), "A"), else_="B")
            query = sa.select(part.c.id, kind).where(part.c.n.in_([1, 3])).order_by(part.c.id).limit(3)
            same([tuple(row) for row in connection.execute(query)], [(0, "A"), (1, "B"), (4, "A")])
