"""The text of an agreement as both sides are shown it, in one fixed form, and its hash."""

import hashlib
from collections.abc import Iterable
from typing import Any

from common.richtext import clean
from partnerships.models import AgreementAnnex, AgreementSection, AgreementVersion, Partnership


def facts_of(partnership: Partnership) -> dict[str, Any]:
    """The parties and what it is about, as they are called now."""
    return {
        "partnership": partnership.name,
        "client": _party(partnership.client.name, partnership.client.registration_number),
        "supplier": _party(partnership.supplier.name, partnership.supplier.registration_number),
        "services": sorted(service.name for service in partnership.services.all()),
    }


def _party(name: str, number: str) -> dict[str, str]:
    return {"name": name, "number": number}


def canonical(
    version: AgreementVersion,
    facts: dict[str, Any],
    sections: Iterable[AgreementSection],
    annexes: Iterable[AgreementAnnex],
) -> str:
    """All that the document says, line by line. Files go in by their own hash."""
    lines = [
        f"agreement {version.agreement_id}",
        f"version {version.edition}" + (f" proposal {version.attempt}" if version.attempt > 1 else ""),
        f"language {version.agreement.language}",
        f"title {version.title}",
        f"partnership {facts['partnership']}",
        *(f"{side} {facts[side]['name']} {facts[side]['number']}".rstrip() for side in ("client", "supplier")),
        *(f"service {name}" for name in facts["services"]),
    ]
    for number, section in enumerate(sections, start=1):
        lines += [f"section {number} {section.title}", clean(section.body)]
    lines += [f"annex {annex.title} | {annex.file.name} | {annex.file.sha256}" for annex in annexes]
    return "\n".join(lines) + "\n"


def hash_of(text: str) -> str:
    """SHA-256 of the canonical text: what an approval stores."""
    return hashlib.sha256(text.encode()).hexdigest()


def now(version: AgreementVersion) -> tuple[dict[str, Any], str]:
    """Facts and canonical text of a draft as it stands."""
    partnership = version.agreement.partnership
    facts = facts_of(partnership)
    sections = version.sections.order_by("position")
    annexes = version.annexes.select_related("file").order_by("created_at")
    return facts, canonical(version, facts, sections, annexes)
