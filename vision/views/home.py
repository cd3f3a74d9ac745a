"""The place of the vision: what is published, what is being written, what comes next; and reading a version."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import AuditEvent, Side
from accounts.rules import require
from accounts.views.answers import attempt, page, posted
from documents.models import Job
from documents.views import send_made, send_result, show_job
from vision import actions, rules
from vision.forms import BeginForm
from vision.gaps import gaps_of
from vision.models import Reviewer, Seen, VisionVersion
from vision.reading import chapters_of
from vision.views.doors import crumbs, own_version, version_of


@require_GET
def home(request: Any) -> HttpResponse:
    """A client's own vision; for a supplier the visions of its clients."""
    member = request.member
    if member.side == Side.SUPPLIER:
        return _clients_visions(request)
    rows = VisionVersion.objects.editable_by(member).select_related("vision__client", "published_by__user", "pdf")
    versions = list(rows.annotate(link_count=Count("links")).order_by("-number"))
    draft = next((one for one in versions if not one.is_published), None)
    current = next((one for one in versions if one.is_published), None)
    context = {
        "versions": versions,
        "current": current,
        "draft": draft,
        "earlier": [one for one in versions if one.is_published and one is not current],
        "chapters": chapters_of(current) if current else [],
        "can_begin": rules.can_begin(member),
        "gaps": gaps_of(draft) if draft else [],
        "open_comments": draft.comments.open().count() if draft else 0,
        "steps": _steps(draft, current),
        "asked": _asked(member, draft),
    }
    return render(request, "vision/home.html", context)


def _clients_visions(request: Any) -> HttpResponse:
    """Of each client the newest version that it published."""
    rows = VisionVersion.objects.visible_to(request.member).published().exclude(
        vision__client=request.member.organisation_id
    )  # fmt: skip
    newest = rows.select_related("vision__client").order_by("vision__client__name", "vision", "-number")
    found: dict[Any, VisionVersion] = {}
    for version in newest:
        found.setdefault(version.vision_id, version)
    seen = set(
        Seen.objects.for_system("own receipts").filter(membership=request.member).values_list("version", flat=True)
    )
    context = {"versions": list(found.values()), "seen": seen}
    return render(request, "vision/clients.html", context)


def _asked(member: Any, draft: VisionVersion | None) -> Reviewer | None:
    if not draft or draft.is_draft:
        return None
    rows = Reviewer.objects.visible_to(member).current().filter(version=draft, membership=member.pk, verdict="")
    return rows.first()


def _steps(draft: VisionVersion | None, current: VisionVersion | None) -> list[dict[str, str]]:
    """Where the newest version stands."""
    stage = 0 if draft and draft.is_draft else 1 if draft else 3
    labels = (_("Write"), _("Ask for a review"), _("Publish and share"))
    return [
        {"label": label, "state": "done" if place < stage else "now" if place == stage else "", "url": ""}
        for place, label in enumerate(labels)
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: Any) -> HttpResponse:
    """Begins the vision with its first version."""
    member = request.member
    require(rules.can_begin(member))
    existing = VisionVersion.objects.editable_by(member).order_by("-number").first()
    if existing:
        return redirect(member.url("vision:edit" if existing.is_draft else "vision:version", pk=existing.pk))
    form = BeginForm(posted(request), initial={"language": member.organisation.language})
    made: list[VisionVersion] = []
    if attempt(form, lambda: made.append(actions.begin(by=member, **form.cleaned_data))):
        return redirect(member.url("vision:edit", pk=made[0].pk))
    return page(request, "vision/begin.html", {"form": form, "crumbs": crumbs(request)})


@require_POST
def begin_version(request: Any, pk: Any) -> HttpResponse:
    """Begins a draft from this version, or goes on with the one that is there."""
    version = own_version(request, pk)
    draft = actions.begin_version(start_from=version, by=request.member)
    return redirect(request.member.url("vision:edit", pk=draft.pk))


@require_GET
def version(request: Any, pk: Any) -> HttpResponse:
    """Reading one version, whoever may; reading a published one leaves a receipt."""
    row, member = version_of(request, pk), request.member
    actions.see(version=row, by=member)
    ours = rules.is_ours(member, row)
    context = {
        "version": row,
        "ours": ours,
        "crumbs": crumbs(request),
        "chapters": chapters_of(row),
        "others": list(_others(row, member)),
        "can_write": rules.can_write(member, row),
        "can_change": rules.can_change(member, row),
        "can_share": rules.can_share(member, row),
        **(_of_own(row, member) if ours else {}),
    }
    return render(request, "vision/version.html", context)


def _others(version: VisionVersion, member: Any) -> Any:
    rows = VisionVersion.objects.visible_to(member).filter(vision=version.vision_id)
    return rows.exclude(pk=version.pk).order_by("-number")


def _of_own(version: VisionVersion, member: Any) -> dict[str, Any]:
    """What only the client sees: receipts, links, what happened."""
    seen = Seen.objects.visible_to(member).filter(version=version)
    events = AuditEvent.objects.visible_to(member).filter(object_type="vision.visionversion", object_id=version.pk)
    links = version.links.aggregate(
        all=Count("pk", distinct=True),
        opened=Count("pk", filter=Q(openings__kind="opened"), distinct=True),
    )
    return {
        "seen": seen.select_related("membership__user", "membership__organisation").order_by("created_at")[:50],
        "links": links,
        "events": events.select_related("actor", "organisation").order_by("-at")[:20],
    }


# The PDF -------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def pdf(request: Any, pk: Any) -> HttpResponseBase:
    """GET takes the PDF of a published version; POST asks for it, or for that of a draft."""
    row = version_of(request, pk)
    if request.method == "POST":
        job = actions.start_pdf(version=row, by=request.member)
        return redirect(request.member.url("vision:job", pk=job.pk))
    if row.pdf:
        return send_made(row.pdf, request.member)
    messages.info(request, _("The PDF is being made. Try again in a moment."))
    return redirect(request.member.url("vision:version", pk=row.pk))


@require_GET
def pdf_state(request: Any, pk: Any) -> HttpResponse:
    """Whether the PDF is there yet; the page asks it every few seconds."""
    row = version_of(request, pk)
    if not request.htmx:
        return redirect(request.member.url("vision:version", pk=row.pk))
    return render(request, "vision/pdf_state.html", {"version": row})


@require_GET
def job(request: Any, pk: Any) -> HttpResponse:
    """How far the PDF is that one asked for."""
    row = get_object_or_404(Job.objects.visible_to(request.member), pk=pk)
    return show_job(request, row, crumbs(request, version_of(request, row.object_id)))


@require_GET
def job_file(request: Any, pk: Any) -> HttpResponseBase:
    return send_result(get_object_or_404(Job.objects.visible_to(request.member), pk=pk))
