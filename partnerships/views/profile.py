"""The profile of a supplier: kept by itself, read by the clients that it is connected with."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import Connection, Organisation
from accounts.rules import require
from accounts.views.answers import attempt, page, posted
from accounts.views.two_texts import Field, two_texts
from common.autosave import refused, revision_of, saved
from common.models import Conflict
from common.once import once
from common.richtext import typed
from documents.attachments import serve
from partnerships import rules
from partnerships.actions import profile as actions
from partnerships.completeness import parts_of
from partnerships.forms_profile import PROMPTS, CertificateForm, ContactForm, FactsForm, ReferenceForm
from partnerships.models import Certificate, Contact, Partnership, ProfileText, Reference, SupplierProfile
from partnerships.views.doors import TONES, read_again

SHOWS_FORM = ["GET", "HEAD", "POST"]
SOON = timedelta(days=60)
KINDS: dict[str, tuple[Any, Any]] = {
    "certificate": (Certificate, CertificateForm),
    "reference": (Reference, ReferenceForm),
    "contact": (Contact, ContactForm),
}


@require_GET
def profile(request: Any) -> HttpResponse:
    """One's own profile, with what it still lacks."""
    require(rules.may_have_profile(request.member))
    row = actions.profile_of(request.member)
    context = _content(row)
    parts = parts_of(row, context["texts"], context)
    filled = sum(1 for part in parts if part.is_there)
    context |= {
        "supplier": request.member.organisation,
        "missing": [
            {"label": part.label, "url": request.member.url(part.page, **part.kwargs)}
            for part in parts
            if not part.is_there
        ],
        "filled": filled,
        "total": len(parts),
        "may_edit": rules.can_keep_profile(request.member, row),
    }
    return render(request, "partnerships/profile.html", context)


def _content(row: SupplierProfile) -> dict[str, Any]:
    today = timezone.localdate()
    order = list(ProfileText.Section.values)
    texts = sorted(row.texts.all(), key=lambda text: order.index(text.section))
    certificates = list(row.certificates.select_related("file"))
    return {
        "profile": row,
        "texts": texts,
        "certificates": certificates,
        "certificate_rows": [
            {
                "certificate": one,
                "tone": _tone(one, today),
                "has_ended": bool(one.expires_on and one.expires_on < today),
            }
            for one in certificates
        ],
        "references": list(row.references.all()),
        "contacts": list(row.contacts.all()),
    }


def _tone(certificate: Certificate, today: Any) -> str:
    if not certificate.expires_on:
        return ""
    if certificate.expires_on < today:
        return "danger"
    return "wait" if certificate.expires_on <= today + SOON else "good"


@require_GET
def supplier(request: Any, pk: Any) -> HttpResponse:
    """What a connected client reads of a supplier; the supplier itself sees the same page."""
    member = request.member
    organisation = get_object_or_404(Organisation.objects.visible_to(member).filter(is_supplier=True), pk=pk)
    row = SupplierProfile.objects.visible_to(member).filter(supplier=organisation).first()
    if row is None and pk != member.organisation_id:
        pairs = Connection.objects.visible_to(member).active()
        if not pairs.filter(client=member.organisation_id, supplier=organisation).exists():
            raise Http404
    shared = Partnership.objects.visible_to(member).filter(client=member.organisation_id, supplier=organisation)
    context = _content(row) if row else {}
    context |= {
        "supplier": organisation,
        "partnerships": [{"partnership": one, "tone": TONES.get(one.state, "")} for one in shared.order_by("name")],
        "is_own": pk == member.organisation_id,
    }
    if pk != member.organisation_id and rules.can_propose(member):
        context["action_url"] = f"{member.url('partnerships:propose')}?supplier={pk}"
    return render(request, "partnerships/supplier.html", context)


def _up(request: Any) -> list[dict[str, str]]:
    return [{"label": _("Our profile"), "url": request.member.url("partnerships:profile")}]


def _own(request: Any) -> SupplierProfile:
    """One's own profile, to write in."""
    require(rules.may_have_profile(request.member))
    row = actions.profile_of(request.member)
    require(rules.can_keep_profile(request.member, row))
    return row


@require_http_methods(SHOWS_FORM)
def facts(request: Any) -> HttpResponse:
    """Services, regions, size; 409 for the second of two writers."""
    row = _own(request)
    form = FactsForm(posted(request), instance=row)
    try:
        done = attempt(form, lambda: _save_facts(row, form, request.member))
    except Conflict as conflict:
        theirs: Any = conflict.current
        read_again(form, theirs)
        return render(
            request, "partnerships/profile_facts.html", {"form": form, "theirs": theirs, "up": _up(request)}, status=409
        )
    if done:
        messages.success(request, _("Saved."))
        return redirect(request.member.url("partnerships:profile"))
    return page(request, "partnerships/profile_facts.html", {"form": form, "up": _up(request)})


def _save_facts(row: SupplierProfile, form: FactsForm, member: Any) -> None:
    values = {name: value for name, value in form.cleaned_data.items() if name != "revision"}
    actions.change_facts(profile=row, by=member, revision=form.cleaned_data["revision"], **values)


@require_http_methods(SHOWS_FORM)
def text(request: Any, pk: Any) -> HttpResponse:
    """One text of one's own profile, which saves itself; 409 and both texts for the second of two writers."""
    rows = ProfileText.objects.editable_by(request.member).select_related("profile")
    row = get_object_or_404(rows, pk=pk)
    require(rules.can_keep_profile(request.member, row.profile))
    return _save_text(request, row) if request.method == "POST" else _text_page(request, row)


def _save_text(request: Any, row: ProfileText) -> HttpResponse:
    html = typed(request.POST, "body", before=row.body)
    try:
        actions.write_text(text=row, by=request.member, revision=revision_of(request), body=html)
    except Conflict as conflict:
        theirs: Any = conflict.current
        return two_texts(
            request, theirs, [Field("body", str(row), html, theirs.body)], title=str(row), url=request.path,
            back=request.path, crumbs=_up(request),
        )  # fmt: skip
    except ValidationError as error:
        words = " ".join(error.messages)
        return refused(request, error, lambda: _text_page(request, row, html, words))
    return saved(request, row, request.member.url("partnerships:profile"))


def _text_page(request: Any, row: ProfileText, html: str = "", error: str = "") -> HttpResponse:
    prompt = PROMPTS[ProfileText.Section(row.section)]
    context = {"text": row, "html": html or row.body, "error": error, "prompt": prompt, "up": _up(request)}
    return render(request, "partnerships/profile_text.html", context, status=422 if error else 200)


# Certificates, references and contacts -----------------------------------------------------------


@require_http_methods(SHOWS_FORM)
@once
def row_add(request: Any, kind: str) -> HttpResponse:
    """Adds a certificate, reference or contact."""
    profile = _own(request)
    model, form_class = KINDS[kind]
    form = form_class(posted(request), request.FILES or None)
    if attempt(form, lambda: _add(model, profile, form, request.member)):
        messages.success(request, _("Added."))
        return redirect(request.member.url("partnerships:profile"))
    return page(request, "partnerships/profile_row.html", {"form": form, "kind": kind, "up": _up(request)})


def _add(model: Any, profile: SupplierProfile, form: Any, member: Any) -> None:
    actions.add(model=model, profile=profile, by=member, **form.values())


def _row(request: Any, kind: str, pk: Any) -> Any:
    model = KINDS[kind][0]
    row = get_object_or_404(model.objects.editable_by(request.member).select_related("profile"), pk=pk)
    require(rules.can_keep_profile(request.member, row.profile))
    return row


@require_http_methods(SHOWS_FORM)
def row_change(request: Any, kind: str, pk: Any) -> HttpResponse:
    """Changes a certificate, reference or contact."""
    row = _row(request, kind, pk)
    form = KINDS[kind][1](posted(request), request.FILES or None, instance=row)
    if attempt(form, lambda: actions.change(row=row, by=request.member, **form.values())):
        messages.success(request, _("Saved."))
        return redirect(request.member.url("partnerships:profile"))
    return page(
        request,
        "partnerships/profile_row.html",
        {
            "form": form,
            "kind": kind,
            "row": row,
            "up": _up(request),
            "remove_url": request.member.url(f"partnerships:{kind}-remove", pk=row.pk),
        },
    )


@require_POST
def row_remove(request: Any, kind: str, pk: Any) -> HttpResponse:
    """Removes a certificate, reference or contact."""
    actions.remove(row=_row(request, kind, pk), by=request.member)
    messages.success(request, _("Removed."))
    return redirect(request.member.url("partnerships:profile"))


@require_GET
def certificate_file(request: Any, pk: Any) -> FileResponse:
    """The file of a certificate, for whoever sees the profile."""
    row = get_object_or_404(Certificate.objects.visible_to(request.member).select_related("file"), pk=pk)
    if row.file is None:
        raise Http404
    return serve(row.file)
