"""Comments, judging a version, publishing it, and comparing two."""

from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.limits import a_day
from accounts.models import Connection
from accounts.rules import can_contribute, require
from accounts.views.answers import attempt
from common.once import once
from vision import actions, rules
from vision.compare import compare as compared
from vision.compare import grouped
from vision.forms import AnswerForm, CommentForm, ReviewForm, VerdictForm
from vision.gaps import content_gaps, gaps_of, review_gaps
from vision.models import Comment, Part, Reviewer, VisionItem, VisionVersion
from vision.reading import chapters_of, fields_of
from vision.talk import Refused, form_about, threads_of
from vision.views.doors import crumbs, own_version, version_of
from vision.views.editing import edit_page


@require_POST
@once
def comment(request: Any, pk: Any) -> HttpResponse:
    """Adds a comment to a part or an item, or answers one; `about` is the key of either."""
    version, member = own_version(request, pk), request.member
    require(can_contribute(member))
    about = _about(request, version)
    answers = isinstance(about, Comment)
    form = AnswerForm(request.POST) if answers else CommentForm(request.POST)
    if attempt(form, lambda: _say(version, member, about, **form.cleaned_data)):
        return _back(request, version, f"{'comment' if answers else 'comments'}-{about.pk}")
    if rules.can_write(member, version) and not _on_review(request):
        return edit_page(request, version, comment_form=(str(about.pk), form))
    return _review_page(request, version, comment_form=(str(about.pk), form))


def _about(request: Any, version: VisionVersion) -> Part | VisionItem | Comment:
    key, member = request.POST.get("about", ""), request.member
    doors: tuple[Any, ...] = (
        Part.objects.visible_to(member).filter(version=version),
        VisionItem.objects.visible_to(member).filter(vision=version.vision_id),
        Comment.objects.visible_to(member).filter(version=version, answers=None),
    )
    try:
        found = next((row for rows in doors if (row := rows.filter(pk=key).first())), None)
    except ValidationError as error:
        raise Http404 from error
    if not found:
        raise Http404
    return found


def _say(version: VisionVersion, by: Any, about: Part | VisionItem | Comment, **words: Any) -> None:
    if isinstance(about, Comment):
        actions.answer(comment=about, by=by, **words)
    elif isinstance(about, Part):
        actions.comment(version=version, by=by, part=about, **words)
    else:
        actions.comment(version=version, by=by, item=about, **words)


def _back(request: Any, version: VisionVersion, anchor: str) -> HttpResponse:
    writes = rules.can_write(request.member, version) and not _on_review(request)
    name = "vision:edit" if writes else "vision:review"
    return redirect(f"{request.member.url(name, pk=version.pk)}#{anchor}")


def _on_review(request: Any) -> bool:
    """Whether the comment stands on the page of the review: both pages show comments, and one stays where one is."""
    return urlsplit(request.headers.get("Referer", "")).path.endswith("/review/")


@require_POST
def resolved(request: Any, pk: Any) -> HttpResponse:
    """Marks a comment with its answers as dealt with, or takes that back."""
    rows = Comment.objects.editable_by(request.member).filter(answers=None)
    rows = rows.select_related("version__vision__client")
    row = get_object_or_404(rows, pk=pk)
    do = actions.reopen if "again" in request.POST else actions.resolve
    do(comment=row, by=request.member)
    return _back(request, row.version, f"comments-{row.part_id or row.item_id}")


# Judging -------------------------------------------------------------------------------------------


@require_GET
def review(request: Any, pk: Any) -> HttpResponse:
    """The text to judge with its comments, who was asked and what they said; for all of the client."""
    return _review_page(request, own_version(request, pk))


def _review_page(
    request: Any,
    version: VisionVersion,
    *,
    ask_form: ReviewForm | None = None,
    verdict_form: VerdictForm | None = None,
    comment_form: Refused = None,
) -> HttpResponse:
    member = request.member
    rows = Reviewer.objects.visible_to(member).filter(version=version)
    reviewers = list(rows.select_related("membership__user").order_by("created_at"))
    mine = next((row for row in reviewers if row.membership_id == member.pk and not row.withdrawn_at), None)
    if mine:
        mine.version = version
    may_ask = rules.can_change(member, version) and not version.is_published
    may_answer = mine is not None and rules.can_answer_review(member, mine)
    by_place = threads_of(version, member, comment_form, with_resolved=True)
    gaps = content_gaps(version) if may_ask else []
    context = {
        "version": version,
        "crumbs": crumbs(request, version),
        "rows": [_row(chapter, by_place, comment_form) for chapter in chapters_of(version)],
        "reviewers": [row for row in reviewers if not row.withdrawn_at],
        "earlier": [row for row in reviewers if row.withdrawn_at and row.verdict],
        "mine": mine,
        "may_answer": may_answer,
        "verdict_form": (verdict_form or VerdictForm(instance=mine)) if may_answer else None,
        "may_ask": may_ask,
        "ask_form": (ask_form or ReviewForm(by=member, version=version)) if may_ask else None,
        "can_comment": rules.can_comment(member, version),
        "gaps": gaps,
        "can_publish": may_ask and not gaps and not review_gaps(version),
    }
    refused = any(form and form.errors for form in (ask_form, verdict_form, comment_form and comment_form[1]))
    return render(request, "vision/review.html", context, status=422 if refused else 200)


def _row(chapter: Any, comments: dict, form: Refused) -> dict[str, Any]:
    return {
        "chapter": chapter,
        "comments": comments.get(chapter.part.pk, []),
        "comment_form": form_about(chapter.part.pk, form),
        "items": [
            {
                "text": text,
                "words": [
                    (_("Never:") if name == "never" else "", value)
                    for name, _label, value in fields_of(text)
                    if value and name not in ("name", "year")
                ],
                "comments": comments.get(text.item_id, []),
                "comment_form": form_about(text.item_id, form),
            }
            for text in chapter.items
        ],
    }


@require_POST
@a_day("review", amount=40)
def ask_review(request: Any, pk: Any) -> HttpResponse:
    """Asks colleagues to judge the version."""
    version, member = own_version(request, pk), request.member
    require(rules.can_change(member, version))
    form = ReviewForm(request.POST, by=member, version=version)
    if form.is_valid():
        people = list(form.cleaned_data["members"])
        try:
            actions.ask_review(version=version, members=people, due=form.cleaned_data["due"], by=member)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The review has been requested; the reviewers get a mail."))
            return redirect(member.url("vision:review", pk=version.pk))
    return _review_page(request, version, ask_form=form)


@require_POST
def review_withdrawn(request: Any, pk: Any) -> HttpResponse:
    """No longer asks one reviewer."""
    rows = Reviewer.objects.editable_by(request.member).select_related("version__vision__client", "membership__user")
    row = get_object_or_404(rows, pk=pk)
    return _do(request, row.version, lambda: actions.withdraw_reviewer(reviewer=row, by=request.member))


@require_POST
def taken_back(request: Any, pk: Any) -> HttpResponse:
    """Back to draft, to change the text."""
    version = own_version(request, pk)
    response = _do(request, version, lambda: actions.take_back(version=version, by=request.member))
    return redirect(request.member.url("vision:edit", pk=version.pk)) if version.is_draft else response


def _do(request: Any, version: VisionVersion, action: Any) -> HttpResponse:
    try:
        action()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(request.member.url("vision:review", pk=version.pk))


@require_POST
def verdict(request: Any, pk: Any) -> HttpResponse:
    """What a reviewer says."""
    version, member = own_version(request, pk), request.member
    rows = Reviewer.objects.visible_to(member).filter(version=version, membership=member.pk)
    row = rows.select_related("version__vision__client").order_by("-created_at").first()
    require(row is not None)
    assert row
    if not rules.can_answer_review(member, row):
        messages.error(request, _("The review has ended; your answer is no longer needed. It was not saved."))
        return redirect(member.url("vision:review", pk=version.pk))
    form = VerdictForm(request.POST, instance=row)
    if form.is_valid():
        words = form.cleaned_data
        try:
            actions.answer_review(reviewer=row, verdict=words["verdict"], note=words["note"], by=member)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Thank you. Your review has been saved."))
            return redirect(member.url("vision:review", pk=version.pk))
    return _review_page(request, version, verdict_form=form)


# Publishing ----------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: Any, pk: Any) -> HttpResponse:
    """Names what is missing, or asks once and publishes."""
    version, member = own_version(request, pk), request.member
    require(rules.can_change(member, version))
    if version.is_published:
        if request.method == "POST":
            messages.info(request, _("Version %(number)d was published before.") % {"number": version.number})
        return redirect(member.url("vision:version", pk=version.pk))
    if request.method == "POST":
        try:
            actions.publish(version=version, by=member)
        except ValidationError:
            pass  # the page below names each gap with a link
        else:
            messages.success(request, _("Version %(number)d has been published.") % {"number": version.number})
            return redirect(member.url("vision:version", pk=version.pk))
    context = {
        "version": version,
        "crumbs": crumbs(request, version),
        "gaps": [(gap, f"{member.url(gap.page, pk=version.pk)}#{gap.anchor}") for gap in gaps_of(version)],
        "open_comments": version.comments.filter(resolved_at=None).count(),
        "reviewers": version.reviewers.filter(withdrawn_at=None).count(),
        "readers": list(_readers(version)),
        "refused": request.method == "POST",
    }
    return render(request, "vision/publish.html", context, status=422 if request.method == "POST" else 200)


def _readers(version: VisionVersion) -> Any:
    """The suppliers that can read it once it is published, as its door says."""
    rows = Connection.objects.for_system("who can read it").active().filter(client=version.vision.client_id)
    return rows.values_list("supplier__name", flat=True).order_by("supplier__name")


@require_GET
def compare(request: Any, pk: Any) -> HttpResponse:
    """This version beside another one, with what was added and removed marked."""
    new = version_of(request, pk)
    rows = VisionVersion.objects.visible_to(request.member).filter(vision=new.vision_id).exclude(pk=new.pk)
    others = list(rows.select_related("vision__client").order_by("-number"))
    old = _chosen(request, others, new)
    if old is None:
        raise Http404
    old, new = sorted((old, new), key=lambda version: version.number)
    sections = compared(old, new)
    context = {
        "old": old,
        "new": new,
        "this": pk,
        "others": others,
        "chosen": old.pk if new.pk == pk else new.pk,
        "crumbs": crumbs(request, new),
        "groups": grouped(sections),
        "changed": [section for section in sections if section.state != "same"],
        "ours": rules.is_ours(request.member, new),
    }
    return render(request, "vision/compare.html", context)


def _chosen(request: Any, others: list[VisionVersion], new: VisionVersion) -> VisionVersion | None:
    wanted = request.GET.get("with")
    if wanted:
        return next((one for one in others if str(one.pk) == wanted), None)
    earlier = [one for one in others if one.number < new.number]
    return earlier[0] if earlier else next(iter(others), None)
