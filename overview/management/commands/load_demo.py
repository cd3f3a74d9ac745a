"""manage.py load_demo: the demo scenario."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from overview import demo


class Command(BaseCommand):
    help = "Loads the demo scenario, with dates relative to today. Does nothing when it is there already."

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("The demo scenario is not for production.")
        loaded = demo.load()
        if options["verbosity"] > 1:
            self.stdout.write("loaded" if loaded else "was there already")
