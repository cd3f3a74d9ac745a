"""The partnerships of a client; the relations and partnerships of a supplier."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from accounts.models import Connection, Side
from accounts.rules import can_invite_supplier, is_owner
from common.forms import Form
from common.paging import page_of
from partnerships import rules
from partnerships.asks import nobody_signs, turn, unsigned, waits_for, with_turn
from partnerships.models import Partnership
from partnerships.views.doors import TONES

OVER = (Partnership.State.ENDED, Partnership.State.DECLINED, Partnership.State.WITHDRAWN)


class FilterForm(Form):
    """What the list shows; lives in the address."""

    text = forms.CharField(
        label=_("Search"), required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"})
    )
    show = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[("", _("open")), ("over", _("ended")), ("all", _("all"))],
    )

    def narrow(self, rows: QuerySet[Partnership]) -> QuerySet[Partnership]:
        """The rows that fit; everything that is open when the address makes no sense."""
        values = self.cleaned_data if self.is_valid() else {}
        if text := values.get("text", "").strip():
            rows = rows.filter(
                Q(name__icontains=text) | Q(client__name__icontains=text) | Q(supplier__name__icontains=text)
            )
        show = values.get("show", "")
        if show == "all":
            return rows
        return rows.filter(state__in=OVER) if show == "over" else rows.exclude(state__in=OVER)


@require_GET
def listing(request: Any) -> HttpResponse:
    """Rows with their state and whose turn it is; the list alone for htmx."""
    member = request.member
    is_client = member.side == Side.CLIENT
    own = "client" if is_client else "supplier"
    form = FilterForm(request.GET)
    mine = Partnership.objects.visible_to(member).filter(**{own: member.organisation_id})
    rows = with_turn(form.narrow(mine)).order_by(_order(is_client), "name", "pk")
    page = page_of(request, rows)
    is_filtered = bool(request.GET.get("text") or request.GET.get("show"))
    context = {
        "page_obj": page,
        "rows": [_row(row, is_client) for row in page],
        "form": form,
        "is_filtered": is_filtered,
        "has_any": bool(page.object_list) or is_filtered or mine.exists(),
        "is_client": is_client,
        "relations": _relations(member, own),
        "sees_all": is_owner(member),
        "may_propose": is_client and rules.can_propose(member),
        "may_invite": is_client and can_invite_supplier(member),
    }
    template = "partnerships/list.html#rows" if request.htmx else "partnerships/list.html"
    return render(request, template, context)


def _order(is_client: bool) -> str:
    return "supplier__name" if is_client else "client__name"


def _row(row: Any, is_client: bool) -> dict[str, Any]:
    sides = turn(row)
    own = Side.CLIENT if is_client else Side.SUPPLIER
    return {
        "partnership": row,
        "other": row.supplier if is_client else row.client,
        "other_side": own.other.value,
        "tone": TONES.get(row.state, ""),
        "waits": waits_for(row),
        "unsigned": nobody_signs(unsigned(row, row, sides) if row.is_alive and row.agreement_waits else []),
        "is_asked": own in sides,
    }


def _relations(member: Any, own: str) -> QuerySet[Connection]:
    """Those that one is connected with, whatever came of it; the first hundred."""
    rows = Connection.objects.visible_to(member).active().filter(**{own: member.organisation_id})
    other = "supplier" if own == "client" else "client"
    return rows.select_related(other).order_by(f"{other}__name")[:100]
