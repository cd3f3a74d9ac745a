"""What the views of this room share: the doors, and the way to a page."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.shortcuts import get_object_or_404

from vision.models import ItemText, Part, VisionVersion

OF_CLIENT = "vision__client"


def version_of(request: Any, pk: UUID) -> VisionVersion:
    """A version that the member may read."""
    rows = VisionVersion.objects.visible_to(request.member).select_related(OF_CLIENT, "pdf")
    return get_object_or_404(rows, pk=pk)


def own_version(request: Any, pk: UUID) -> VisionVersion:
    """A version of one's own organisation; 404 for who only reads it as a partner."""
    rows = VisionVersion.objects.editable_by(request.member).select_related(OF_CLIENT, "pdf")
    return get_object_or_404(rows, pk=pk)


def own_part(request: Any, pk: UUID) -> Part:
    return get_object_or_404(Part.objects.editable_by(request.member).select_related(f"version__{OF_CLIENT}"), pk=pk)


def own_text(request: Any, pk: UUID) -> ItemText:
    rows = ItemText.objects.editable_by(request.member).select_related("item", f"version__{OF_CLIENT}")
    return get_object_or_404(rows, pk=pk)


def crumbs(request: Any, version: VisionVersion | None = None) -> list[dict[str, str]]:
    """The way to a page of a version."""
    from django.utils.translation import gettext as _

    found = [{"url": request.member.url("vision:home"), "label": _("Vision")}]
    if version:
        label = _("Version %(number)d") % {"number": version.number}
        found.append({"url": request.member.url("vision:version", pk=version.pk), "label": label})
    return found


def refuse(form: BaseForm, error: ValidationError) -> None:
    """Puts what an action refused beside its field, or above the form."""
    form.add_error(None, error)
