"""Which clients and suppliers know each other."""

from typing import Any

from django.contrib import messages
from django.db.models import Case, Exists, OuterRef, Prefetch, QuerySet, Value, When
from django.db.models.functions import Coalesce, Lower
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import actions, rules
from accounts.forms import AnswerForm, InviteSupplierForm, NotesForm
from accounts.models import AuditEvent, Connection, Invitation, Side
from accounts.rules import require
from accounts.views.answers import attempt, crumbs, page, posted
from common.once import once
from common.paging import page_of

HISTORY = 20


@require_GET
def connections(request: Any) -> HttpResponse:
    """A client's suppliers, or a supplier's clients; and above them the clients that ask to connect."""
    member = request.member
    is_client = member.side == Side.CLIENT
    found = Connection.objects.visible_to(member)
    own = found.filter(client=member.organisation_id) if is_client else found.filter(supplier=member.organisation_id)
    requests = Invitation.objects.asked_of(member).select_related("organisation", "invited_by__user", "connection")
    context = {
        "page_obj": page_of(request, _in_order(own)),
        "is_client": is_client,
        # A client may be asked too: by answering yes it becomes a supplier as well.
        "requests": requests.order_by("created_at")[:50],
        "may_invite": is_client and rules.can_invite_supplier(member),
        "may_answer": rules.can_edit(member),
    }
    return page(request, "accounts/connections.html", context)


def _in_order(rows: QuerySet[Connection]) -> QuerySet[Connection]:
    """Who is connected first, then who was asked, then what ended; without what another row took the place of."""
    state = Connection.State
    active = Connection.objects.for_system("taken over").active().filter(
        client=OuterRef("client"), supplier=OuterRef("supplier")
    )  # fmt: skip
    place = Case(When(state=state.ACTIVE, then=Value(0)), When(state=state.INVITED, then=Value(1)), default=Value(2))
    newest = Invitation.objects.for_system("of a visible connection").order_by("-created_at")
    rows = rows.exclude(Exists(active), state=state.ENDED).select_related("client", "supplier")
    rows = rows.prefetch_related(Prefetch("invitations", newest.select_related("accepted_by")))
    return rows.order_by(place, Lower(Coalesce("supplier__name", "supplier_name")), "created_at")


@require_http_methods(["GET", "HEAD", "POST"])
@once
def connection_invite(request: Any) -> HttpResponse:
    """A client invites a supplier; ?supplier_name= fills in whom."""
    member = request.member
    require(rules.can_invite_supplier(member))
    given = {"language": member.organisation.language, "supplier_name": request.GET.get("supplier_name", "")}
    form = InviteSupplierForm(posted(request), initial=given)
    if attempt(form, lambda: actions.invite_supplier(by=member, **form.cleaned_data)):
        messages.success(request, _("The invitation to %(address)s is on its way.") % form.cleaned_data)
        return redirect(member.url("accounts:connections"))
    return page(request, "accounts/connection_invite.html", {"form": form, "crumbs": _crumbs(request)})


@require_GET
def connection(request: Any, pk: Any) -> HttpResponse:
    """One relation: who, since when, the client's own notes, what happened."""
    return _connection_page(request, _connection(request, pk))


def _crumbs(request: Any) -> list[dict[str, str]]:
    is_client = request.member.side == Side.CLIENT
    return crumbs(request, ("accounts:connections", _("Suppliers") if is_client else _("Clients")))


def _connection(request: Any, pk: Any) -> Connection:
    rows = Connection.objects.visible_to(request.member).select_related("client", "supplier")
    return get_object_or_404(rows, pk=pk)


def _connection_page(request: Any, row: Connection, form: NotesForm | None = None) -> HttpResponse:
    member = request.member
    is_client = row.client_id == member.organisation_id
    invitations = Invitation.objects.visible_to(member).filter(connection=row).order_by("-created_at")
    invitation = invitations.select_related("accepted_by", "invited_by__user").first()
    may_note = is_client and rules.can_edit(member)
    events = AuditEvent.objects.visible_to(member).filter(object_type="accounts.connection", object_id=row.pk)
    if not is_client:
        events = events.exclude(event="accounts.connection_noted")
    context = {
        "crumbs": _crumbs(request),
        "connection": row,
        "other": row.supplier if is_client else row.client,
        "is_client": is_client,
        "invitation": invitation,
        "link": _link(invitation, row) if may_note else "",
        "form": form or (NotesForm(instance=row) if is_client else None),
        "may_note": may_note,
        "may_end": rules.is_owner(member) and row.state == Connection.State.ACTIVE,
        "events": events.select_related("actor", "organisation").order_by("-at")[:HISTORY],
    }
    return page(request, "accounts/connection.html", context)


def _link(invitation: Invitation | None, row: Connection) -> str:
    # With a KvK number the mail may have gone to the owners of an organisation that is here already.
    # The client is not told which of the two it was, so there is no link to try.
    if not invitation or invitation.state != "open" or row.registration_number:
        return ""
    return actions.link_of(invitation)


@require_POST
def connection_notes(request: Any, pk: Any) -> HttpResponse:
    """Keeps the client's notes."""
    row = _connection(request, pk)
    require(rules.can_edit(request.member) and row.client_id == request.member.organisation_id)
    form = NotesForm(request.POST, instance=row)
    if attempt(form, lambda: actions.note_connection(connection=row, by=request.member, **form.cleaned_data)):
        messages.success(request, _("Your notes are saved."))
        return redirect(request.member.url("accounts:connection", pk=row.pk))
    return _connection_page(request, row, form)


@require_http_methods(["GET", "HEAD", "POST"])
def connection_end(request: Any, pk: Any) -> HttpResponse:
    """Asks once, names what will happen, and ends the relation; owners of either side."""
    row = _connection(request, pk)
    require(rules.is_owner(request.member))
    other = row.supplier if row.client_id == request.member.organisation_id else row.client
    if request.method == "POST":
        actions.end_connection(connection=row, by=request.member)
        messages.success(request, _("The relation with %(name)s has ended.") % {"name": other or row})
    if request.method == "POST" or row.state != Connection.State.ACTIVE:
        return redirect(request.member.url("accounts:connection", pk=row.pk))
    return page(
        request, "accounts/connection_end.html", {"connection": row, "other": other, "crumbs": _crumbs(request)}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def connect_answer(request: Any, pk: Any) -> HttpResponse:
    """A supplier that is already here says yes or no to a client; its editors and owners."""
    member = request.member
    rows = Invitation.objects.put_to(member).select_related("organisation", "connection", "invited_by__user")
    invitation = get_object_or_404(rows, pk=pk)
    require(rules.can_edit(member))
    if invitation.state != "open":
        return redirect(member.url("accounts:connections"))
    form = AnswerForm(posted(request))
    if attempt(form, lambda: _answer(invitation, form, member)):
        messages.success(request, _answered(invitation, form))
        return redirect(member.url("accounts:connections"))
    context = {"invitation": invitation, "form": form, "crumbs": _crumbs(request)}
    return page(request, "accounts/connect_answer.html", context)


def _answer(invitation: Invitation, form: AnswerForm, member: Any) -> None:
    if form.cleaned_data["answer"] == "accept":
        actions.accept_as_supplier(invitation=invitation, by=member)
    else:
        actions.decline_connection(invitation=invitation, by=member)


def _answered(invitation: Invitation, form: AnswerForm) -> str:
    name = {"name": invitation.organisation.name}
    if form.cleaned_data["answer"] == "accept":
        return _("You are now connected with %(name)s.") % name
    return _("You declined. %(name)s sees that.") % name
