"""The object that each address of the table is tried with: of Hogeschool Rijnoever, or shared with Groene Tafel."""

from collections.abc import Callable
from typing import Any

from django.apps import apps

CLIENT, SUPPLIER = "rijnoever", "groene-tafel"

PAIR = {"partnership__client__slug": CLIENT, "partnership__supplier__slug": SUPPLIER}
VERSION = {f"agreement__{name}": slug for name, slug in PAIR.items()}
PAIR_OF: dict[str, dict[str, Any]] = {
    "Meeting": PAIR,
    "MeetingSeries": PAIR,
    "Action": PAIR,
    "Decision": PAIR,
    "Minutes": PAIR,
    **{model: {f"meeting__{key}": value for key, value in PAIR.items()} for model in ("AgendaItem",)},
    "AgendaFile": {f"item__meeting__{key}": value for key, value in PAIR.items()},
    **{model: {f"minutes__{key}": value for key, value in PAIR.items()} for model in ("MinutesText", "Amendment")},
}
MEETINGS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("action action-edit action-reopen", "Action", {"state": "open"}),
    ("decision decision-remove", "Decision", {}),
    ("series series-edit series-next series-end", "MeetingSeries", {}),
    ("item item-move item-remove", "AgendaItem", {"meeting__state": "planned"}),
    ("item-discussed", "AgendaItem", {}),
    ("file file-remove", "AgendaFile", {}),
    ("text text-kept", "MinutesText", {}),
    ("amend", "MinutesText", {"minutes__meeting__state": "review"}),
    ("amendment", "Amendment", {}),
    ("pdf", "Minutes", {"state": "adopted"}),
    ("adoption approve take-back", "Meeting", {"state": "review"}),
    ("correction", "Meeting", {"state": "adopted"}),
    ("detail edit plan cancel reply begin item-new", "Meeting", {"state": "planned"}),
    ("finish decision-new action-new minutes news note present send", "Meeting", {"state": "planned"}),
)

OF_VISION = {"vision__client__slug": CLIENT}
DRAFT = {"version__vision__client__slug": CLIENT, "version__number": 2}
VISION: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("version pdf pdf-state share compare", "VisionVersion", {**OF_VISION, "number": 1}),
    ("begin-version edit news details comments review review-ask review-taken-back review-verdict publish",
     "VisionVersion", {**OF_VISION, "number": 2}),
    ("part part-kept", "Part", DRAFT),
    ("item item-kept item-place item-removal", "ItemText", DRAFT),
    ("comment-resolved", "Comment", {**DRAFT, "by__user__email": "assessor@rijnoever.example"}),
    ("reviewer-withdrawn", "Reviewer", DRAFT),
    ("link-renewed link-withdrawn shared shared-pdf shared-reaction", "ShareLink",
     {"version__vision__client__slug": CLIENT, "withdrawn_at": None}),
)  # fmt: skip

# Address (or the beginning of it, with *) -> model, and what narrows it to an object that the client's owner sees.
OBJECTS: dict[str, tuple[str, dict[str, Any]]] = {
    "accounts:member*": ("accounts.Membership", {"user__email": "contract@rijnoever.example"}),
    "accounts:invitation-*": ("accounts.Invitation", {"organisation__slug": CLIENT}),
    "accounts:invitation-claim": ("accounts.Invitation", {"claimed_for__slug": SUPPLIER}),
    "accounts:access-request": ("accounts.AccessRequest", {"organisation__slug": CLIENT}),
    "accounts:connection*": ("accounts.Connection", {"client__slug": CLIENT, "supplier__slug": SUPPLIER}),
    "accounts:mail-*": ("notifications.Message", {"state": "failed"}),
    "overview:work-away": ("documents.Job", {"kind__startswith": "services.", "failure": "x"}),
    "services:job*": ("documents.Job", {"kind__startswith": "services.", "failure": "x"}),
    "services:import*": ("services.Import", {"client__slug": CLIENT}),
    "services:location*": ("services.Location", {"client__slug": CLIENT}),
    "services:assessment-close": ("services.Assessment", {"client__slug": CLIENT, "state": "open"}),
    "services:assessment*": ("services.Assessment", {"client__slug": CLIENT, "state": "closed"}),
    "services:criteria": ("services.Assessment", {"client__slug": CLIENT, "state": "closed"}),
    "services:assessed": ("services.Assessment", {"client__slug": CLIENT, "state": "closed"}),
    "services:round-choices": ("services.Assessment", {"client__slug": CLIENT, "state": "closed"}),
    "services:report": ("services.Assessment", {"client__slug": CLIENT, "state": "closed"}),
    "services:score*": ("services.Assessment", {"client__slug": CLIENT, "state": "open"}),
    "services:journey*": ("services.Journey", {"client__slug": CLIENT}),
    "services:persona": ("services.Persona", {"client__slug": CLIENT}),
    "services:stage-new": ("services.Journey", {"client__slug": CLIENT}),
    "services:stage*": ("services.Stage", {"journey__client__slug": CLIENT}),
    "services:moment-new": ("services.Stage", {"journey__client__slug": CLIENT}),
    "services:moment*": ("services.ContactMoment", {"stage__journey__client__slug": CLIENT}),
    "services:*": ("services.Service", {"client__slug": CLIENT, "archived_at": None}),
    "partnerships:answer": ("partnerships.Partnership", {"client__slug": CLIENT, "state": "proposed"}),
    "partnerships:handover-*": ("partnerships.HandoverItem", {}),
    "partnerships:goal-*": ("partnerships.Goal", PAIR),
    "partnerships:link-*": ("partnerships.SystemLink", {"partnership__client__slug": CLIENT}),
    "meetings:decisions": ("partnerships.Partnership", {"client__slug": CLIENT, "supplier__slug": SUPPLIER}),
    "meetings:action-between": ("partnerships.Partnership", {"client__slug": CLIENT, "supplier__slug": SUPPLIER}),
    "meetings:job*": ("documents.Job", {"kind__startswith": "meetings.", "failure": "x"}),
    "accounts:logo": ("accounts.Organisation", {"slug": CLIENT}),
    "partnerships:contact*": ("partnerships.Contact", {"profile__supplier__slug": SUPPLIER}),
    "partnerships:reference*": ("partnerships.Reference", {"profile__supplier__slug": SUPPLIER}),
    "partnerships:seat-*": (
        "partnerships.TeamMember",
        {"partnership__client__slug": CLIENT, "membership__user__email": "team@groene-tafel.example"},
    ),
    "partnerships:step": (
        "partnerships.StartStep",
        {"programme__partnership__supplier__slug": SUPPLIER, "programme__partnership__client__slug": CLIENT},
    ),
    "partnerships:step-change": (
        "partnerships.StartStep",
        {"programme__partnership__supplier__slug": SUPPLIER, "programme__partnership__client__slug": CLIENT},
    ),
    "partnerships:step-reopen": (
        "partnerships.StartStep",
        {"programme__partnership__supplier__slug": SUPPLIER, "programme__partnership__client__slug": CLIENT},
    ),
    "partnerships:agreement-new": ("partnerships.Partnership", {"supplier__slug": SUPPLIER, "client__slug": CLIENT}),
    "partnerships:agreement-*": (
        "partnerships.AgreementVersion",
        {**VERSION, "number": 1},
    ),
    "partnerships:annex-add": ("partnerships.AgreementVersion", VERSION),
    "partnerships:annex*": ("partnerships.AgreementAnnex", {}),
    "partnerships:section*": (
        "partnerships.AgreementSection",
        {"version__agreement__partnership__supplier__slug": SUPPLIER, "version__number": 2},
    ),
    "partnerships:job*": ("documents.Job", {"kind__startswith": "partnerships.", "failure": "x"}),
    "partnerships:supplier": ("accounts.Organisation", {"slug": SUPPLIER}),
    "partnerships:profile-text": ("partnerships.ProfileText", {"profile__supplier__slug": SUPPLIER}),
    "partnerships:certificate*": ("partnerships.Certificate", {"profile__supplier__slug": SUPPLIER}),
    **{
        f"meetings:{name}": (f"meetings.{model}", {**PAIR_OF[model], **narrow})
        for names, model, narrow in MEETINGS
        for name in names.split()
    },
    **{f"vision:{name}": (f"vision.{model}", narrow) for names, model, narrow in VISION for name in names.split()},
    "vision:job*": ("documents.Job", {"kind": "vision.pdf", "failure": "x"}),
    "partnerships:*": ("partnerships.Partnership", {"client__slug": CLIENT, "supplier__slug": SUPPLIER}),
}


def kwargs_for(
    name: str, arguments: set[str], special: dict[str, Callable[[], dict[str, Any]]]
) -> dict[str, Any] | None:
    """The arguments of an address besides the organisation; None when no rule knows it or the demo lacks the object."""
    if name in special:
        return special[name]()
    if not arguments:
        return {}
    rule = OBJECTS.get(name) or next(
        (value for key, value in OBJECTS.items() if key.endswith("*") and name.startswith(key[:-1])), None
    )
    if rule is None:
        return None
    model, narrow = rule
    found = apps.get_model(model)._base_manager.filter(**narrow)
    # The scenario makes many rows at one moment; these tell them apart the same way every time.
    fields = {field.name for field in found.model._meta.fields}
    telling = ("starts_at", "due", "position", "number", "created_at")
    row = found.order_by(*(name for name in telling if name in fields), "pk").first()
    return {"pk": row.pk} if row else None
