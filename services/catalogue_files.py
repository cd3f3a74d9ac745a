"""The catalogue as a file, for a view that makes a small one at once and for a worker that makes a large one."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Membership, Organisation
from documents.renderings import Made, file_name
from documents.tables import Column, csv_file, xlsx
from services.catalogue import filter_of, with_choice
from services.imports.compare import places_of
from services.models import Relationship, Service


def services_of(member: Membership, parameters: dict[str, Any]) -> QuerySet[Service]:
    """What the filter shows, by group."""
    services = filter_of(member, parameters).apply(Service.objects.visible_to(member))
    return with_choice(services).prefetch_related("locations").order_by("group", "name", "pk")


def name_of(organisation: Organisation, language: str) -> str:
    return file_name(_("Services"), organisation.slug, timezone.localdate().isoformat(), language)


def table_of(form: str, services: Iterable[Service], member: Membership, language: str) -> Made:
    """The services as "xlsx" or "csv", one row each, in the active language; the texts of a CSV file as a spreadsheet
    program in that language expects them."""
    name, dutch = name_of(member.organisation, language), language == "nl"
    rows = [cells_of(service) for service in services]
    if form == "xlsx":
        return xlsx(name, columns(), rows, sheet=_("Services"))
    titles = [column.title for column in columns()]
    return csv_file(name, titles, [_texts(row, dutch=dutch) for row in rows], delimiter=";" if dutch else ",")


def relation_of(service: Any) -> str:
    """The relation chosen, in words."""
    return str(Relationship(service.chosen).label) if service.chosen else ""


def columns() -> list[Column]:
    """The columns of the spreadsheet. What is imported carries these headings too (services.imports.fields)."""
    return [
        Column(_("Name"), 32), Column(_("Group"), 24), Column(_("Description"), 50), Column(_("Delivery"), 14),
        Column(_("Current supplier"), 24), Column(_("Spend per year"), 16, "money"),
        Column(_("End of contract"), 16, "date"), Column(_("End users"), 12, "number"), Column(_("Locations"), 30),
        Column(_("Relation chosen"), 22), Column("EN 15221-4", 12), Column("NEN 2748", 12),
        Column(_("Key in Samenspel"), 38),
    ]  # fmt: skip


def _texts(cells: list[Any], *, dutch: bool) -> list[Any]:
    return [_in_dutch(cell) if dutch else cell for cell in cells]


def _in_dutch(cell: Any) -> Any:
    if isinstance(cell, Decimal):
        return str(cell).replace(".", ",")
    return cell.strftime("%d-%m-%Y") if isinstance(cell, date) else cell


def cells_of(service: Any) -> list[Any]:
    return [
        service.name, service.group, service.description, str(service.get_delivery_display()), service.supplier_name,
        service.annual_spend, service.contract_end, service.end_users,
        places_of(service), relation_of(service), service.code_en15221, service.code_nen2748, str(service.pk),
    ]  # fmt: skip
