"""What the views of this room share."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def posted(request: HttpRequest) -> Any:
    """What was sent; None for a page that is only opened."""
    return request.POST if request.method == "POST" else None


def attempt(form: BaseForm, action: Callable[[], Any]) -> bool:
    """Whether the form was in order and the action agreed; what it refused stands in the form."""
    if not form.is_valid():
        return False
    try:
        action()
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


def page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """The page; 422 when the form on it was refused."""
    form = context.get("form")
    refused = form is not None and form.is_bound and bool(form.errors)
    return render(request, template, context, status=422 if refused else 200)


def crumbs(request: Any, *places: tuple[str, str]) -> list[dict[str, str]]:
    """The way to a page: view names under the acting organisation, with what each is called."""
    return [{"url": request.member.url(name), "label": label} for name, label in places]
