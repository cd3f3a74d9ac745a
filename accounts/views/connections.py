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
from accounts.forms import InviteSupplierForm, NotesForm
from accounts.limits import sparingly
from accounts.models import AuditEvent, Connection, Invitation, Side
from accounts.rules import require
from accounts.views.answers import attempt, crumbs, page, posted
from common.once import once
from common.paging import page_of

HISTORY = 20


@require_GET
def connections(request: Any) -> HttpResponse:
    """A client's suppliers, or a supplier's clients."""
    member = request.member
    is_client = member.side == Side.CLIENT
    found = Connection.objects.visible_to(member)
    own = found.filter(client=member.organisation_id) if is_client else found.filter(supplier=member.organisation_id)
    context = {
        "page_obj": page_of(request, _in_order(own)),
        "is_client": is_client,
        "may_invite": is_client and rules.can_invite_supplier(member),
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
    rows = rows.prefetch_related(
        Prefetch("invitations", newest.select_related("accepted_by", "organisation", "connection", "invited_by__user"))
    )
    return rows.order_by(place, Lower(Coalesce("supplier__name", "supplier_name")), "created_at")


@require_http_methods(["GET", "HEAD", "POST"])
@sparingly("invite", amount=60)
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
    invitation = invitations.select_related(
        "accepted_by", "claimed_by", "organisation", "connection", "invited_by__user"
    ).first()
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
        "may_confirm": may_note and invitation is not None and invitation.state == "open" and invitation.claimed_by,
        "form": form or (NotesForm(instance=row) if is_client else None),
        "may_note": may_note,
        "may_end": rules.is_owner(member) and row.state == Connection.State.ACTIVE,
        "events": events.select_related("actor", "organisation").order_by("-at")[:HISTORY],
    }
    return page(request, "accounts/connection.html", context)


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
