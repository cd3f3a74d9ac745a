#!/usr/bin/env python3
"""Django's command line."""

import os
import sys

# These change the schema, which only the owner of the database may do.
AS_OWNER = {"migrate", "sqlmigrate"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if AS_OWNER.intersection(sys.argv[1:2]) and "DATABASE_OWNER_URL" in os.environ:
        os.environ["DATABASE_URL"] = os.environ["DATABASE_OWNER_URL"]
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
