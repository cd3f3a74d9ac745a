"""How the views of this room find what they show: always through a door."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from partnerships.models import AgreementVersion, Partnership


def partnership_of(request: Any, pk: Any) -> Partnership:
    """The partnership, with both organisations and its start; 404 for whoever has no door to it."""
    related = ("client", "supplier", "end_announced_by", "start_programme")
    rows = Partnership.objects.visible_to(request.member).select_related(*related)
    return get_object_or_404(rows, pk=pk)


def version_of(request: Any, pk: Any) -> AgreementVersion:
    """A version of an agreement, with its partnership."""
    return get_object_or_404(versions(request), pk=pk)


def versions(request: Any) -> QuerySet[AgreementVersion]:
    """The versions that the reader may see, with what every page of them shows."""
    related = ("agreement__partnership__client", "agreement__partnership__supplier", "proposed_by__user",
               "closed_by__user", "pdf", "proposal_pdf")  # fmt: skip
    return AgreementVersion.objects.visible_to(request.member).select_related(*related)


def frame(request: Any, partnership: Partnership) -> dict[str, Any]:
    """What every page of a partnership shows in its head."""
    member = request.member
    other = partnership.other(member)
    return {
        "partnership": partnership,
        "other": other,
        "own_side": partnership.side_of(member).value,
        "other_side": partnership.side_of(member).other.value,
        "tone": TONES.get(partnership.state, ""),
        "up": [
            {"label": _place(request), "url": member.url("partnerships:list")},
            {"label": partnership.name, "url": member.url("partnerships:home", pk=partnership.pk)},
        ],
    }


def _place(request: Any) -> str:
    return _("Partnerships") if request.member.side == "client" else _("Clients")


def shown_state(version: AgreementVersion, partnership: Partnership) -> dict[str, str]:
    """Label and tone of a version's badge. What the end came before keeps its state, and is called otherwise."""
    state = AgreementVersion.State
    if version.state == state.IN_FORCE:
        if partnership.is_over:
            return {"label": _("was in force until the end"), "tone": ""}
        return {"label": version.get_state_display(), "tone": "good"}
    if version.state in (state.DRAFT, state.PROPOSED) and not partnership.is_agreeing:
        return {"label": _("never in force"), "tone": ""}
    return {"label": version.get_state_display(), "tone": "wait" if version.state == state.PROPOSED else ""}


def read_again(form: Any, current: Any) -> None:
    """After a conflict: keeps what was typed, now over the row as it is, so that sending it again decides."""
    form.data = form.data.copy()
    form.data["revision"] = str(current.revision)


# How a state is shown: running well, waiting for somebody, over.
TONES = {
    Partnership.State.RUNNING.value: "good",
    Partnership.State.PROPOSED.value: "wait",
    Partnership.State.STARTING.value: "wait",
    Partnership.State.ENDING.value: "wait",
}
