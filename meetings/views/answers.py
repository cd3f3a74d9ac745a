"""What the views of this room share: doors with what a page needs, and answers to forms."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.views.answers import posted
from common.models import Conflict
from meetings.models import Meeting

PAIR = ("partnership__client", "partnership__supplier")

__all__ = ["PAIR", "attempt", "do", "meeting_of", "page", "posted", "typed_again"]


def meeting_of(request: Any, pk: Any) -> Meeting:
    """The meeting, through its door, with both organisations; 404 outside."""
    rows = Meeting.objects.visible_to(request.member).select_related(*PAIR, "organiser__user", "series")
    return get_object_or_404(rows, pk=pk)


def attempt(form: BaseForm, action: Callable[[], Any]) -> bool:
    """Whether the form was in order and the action agreed. What it refused stands beside its field; after
    somebody else's change the form keeps what was typed, shows what is there now, and can be sent again."""
    if not form.is_valid():
        return False
    try:
        action()
    except ValidationError as error:
        _add(form, error)
    except Conflict as conflict:
        _show_conflict(form, conflict)
    else:
        return True
    return False


def _add(form: BaseForm, error: ValidationError) -> None:
    fields = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    for name, texts in fields.items():
        # The list of participants is a field for each side.
        name = "client_people" if name == "members" and "client_people" in form.fields else name
        for text in texts:
            form.add_error(name if name in form.fields else None, text)


def _show_conflict(form: BaseForm, conflict: Conflict) -> None:
    row: Any = conflict.current
    form.conflict = row  # type: ignore[attr-defined]
    data: Any = form.data
    form.data = data.copy()
    form.data["revision"] = row.revision  # type: ignore[index]
    form.add_error(None, _("Somebody else changed this while you were writing. Yours is below and has not been saved."))
    form.theirs = [  # type: ignore[attr-defined]
        (form.fields[name].label, _shown(row, name))
        for name in form.changed_data
        if name in form.fields and hasattr(row, name)
    ]


def _shown(row: Any, name: str) -> Any:
    display = getattr(row, f"get_{name}_display", None)
    value = display() if display else getattr(row, name)
    return getattr(value, "user", value)


def typed_again(request: HttpRequest, meeting: Meeting, error: ValidationError, name: str) -> HttpResponse:
    """422: one text that was refused, with the sentence beside it, to be sent again to the same address."""
    context = {"meeting": meeting, "error": " ".join(error.messages), "name": name, "typed": request.POST.get(name, "")}
    context["revision"] = request.POST.get("revision", "")
    return render(request, "meetings/typed_again.html", context, status=422)


def page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """The page; 422 when the form on it was refused, 409 when somebody else was first."""
    form = context.get("form")
    refused = form is not None and form.is_bound and bool(form.errors)
    status = 409 if getattr(form, "conflict", None) else 422 if refused else 200
    return render(request, template, context, status=status)


def do(request: HttpRequest, to: str, action: Callable[[], Any], done: str = "") -> HttpResponse:
    """Does one thing that has no form of its own, and leads on; what refuses it is said there."""
    try:
        action()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        if done:
            messages.success(request, done)
    return redirect(to)
