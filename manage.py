#!/usr/bin/env python3
"""Django's command line."""

import os
import sys

# These change the schema, which only the owner of the database may do.
AS_OWNER = {"migrate", "sqlmigrate"}

WHERE = "Is it the database of a demo? It must run, and SAMENSPEL_NAME must be its name when it has one of its own."


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if AS_OWNER.intersection(sys.argv[1:2]) and "DATABASE_OWNER_URL" in os.environ:
        os.environ["DATABASE_URL"] = os.environ["DATABASE_OWNER_URL"]
    from django.core.management import execute_from_command_line
    from django.db.utils import OperationalError

    try:
        execute_from_command_line(sys.argv)
    except OperationalError as error:
        if "connection" not in str(error):
            raise
        sys.exit(f"The database cannot be reached: {str(error).splitlines()[0]}\n{WHERE}")


if __name__ == "__main__":
    main()
