"""manage.py load_demo [--once]: the demo scenario."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from overview import demo


class Command(BaseCommand):
    help = "Loads the demo scenario, with dates relative to today; replaces nothing that is there."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="do nothing when it is loaded already")

    def handle(self, *args: Any, **options: Any) -> None:
        demo.load()
