"""manage.py retry_mails: all mails that did not arrive, once their cause was mended."""

from typing import Any

from django.core.management.base import BaseCommand

from notifications.actions import retry
from notifications.models import Message


class Command(BaseCommand):
    help = "Sends again every mail that failed or waits for another try, those without an organisation too."

    def handle(self, **options: Any) -> None:
        """Puts them back; the worker sends them."""
        count = retry(Message.objects.for_system("the operator asks"))
        self.stdout.write(f"{count} mails are tried again.")
