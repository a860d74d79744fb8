"""Many rows at a time, in the same words for SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Row, Select, Table
from sqlalchemy.dialects import postgresql, sqlite

T = TypeVar("T")
PIECE = 500
"""values of one IN (...)"""


def pieces(items: Iterable[T], size: int = PIECE) -> Iterator[list[T]]:
    """The items in lists of ``size``.

    >>> list(pieces("abcde", 2))
    [['a', 'b'], ['c', 'd'], ['e']]
    """
    source = iter(items)
    while piece := list(islice(source, size)):
        yield piece


def rows_in(
    connection: Connection, query: Select[Any], column: ColumnElement[Any], values: Iterable[Any], *, size: int = PIECE
) -> Iterator[Row[Any]]:
    """The rows of a query whose column has one of many values."""
    for piece in pieces(dict.fromkeys(values), size):
        yield from connection.execute(query.where(column.in_(piece)))


def add_new(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows, those apart whose key is there already."""
    if rows:
        make = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
        connection.execute(make(table).on_conflict_do_nothing(), rows)


def put(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows, or replace those whose key is there already."""
    if not rows:
        return
    make = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    statement = make(table)
    keys = [column.name for column in table.primary_key]
    changed = {name: statement.excluded[name] for name in rows[0] if name not in keys}
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=changed), rows)
