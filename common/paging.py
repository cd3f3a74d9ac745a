"""Lists: page and order from the address, done by the database."""

from django.core.paginator import EmptyPage, Page, PageNotAnInteger, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

PAGE_SIZE = 50


def page_of(request: HttpRequest, rows: QuerySet, size: int = PAGE_SIZE) -> Page:
    """The page that `?page=` asks for; the first or the last when it asks for none that exists."""
    paginator = Paginator(rows, size)
    try:
        return paginator.page(request.GET.get("page") or 1)
    except PageNotAnInteger:
        return paginator.page(1)
    except EmptyPage:
        return paginator.page(paginator.num_pages)


def order_of(request: HttpRequest, allowed: dict[str, list], default: str) -> tuple[str, list]:
    """The key that `?sort=` asks for and its columns; a leading "-" is a key of its own in `allowed`."""
    key = request.GET.get("sort", default)
    return (key, allowed[key]) if key in allowed else (default, allowed[default])
