"""manage.py invite_client NAME ADDRESS: the first owner of a new client."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from accounts.actions import found_organisation, invite_colleague
from accounts.models import LANGUAGES, Role
from common.addresses import clean_address

LONGEST_NAME = 120


class Command(BaseCommand):
    help = "Founds a client organisation and invites its first owner by mail."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="name of the organisation")
        parser.add_argument("address", help="e-mail address of its first owner")
        parser.add_argument("--language", choices=[code for code, _name in LANGUAGES], default="nl")

    def handle(self, *, name: str, address: str, language: str, **options: Any) -> None:
        """Makes both or neither; the mail goes out with the next sweep of a worker."""
        try:
            address = clean_address(address)
        except ValidationError as error:
            raise CommandError(f"{address} is not an e-mail address. {' '.join(error.messages)}") from None
        if not name.strip():
            raise CommandError("An organisation needs a name.")
        if len(name.strip()) > LONGEST_NAME:
            raise CommandError(f"A name has at most {LONGEST_NAME} characters; this one has {len(name.strip())}.")
        with transaction.atomic():
            organisation = found_organisation(name=name.strip(), is_client=True, language=language)
            invite_colleague(organisation=organisation, address=address, role=Role.OWNER, by=None)
        self.stdout.write(
            f"{organisation.name} stands at /o/{organisation.slug}/; the invitation to {address} is queued."
        )
