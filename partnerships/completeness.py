"""What a profile still lacks, each with the place where it is filled in."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from common.richtext import is_empty
from partnerships.models import Certificate, ProfileText, SupplierProfile


@dataclass(frozen=True)
class Part:
    """A part of the profile: its name, whether it is filled, and the page that fills it."""

    label: str
    is_there: bool
    page: str
    kwargs: dict[str, Any]


def parts_of(profile: SupplierProfile, texts: list[ProfileText], rows: dict[str, list[Any]]) -> list[Part]:
    """All parts in their order. `rows` holds certificates, references and contacts."""
    facts: dict[str, Any] = {}
    written = [
        Part(text.get_section_display(), not is_empty(text.body), "partnerships:profile-text", {"pk": text.pk})
        for text in texts
    ]
    return [
        *written,
        Part(_("Services that you deliver"), bool(profile.service_lines()), "partnerships:profile-facts", facts),
        Part(_("Regions"), bool(profile.region_lines()), "partnerships:profile-facts", facts),
        Part(_("Size"), profile.employees is not None, "partnerships:profile-facts", facts),
        Part(_("A certificate with its file and last day"), any(map(_proves, rows["certificates"])),
             "partnerships:certificate-add", facts),
        Part(_("A reference"), bool(rows["references"]), "partnerships:reference-add", facts),
        Part(_("A contact"), bool(rows["contacts"]), "partnerships:contact-add", facts),
    ]  # fmt: skip


def _proves(row: Certificate) -> bool:
    """A name alone is a claim; what has passed proves nothing any more."""
    return bool(row.file_id and row.expires_on and row.expires_on >= timezone.localdate())
