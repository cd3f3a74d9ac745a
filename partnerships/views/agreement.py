"""The agreement: its versions, writing, reading and approving."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.kept import with_kept
from accounts.models import Side
from accounts.rules import can_edit, require
from accounts.views.answers import attempt, page, posted
from accounts.views.two_texts import Field, Kept, kept_texts, two_texts
from common.autosave import refused, revision_of, saved
from common.models import Conflict
from common.news import answer, moments, news_of, saved_since
from common.once import once
from common.richtext import safe, typed
from documents.attachments import serve
from documents.models import Job
from documents.views import job_context, send_made, send_result, show_job
from partnerships import rules
from partnerships.actions import agreement as actions
from partnerships.canonical import facts_of, hash_of, now
from partnerships.forms_agreement import (
    AnnexForm,
    ApproveForm,
    BeginForm,
    ProposalForm,
    TakeBackForm,
    TitleForm,
)
from partnerships.gaps import left_open, unanswered
from partnerships.models import AgreementAnnex, AgreementSection, AgreementVersion
from partnerships.starters import approval_statement
from partnerships.views.doors import frame, partnership_of, shown_state, version_of, versions

State = AgreementVersion.State
SHOWS_FORM = ["GET", "HEAD", "POST"]


@require_http_methods(SHOWS_FORM)
def agreement(request: Any, pk: Any) -> HttpResponse:
    """The versions of the agreement, or the page to begin one."""
    partnership = partnership_of(request, pk)
    member = request.member
    may_write = rules.can_write(member, partnership)
    require(may_write or request.method != "POST")
    form = BeginForm(posted(request), initial={"language": partnership.client.language}) if may_write else None
    made: list[AgreementVersion] = []
    action = lambda: made.append(actions.begin(partnership=partnership, by=member, **form.cleaned_data))  # type: ignore[union-attr]  # noqa: E731
    if form and attempt(form, action):
        return redirect(member.url("partnerships:agreement-version", pk=made[0].pk))
    rows = versions(request).filter(agreement__partnership=partnership).defer("canonical").order_by("-number")
    found = [{"version": row, **shown_state(row, partnership)} for row in rows]
    making = any(row.state in (State.DRAFT, State.PROPOSED) for row in rows)
    can_begin = partnership.is_agreeing and may_write
    context = {
        **frame(request, partnership), "form": form if can_begin else None, "rows": found,
        "may_renew": can_begin and bool(found) and not making,
    }  # fmt: skip
    return page(request, "partnerships/agreement.html", context)


@require_POST
def agreement_new(request: Any, pk: Any) -> HttpResponse:
    """A draft with the texts of the version in force."""
    partnership = partnership_of(request, pk)
    require(rules.can_write(request.member, partnership))
    row = getattr(partnership, "agreement", None)
    if row is None:
        raise Http404
    try:
        draft = actions.new_version(agreement=row, by=request.member)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(request.member.url("partnerships:agreement", pk=pk))
    return redirect(request.member.url("partnerships:agreement-version", pk=draft.pk))


@require_GET
def version(request: Any, pk: Any) -> HttpResponse:
    """The text as it stands; what is up for approval is noted as seen."""
    row = version_of(request, pk)
    if row.state == State.PROPOSED:
        actions.see(version=row, by=request.member)
    return _version_page(request, row)


def _version_page(request: Any, row: AgreementVersion, form: ApproveForm | None = None) -> HttpResponse:
    member = request.member
    partnership = row.agreement.partnership
    own = partnership.side_of(member)
    approvals = [] if row.is_draft else list(row.approvals.all())
    given = {approval.side: approval for approval in approvals}
    waits = row.state == State.PROPOSED and partnership.is_agreeing
    is_asked = waits and own not in given and rules.can_approve(member, row)
    too_late = ""
    if not is_asked:
        if form:
            why = " ".join(str(one) for one in form.non_field_errors())
            too_late = why or _("This version is no longer up for approval.")
        form = None
    elif form is None:
        form = _approve_form(row, member, initial={"sha256": row.sha256})
    may_edit = rules.can_write(member, partnership) and row.is_draft and partnership.is_agreeing
    open_sides = [side for side in Side if waits and side not in given]
    nobody = {side for side in open_sides if not actions.signing_members(partnership, side)}
    context = {
        **frame(request, partnership),
        "version": row,
        "shown": shown_state(row, partnership),
        "waits": waits,
        "facts": row.facts or facts_of(partnership),
        "sections": list(row.sections.select_related("changed_by__user")),
        "annexes": list(row.annexes.select_related("file")),
        "sides": _sides(row, given, nobody),
        "receipts": [] if row.is_draft else list(row.receipts.select_related("by__user", "by__organisation")),
        "form": form,
        "taken_back": _taken_back(request, row),
        "too_late": too_late,
        "newer": _newer(request, row),
        "may_edit": may_edit,
        "may_take_back": waits and rules.can_take_back(member, partnership),
        "may_discard": may_edit and row.edition > 1,
        "waits_for_signer": waits and own not in given and not is_asked and own not in nobody,
        "pdf_is_coming": (row.state == State.IN_FORCE and not row.pdf_id)
        or (row.state == State.PROPOSED and not row.proposal_pdf_id),
        **_job(request, row),
    }
    if too_late:
        return render(request, "partnerships/agreement_version.html", context, status=409)
    return page(request, "partnerships/agreement_version.html", context)


def _taken_back(request: Any, row: AgreementVersion) -> AgreementVersion | None:
    """The version that this draft came out of, with what must change in it."""
    if not row.is_draft:
        return None
    rows = versions(request).filter(agreement=row.agreement_id, number=row.number - 1, state=State.VOIDED)
    return rows.exclude(close_reason="").prefetch_related("approvals").first()


def _newer(request: Any, row: AgreementVersion) -> AgreementVersion | None:
    """What came in the place of a version that no longer stands."""
    if row.state not in (State.VOIDED, State.SUPERSEDED):
        return None
    rows = versions(request).filter(agreement=row.agreement_id, number__gt=row.number).exclude(state=State.VOIDED)
    return rows.defer("canonical").order_by("-number").first()


def _approve_form(row: AgreementVersion, member: Any, *given: Any, **more: Any) -> ApproveForm:
    """Asks the job title of who has none yet, as an approval names it for ever."""
    statement = approval_statement(row.agreement.language) % {"organisation": member.organisation.name}
    return ApproveForm(*given, statement=statement, asks_title=not member.job_title, **more)


def _sides(row: AgreementVersion, given: dict[str, Any], nobody: set[Side]) -> list[dict[str, Any]]:
    """The approval of each side; and where one is waited for, whether anybody there may give it."""
    partnership = row.agreement.partnership
    return [
        {
            "side": side,
            "organisation": organisation,
            "approval": given.get(side),
            "nobody": side in nobody,
        }
        for side, organisation in (("client", partnership.client), ("supplier", partnership.supplier))
    ]


def _job(request: Any, row: AgreementVersion) -> dict[str, Any]:
    """One's own job that makes the PDF, while it is at work."""
    if row.is_draft or (row.pdf_id and row.proposal_pdf_id):
        return {}
    mine = Job.objects.visible_to(request.member).filter(kind=actions.PDF, object_id=row.pk)
    job = mine.exclude(state=Job.State.DONE).order_by("-created_at").first()
    return {"pdf_job": job_context(request, job)} if job else {}


@require_http_methods(SHOWS_FORM)
def agreement_title(request: Any, pk: Any) -> HttpResponse:
    """Title of a draft, and what changes in it."""
    row = version_of(request, pk)
    member = request.member
    require(rules.can_write(member, row.agreement.partnership))
    form = TitleForm(posted(request), initial={"title": row.title, "change_note": row.change_note})
    if attempt(form, lambda: actions.retitle(version=row, by=member, **form.cleaned_data)):
        messages.success(request, _("Saved."))
        return redirect(member.url("partnerships:agreement-version", pk=pk))
    context = {**frame(request, row.agreement.partnership), "version": row, "form": form}
    return page(request, "partnerships/agreement_title.html", context)


@require_http_methods(SHOWS_FORM)
def section(request: Any, pk: Any) -> HttpResponse:
    """Writing one section, which saves itself; the second of two writers sees both texts, and 409."""
    row = _section_of(request, pk)
    require(rules.can_write(request.member, row.version.agreement.partnership))
    if request.method == "POST":
        return _save_section(request, row)
    if not row.version.is_draft:
        return redirect(request.member.url("partnerships:agreement-version", pk=row.version_id))
    return _section_page(request, row)


def _section_of(request: Any, pk: Any) -> AgreementSection:
    related = ("version__agreement__partnership__client", "version__agreement__partnership__supplier",
               "changed_by__user")  # fmt: skip
    return get_object_or_404(AgreementSection.objects.visible_to(request.member).select_related(*related), pk=pk)


def _save_section(request: Any, row: AgreementSection) -> HttpResponse:
    member = request.member
    html = typed(request.POST, "body", before=row.body)
    title = request.POST.get("title", "").strip()
    try:
        actions.write_section(section=row, by=member, revision=revision_of(request), body=html, title=title)
    except Conflict as conflict:
        return _both(request, row, conflict.current, title, html)
    except ValidationError as error:
        return refused(request, error, partial(_section_page, request, row, html, title, error))
    return saved(request, row, f"{member.url('partnerships:agreement-version', pk=row.version_id)}#section-{row.key}")


def _both(request: Any, row: AgreementSection, current: Any, title: str, html: str) -> HttpResponse:
    partnership, version = row.version.agreement.partnership, row.version
    here = request.member.url("partnerships:agreement-version", pk=version.pk)
    fields = [
        Field("title", _("Heading"), title or current.title, current.title, "line", actions.MOST_OF_HEADING),
        Field("body", _("Text"), html, current.body),
    ]
    return two_texts(
        request, current, fields, title=row.title, url=request.path, back=request.path,
        crumbs=[*frame(request, partnership)["up"], {"label": version.title, "url": here}],
        kept=Kept("partnerships:section-kept", partnership, partnership.other(request.member)),
    )  # fmt: skip


@require_GET
def section_news(request: Any, pk: Any) -> HttpResponse:
    """The section, when it was saved since a page was opened, for static/js/news.js; 404 once it is no draft."""
    row, (now, since) = _section_of(request, pk), moments(request)
    require(rules.can_write(request.member, row.version.agreement.partnership))
    if not row.version.is_draft:
        raise Http404
    newer = AgreementSection.objects.visible_to(request.member).filter(saved_since(since), pk=row.pk)
    rows = newer.select_related("changed_by__user")
    return answer(now, [news_of(one, {"title": one.title, "body": safe(one.body)}) for one in rows])


@require_GET
def section_kept(request: Any, pk: Any) -> HttpResponse:
    """What two people wrote in one section at the same time; both sides read it."""
    row = _section_of(request, pk)
    here = request.member.url("partnerships:agreement-version", pk=row.version_id)
    up = frame(request, row.version.agreement.partnership)["up"]
    return kept_texts(request, row, title=row.title, crumbs=[*up, {"label": row.version.title, "url": here}])


def _section_page(
    request: Any, row: AgreementSection, html: str = "", title: str = "", error: ValidationError | None = None
) -> HttpResponse:
    of_title = error is not None and "title" in getattr(error, "error_dict", {})
    words = " ".join(error.messages) if error else ""
    others = list(row.version.sections.only("pk", "position", "title", "version_id"))
    context = {
        **frame(request, row.version.agreement.partnership), "version": row.version, "section": row,
        "now": timezone.now(),
        "html": html or row.body, "error": "" if of_title else words,
        "title": title or row.title, "title_error": words if of_title else "", "kept": with_kept([row.pk]),
        "before": next((one for one in reversed(others) if one.position < row.position), None),
        "after": next((one for one in others if one.position > row.position), None),
    }  # fmt: skip
    return render(request, "partnerships/section.html", context, status=422 if error else 200)


@require_http_methods(SHOWS_FORM)
def proposal(request: Any, pk: Any) -> HttpResponse:
    """Asks once, names what will happen, and puts the draft up for approval."""
    row = version_of(request, pk)
    member = request.member
    partnership = row.agreement.partnership
    require(rules.can_write(member, partnership))
    if row.state not in (State.DRAFT, State.PROPOSED) or (row.state == State.PROPOSED and request.method != "POST"):
        return redirect(member.url("partnerships:agreement-version", pk=pk))
    sections = list(row.sections.all())
    gaps = unanswered(row.agreement.language, sections)
    form = ProposalForm(posted(request), has_gaps=bool(gaps), initial={"sha256": hash_of(now(row)[1])})
    if attempt(form, lambda: actions.put_up(version=row, by=member, **form.cleaned_data)):
        messages.success(request, _("The text is fixed and waits for approval of both sides."))
        return redirect(member.url("partnerships:agreement-version", pk=pk))
    own = partnership.side_of(member)
    for gap in gaps:  # to read, not to keep: what both would approve
        gap.body = left_open(row.agreement.language, gap, form["open_reason"].value() or "")
    context = {
        **frame(request, partnership), "version": row, "form": form, "gaps": gaps,
        "sections": sections, "annexes": list(row.annexes.select_related("file")),
        "own_signers": actions.signing_members(partnership, own),
        "other_signers": actions.signing_members(partnership, own.other),
    }  # fmt: skip
    return page(request, "partnerships/agreement_proposal.html", context)


@require_POST
def approval(request: Any, pk: Any) -> HttpResponse:
    """Approves the very text that was shown."""
    row = version_of(request, pk)
    member = request.member
    require(rules.can_approve(member, row))
    form = _approve_form(row, member, request.POST)
    force: list[bool] = []

    def action() -> None:
        given = {name: form.cleaned_data[name] for name in ("sha256", "job_title") if name in form.cleaned_data}
        force.append(actions.approve(version=row, by=member, **given))

    if not attempt(form, action):
        return _version_page(request, version_of(request, pk), form)  # as it is now
    if force[0]:
        messages.success(request, _("Approved by both sides: the agreement is in force."))
    else:
        messages.success(request, _("You approved it. It is in force once the other side has, too."))
    return redirect(member.url("partnerships:agreement-version", pk=pk))


@require_http_methods(SHOWS_FORM)
def take_back(request: Any, pk: Any) -> HttpResponse:
    """Back to a draft, with what must change; approvals no longer count."""
    row = version_of(request, pk)
    member = request.member
    partnership = row.agreement.partnership
    require(rules.can_take_back(member, partnership))
    form = TakeBackForm(posted(request))
    made: list[AgreementVersion] = []
    if attempt(form, lambda: made.append(actions.take_back(version=row, by=member, **form.cleaned_data))):
        messages.success(request, _("The text is now in a new draft; approvals of the old version no longer count."))
        return redirect(member.url("partnerships:agreement-version", pk=made[0].pk))
    context = {**frame(request, partnership), "version": row, "form": form, "approvals": list(row.approvals.all())}
    return page(request, "partnerships/agreement_take_back.html", context)


@require_POST
def discard(request: Any, pk: Any) -> HttpResponse:
    """Gives up a draft beside an agreement in force."""
    row = version_of(request, pk)
    require(rules.can_write(request.member, row.agreement.partnership))
    try:
        actions.discard_draft(version=row, by=request.member)
        messages.success(request, _("The draft is discarded; the agreement in force stays as it is."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(request.member.url("partnerships:agreement", pk=row.agreement.partnership_id))


# Files -----------------------------------------------------------------------------------------


@require_http_methods(SHOWS_FORM)
@once
def annex_add(request: Any, pk: Any) -> HttpResponse:
    """Attaches a file to a draft."""
    row = version_of(request, pk)
    member = request.member
    require(rules.can_write(member, row.agreement.partnership))
    form = AnnexForm(posted(request), request.FILES or None)
    if attempt(form, lambda: actions.add_annex(version=row, by=member, **form.cleaned_data)):
        messages.success(request, _("The file is attached."))
        return redirect(member.url("partnerships:agreement-version", pk=pk))
    context = {**frame(request, row.agreement.partnership), "version": row, "form": form}
    return page(request, "partnerships/annex.html", context)


def _annex(request: Any, pk: Any) -> AgreementAnnex:
    rows = AgreementAnnex.objects.visible_to(request.member).select_related("file", "version__agreement__partnership")
    return get_object_or_404(rows, pk=pk)


@require_GET
def annex(request: Any, pk: Any) -> FileResponse:
    """The attached file."""
    return serve(_annex(request, pk).file)


@require_POST
def annex_remove(request: Any, pk: Any) -> HttpResponse:
    """Takes a file out of a draft."""
    row = _annex(request, pk)
    require(can_edit(request.member))
    try:
        actions.remove_annex(annex=row, by=request.member)
        messages.success(request, _("The file is removed."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(request.member.url("partnerships:agreement-version", pk=row.version_id))


@require_GET
def pdf(request: Any, pk: Any) -> FileResponse:
    """The PDF of the agreement, or with ?of=proposal of what was put up for approval."""
    row = version_of(request, pk)
    file = row.proposal_pdf if request.GET.get("of") == "proposal" else row.pdf
    if file is None:
        raise Http404
    return send_made(file, request.member)


@require_GET
def job(request: Any, pk: Any) -> HttpResponse:
    """How far the PDF is."""
    row = get_object_or_404(Job.objects.visible_to(request.member), pk=pk)
    version = version_of(request, row.object_id)
    here = request.member.url("partnerships:agreement-version", pk=version.pk)
    up = frame(request, version.agreement.partnership)["up"]
    return show_job(request, row, [*up, {"label": version.title, "url": here}])


@require_GET
def job_file(request: Any, pk: Any) -> FileResponse:
    """What the job made, as long as one still has a door to the partnership."""
    row = get_object_or_404(Job.objects.visible_to(request.member), pk=pk)
    version_of(request, row.object_id)
    return send_result(row)
