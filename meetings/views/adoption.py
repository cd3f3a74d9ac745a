"""Minutes that both sides read, amend and adopt; their PDF and their correction."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import Side
from accounts.rules import require
from common.autosave import revision_of
from common.compare import paragraphs, rows_of
from common.models import Conflict
from common.once import once
from common.richtext import safe, typed
from documents.jobs import start as start_job
from documents.models import Job
from documents.views import send_made, send_result, show_job
from meetings import actions, rules
from meetings.actions.adoption import MINUTES_PDF, was_there
from meetings.forms import AmendForm, ReasonForm
from meetings.models import Amendment, Minutes, MinutesText, Receipt
from meetings.pdf import document, kept_pdf
from meetings.views.answers import attempt, do, meeting_of, page, posted, typed_again
from meetings.views.presence import save_ticks

PAGE = ["GET", "HEAD", "POST"]
OF_MINUTES = ("minutes__meeting__partnership__client", "minutes__meeting__partnership__supplier")


def open_minutes(request: Any, pk: Any) -> Minutes:
    """The version of a meeting that is being written or under review; 404 when there is none."""
    meeting = meeting_of(request, pk)
    found = meeting.versions.exclude(state=Minutes.State.ADOPTED).select_related("sent_by__user").first()
    if found is None:
        raise Http404
    found.meeting = meeting
    return found


@require_http_methods(PAGE)
def send(request: Any, pk: Any) -> HttpResponse:
    """Sends minutes for adoption; POST only, from the writing page."""
    if request.method != "POST":
        return redirect(request.member.url("meetings:minutes", pk=meeting_of(request, pk).pk))
    minutes = open_minutes(request, pk)
    ticked = {name: bool(request.POST.get(name)) for name in ("adopt", "early")}

    def ready() -> None:
        # Kept also when sending is refused.
        save_ticks(request, minutes.meeting)
        actions.send_for_review(minutes=minutes, by=request.member, **ticked)
        messages.success(request, _("The minutes have been sent for adoption."))
        if minutes.approvals.filter(voided_at=None, by=request.member).exists():
            messages.success(request, _adopted_for(request.member))

    # Back at the writing page, which leads on once they were sent.
    return do(request, request.member.url("meetings:minutes", pk=pk), ready)


def _adopted_for(member: Any) -> str:
    return _("%(name)s has adopted the minutes.") % {"name": member.organisation}


@require_GET
def adoption(request: Any, pk: Any) -> HttpResponse:
    """The minutes as they would be fixed, what is asked, proposals for change, and who adopted."""
    member, meeting = request.member, meeting_of(request, pk)
    version = request.GET.get("version", "")
    versions = list(meeting.versions.select_related("sent_by__user").order_by("-version"))
    minutes = next((one for one in versions if str(one.version) == version), versions[0] if versions else None)
    if minutes is None or minutes.state == Minutes.State.DRAFT:
        return redirect(member.url("meetings:minutes" if minutes else "meetings:detail", pk=meeting.pk))
    minutes.meeting = meeting
    context = {
        "meeting": meeting,
        "minutes": minutes,
        "versions": versions,
        "partner": meeting.partnership.other(member),
        "partner_side": meeting.partnership.side_of(member).other,
        "receipts": _receipts(minutes, member),
        "under_review": minutes.state == Minutes.State.REVIEW,
        "file": kept_pdf(minutes) if minutes.is_adopted else None,
        **_document(minutes, member),
        **_amendments(minutes, member),
        **_may(member, minutes),
        "can_correct": minutes == versions[0] and minutes.is_adopted and rules.can_correct(member, meeting),
        "newer": next(
            (one for one in versions if one.version > minutes.version and one.state != Minutes.State.DRAFT), None
        ),
        "being_corrected": versions[0].version > minutes.version and versions[0].state == Minutes.State.DRAFT,
    }
    return render(request, "meetings/adoption.html", context)


def _document(minutes: Minutes, member: Any) -> dict[str, Any]:
    """What the minutes say, and each side with its answer."""
    shown, pair = document(minutes), minutes.meeting.partnership
    texts = {str(one.item_id): one.pk for one in minutes.texts.all()}
    for item in shown["items"]:
        item["text_pk"] = texts[item["id"]]
    answers, side = {one.side: one for one in shown["approvals"]}, pair.side_of(member)
    sides = [(one, pair.organisation_on(one), answers.get(one)) for one in Side]
    return {**shown, "sides": sides, "mine": answers.get(side), "theirs": answers.get(side.other)}


def _amendments(minutes: Minutes, member: Any) -> dict[str, Any]:
    rows = minutes.amendments.select_related("by__user", "answered_by__user", "item").order_by("created_at")
    found: list[Any] = list(rows)
    for one in found:
        one.shown, one.minutes = safe(one.html), minutes
        one.may_answer, one.may_withdraw = rules.can_answer(member, one), rules.can_withdraw(member, one)
    waiting = [one for one in found if one.state == Amendment.State.OPEN]
    return {
        "amendments": found,
        "open_amendments": waiting,
        "to_answer": [one for one in waiting if one.may_answer],
    }


def _may(member: Any, minutes: Minutes) -> dict[str, bool]:
    sender = minutes.sent_by
    return {
        "can_adopt": rules.can_adopt(member, minutes, was_there(member, minutes.meeting)),
        "can_amend": rules.can_amend(member, minutes),
        "can_take_back": rules.can_write(member, minutes.meeting)
        and bool(sender and sender.organisation_id == member.organisation_id),
    }


def _receipts(minutes: Minutes, member: Any) -> list[Receipt]:
    """Who saw these minutes, the reader included, whose first look is noted here."""
    rows = minutes.receipts.select_related("by__user").order_by("created_at")
    found = list(rows)
    if all(one.by_id != member.pk for one in found):
        actions.mark_seen(minutes=minutes, by=member)
        found = list(rows.all())
    return found


@require_POST
def approve(request: Any, pk: Any) -> HttpResponse:
    """Adopts the minutes for one's own side."""
    minutes = open_or_adopted(request, pk)
    digest = request.POST.get("sha256", "")
    return do(
        request,
        request.member.url("meetings:adoption", pk=pk),
        lambda: actions.approve(minutes=minutes, sha256=digest, by=request.member),
        _adopted_for(request.member),
    )


def open_or_adopted(request: Any, pk: Any) -> Minutes:
    """The newest version, so that a second click finds what the first one did."""
    meeting = meeting_of(request, pk)
    found = meeting.versions.select_related("sent_by__user").order_by("-version").first()
    if found is None:
        raise Http404
    found.meeting = meeting
    return found


@require_POST
def take_back(request: Any, pk: Any) -> HttpResponse:
    """Opens the minutes for writing again."""
    minutes = open_or_adopted(request, pk)
    try:
        actions.take_back(minutes=minutes, by=request.member, because=request.POST.get("because", ""))
    except ValidationError as error:
        if hasattr(error, "error_dict"):
            return typed_again(request, minutes.meeting, error, "because")
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("You can continue writing. The minutes must then be adopted again."))
    return redirect(request.member.url("meetings:minutes", pk=pk))


@require_http_methods(PAGE)
@once
def amend(request: Any, pk: Any) -> HttpResponse:
    """Proposes a change under one item."""
    rows = MinutesText.objects.visible_to(request.member).select_related("item", *OF_MINUTES)
    row = get_object_or_404(rows, pk=pk)
    member, meeting = request.member, row.minutes.meeting
    require(rules.can_amend(member, row.minutes))
    if request.method != "POST" and row.minutes.state != Minutes.State.REVIEW:
        messages.info(request, _("These minutes are no longer under review."))
        return redirect(member.url("meetings:adoption", pk=meeting.pk))
    form = AmendForm(posted(request))
    html = typed(request.POST, "text", before=row.text) if request.method == "POST" else row.text
    if attempt(
        form,
        lambda: actions.amend(
            minutes=row.minutes, text=row, proposal=form.cleaned_data["proposal"], html=html, by=member
        ),
    ):
        messages.success(request, _("Your proposal is shown beside the minutes."))
        return redirect(member.url("meetings:adoption", pk=meeting.pk) + f"#item-{row.item_id}")
    context = {"form": form, "meeting": meeting, "item": row.item, "html": html, "shown": safe(row.text)}
    return page(request, "meetings/amend.html", context)


@require_http_methods(PAGE)
def amendment(request: Any, pk: Any) -> HttpResponse:
    """Takes a proposal of the other side over into the text, or dismisses it with a reason; withdraws one's own."""
    member = request.member
    rows = Amendment.objects.visible_to(member).select_related("by__user", "item", *OF_MINUTES)
    row = get_object_or_404(rows, pk=pk)
    meeting = row.minutes.meeting
    require(rules.can_amend(member, row.minutes))
    current = row.minutes.texts.get(item=row.item_id)
    context = {
        "meeting": meeting,
        "amendment": row,
        "revision": current.revision,
        "html": row.html or current.text,
        "shown": safe(current.text),
        "rows": rows_of(paragraphs(current.text), paragraphs(row.html)) if row.html else [],
        "moved_on": bool(row.html) and current.changed_at > row.created_at,
        "may_answer": rules.can_answer(member, row),
        "may_withdraw": rules.can_withdraw(member, row),
        "partner": meeting.partnership.other(member),
    }
    if request.method != "POST":
        return render(request, "meetings/amendment.html", context)
    html = typed(request.POST, "text", before=row.html or current.text)
    context |= {"html": html, "answer": request.POST.get("answer", "")}
    try:
        _answer(request, row, html)
    except ValidationError as error:
        context["errors"] = error.message_dict if hasattr(error, "error_dict") else {"all": error.messages}
        return render(request, "meetings/amendment.html", context, status=422)
    except Conflict:
        sentence = _("The text has changed in the meantime. Above is how it is now; yours is in the editor.")
        context["errors"] = {"text": [sentence]}
        return render(request, "meetings/amendment.html", context, status=409)
    withdrawn = request.POST.get("then") == "withdraw"
    messages.success(request, _("The proposal is withdrawn.") if withdrawn else _("The proposal is answered."))
    return redirect(member.url("meetings:adoption", pk=meeting.pk) + f"#item-{row.item_id}")


def _answer(request: Any, row: Amendment, html: str) -> None:
    answer = request.POST.get("answer", "")
    if request.POST.get("then") == "withdraw":
        actions.withdraw_amendment(amendment=row, by=request.member)
        return
    if request.POST.get("then") != "take":
        actions.dismiss_amendment(amendment=row, answer=answer, by=request.member)
        return
    actions.take_amendment(
        amendment=row,
        html=html,
        revision=revision_of(request),
        answer=answer,
        by=request.member,
    )


@require_http_methods(PAGE)
def correction(request: Any, pk: Any) -> HttpResponse:
    """Begins a new version of adopted minutes."""
    member, meeting = request.member, meeting_of(request, pk)
    require(rules.can_correct(member, meeting), rules.why_over(meeting.partnership))
    form = ReasonForm(posted(request))
    if attempt(
        form,
        lambda: actions.begin_correction(meeting=meeting, because=form.cleaned_data["because"], by=member),
    ):
        return redirect(member.url("meetings:minutes", pk=meeting.pk))
    return page(request, "meetings/correction.html", {"form": form, "meeting": meeting})


@require_http_methods(PAGE)
def pdf(request: Any, pk: Any) -> HttpResponseBase:
    """The PDF of adopted minutes. Where it is not there yet, POST has it made and shows how far it is."""
    rows = Minutes.objects.visible_to(request.member).filter(state=Minutes.State.ADOPTED)
    minutes = get_object_or_404(rows.select_related("meeting__partnership"), pk=pk)
    file = kept_pdf(minutes)
    if file:
        return send_made(file, request.member)
    if request.method == "POST":
        job = start_job(MINUTES_PDF, by=request.member, about=minutes, language=minutes.meeting.language)
        return redirect(request.member.url("meetings:job", pk=job.pk))
    return redirect(request.member.url("meetings:adoption", pk=minutes.meeting_id))


def job_of(request: Any, pk: Any) -> Job:
    """One's own job, about minutes that one still sees."""
    job = get_object_or_404(Job.objects.visible_to(request.member).select_related("result"), pk=pk, kind=MINUTES_PDF)
    get_object_or_404(Minutes.objects.visible_to(request.member), pk=job.object_id)
    return job


@require_GET
def job(request: Any, pk: Any) -> HttpResponse:
    """How far the PDF is."""
    job = job_of(request, pk)
    minutes = get_object_or_404(Minutes.objects.visible_to(request.member).select_related("meeting"), pk=job.object_id)
    crumbs = [
        {"label": _("Meetings"), "url": request.member.url("meetings:list")},
        {"label": minutes.meeting.title, "url": request.member.url("meetings:detail", pk=minutes.meeting_id)},
    ]
    return show_job(request, job, crumbs)


@require_GET
def job_file(request: Any, pk: Any) -> HttpResponseBase:
    """The PDF that was made."""
    return send_result(job_of(request, pk))
