"""A database of one's own, cloned from the migrated template; and the environment of one worker."""

import os
from urllib.parse import urlsplit, urlunsplit

import psycopg


def worker_number() -> int:
    """0, 1, … of the pytest-xdist worker."""
    return int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))


def clone(name: str, template: str = "samenspel") -> None:
    """Makes the database anew from a template that nobody is connected to."""
    with psycopg.connect(os.environ["TEST_SUPERUSER_URL"], autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        # One clone at a time: PostgreSQL refuses a template that is being copied.
        connection.execute("SELECT pg_advisory_lock(4711)")
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" OWNER samenspel_owner')


def drop(name: str) -> None:
    """Removes the database, whoever is connected."""
    with psycopg.connect(os.environ["TEST_SUPERUSER_URL"], autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def analyze(name: str) -> None:
    """Counts what is in each table, as autovacuum does by itself. Only the owner of a table may."""
    with psycopg.connect(with_database(os.environ["DATABASE_OWNER_URL"], name), autocommit=True) as connection:
        connection.execute("ANALYZE")


def with_database(url: str, name: str) -> str:
    """The same address with another database, or another number of Valkey."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def environment(name: str, broker: int) -> dict[str, str]:
    """Settings for processes that use a database and a broker of their own."""
    return {
        "DATABASE_URL": with_database(os.environ["DATABASE_URL"], name),
        "DATABASE_OWNER_URL": with_database(os.environ["DATABASE_OWNER_URL"], name),
        "BROKER_URL": with_database(os.environ["BROKER_URL"], str(broker)),
        "CACHE_URL": with_database(os.environ["CACHE_URL"], str(broker + 1)),
    }
