"""What the receiver of a share link sees, without an account.

Opening the link shows who sent what; a mail scanner that follows it changes nothing. The button sets one
cookie, for this link alone, and leads to an address without the secret.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.hashers import check_password
from django.core import signing
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.limits import limited
from documents.attachments import serve
from notifications.links import hash_of
from vision import actions
from vision.forms import OpenForm, ReactionForm
from vision.models import ShareLink
from vision.reading import chapters_of

COOKIE = "samenspel-shared"
SALT = "vision.share"
# One sitting; after that the mail opens it again.
SITTING = timedelta(hours=12)
TRIES, TRIES_WITHIN = 10, 15 * 60
RELATED = ("version__vision__client__logo", "version__pdf", "shared_by__user")

View = Callable[..., HttpResponseBase]


def guests(view: View) -> View:
    """For views that need no account: nothing is stored, indexed, or told to another site.

    Never the path, which holds the secret. Not "no-referrer": then a browser sends "Origin: null" with a form, and
    the check of forged requests refuses it.
    """

    @login_not_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response["Referrer-Policy"] = "strict-origin"
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Cache-Control"] = "private, no-store"
        return response

    return guarded


@guests
@require_http_methods(["GET", "HEAD", "POST"])
@limited("share", amount=60)
def share_open(request: Any, token: str) -> HttpResponse:
    """GET names sender, receiver and document; POST, with the password where there is one, opens it."""
    rows = ShareLink.objects.of_link(hash_of(token)).select_related(*RELATED)
    link = rows.first()
    if link is None:
        with _language(request):
            reason = _("The link is mistyped, or a newer one replaced it. Look for the newest mail, or ask the sender.")
            return render(request, "vision/shared_gone.html", {"reason": reason, "is_unknown": True}, status=404)
    with _language(request, link):
        if link.state != "open":
            return _gone(request, link)
        form = OpenForm(request.POST if request.method == "POST" else None) if link.password else None
        if request.method != "POST":
            return _door(request, link, form, 200)
        if form is not None and not _is_right(link, form):
            return _door(request, link, form, 429 if form.has_error("password", "too_many") else 422)
        actions.open_link(link=link)
        response = redirect(_page_of(request, link))
        _let_in(response, link)
        return response


def _page_of(request: Any, link: ShareLink, *extra: str) -> str:
    """The address without the secret, in the language that was chosen here."""
    chosen = request.GET.get("language")
    query = "&".join([*([f"language={chosen}"] if chosen in dict(settings.LANGUAGES) else []), *extra])
    return reverse("vision:shared", kwargs={"pk": link.pk}) + (f"?{query}" if query else "")


def _door(request: Any, link: ShareLink, form: OpenForm | None, status: int) -> HttpResponse:
    client = link.version.vision.client
    context = {"share": link, "version": link.version, "client": client, "form": form}
    return render(request, "vision/share_open.html", context, status=status)


def _is_right(link: ShareLink, form: OpenForm) -> bool:
    """Whether the password fits; counts the wrong ones for this link, whoever tries."""
    if not form.is_valid():
        return False
    key = f"share-password:{link.pk}:{link.generation}"
    cache.add(key, 0, TRIES_WITHIN)
    if (cache.get(key) or 0) >= TRIES:
        form.add_error("password", ValidationError(_("Too many tries. Wait a quarter of an hour."), "too_many"))
        return False
    if check_password(form.cleaned_data["password"], link.password):
        return True
    try:
        cache.incr(key)
    except ValueError:  # expired just now
        pass
    form.add_error("password", _("This is not the password. Ask the sender for it."))
    return False


def _let_in(response: HttpResponse, link: ShareLink) -> None:
    seconds = int(min(SITTING, link.expires_at - timezone.now()).total_seconds())
    response.set_cookie(
        COOKIE,
        signing.dumps({"link": str(link.pk), "generation": link.generation}, salt=SALT),
        max_age=seconds,
        path=reverse("vision:shared", kwargs={"pk": link.pk}),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def _guest(request: Any, pk: UUID) -> ShareLink | None:
    """The link that this browser opened, whatever its state now; None without a fitting cookie."""
    try:
        said = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=SITTING)
    except signing.BadSignature:
        return None
    if said.get("link") != str(pk):
        return None
    return ShareLink.objects.of_guest(pk, said["generation"]).select_related(*RELATED).first()


def opened(view: View) -> View:
    """Gives the view the link that was opened here; a clear page when there is none, or no longer."""

    @guests
    @wraps(view)
    def with_link(request: HttpRequest, pk: UUID) -> HttpResponseBase:
        link = _guest(request, pk)
        if link is None:
            with _language(request):
                return render(request, "vision/shared_closed.html", {"is_unknown": True}, status=404)
        with _language(request, link):
            return view(request, link) if link.state == "open" else _gone(request, link)

    return with_link


@opened
@require_GET
def shared(request: Any, link: ShareLink) -> HttpResponse:
    """The version as it reads, with its PDF and, where it was asked for, room for a reaction."""
    return _shared_page(request, link, ReactionForm() if link.asks_reaction else None)


def _shared_page(request: Any, link: ShareLink, form: ReactionForm | None) -> HttpResponse:
    context = {
        "share": link,
        "version": link.version,
        "client": link.version.vision.client,
        "chapters": chapters_of(link.version),
        "form": form,
        "reactions": link.reactions.order_by("created_at"),
        "thanks": "thanks" in request.GET,
    }
    refused = form is not None and form.is_bound
    return render(request, "vision/shared.html", context, status=422 if refused else 200)


@opened
@require_GET
def shared_pdf(request: Any, link: ShareLink) -> HttpResponseBase:
    """The PDF; counted."""
    if not link.version.pdf:
        return redirect("vision:shared", pk=link.pk)
    actions.note_download(link=link)
    return serve(link.version.pdf)


@opened
@require_POST
def shared_reaction(request: Any, link: ShareLink) -> HttpResponse:
    """What the receiver writes back."""
    form = ReactionForm(request.POST)
    if form.is_valid():
        try:
            actions.react(link=link, text=form.cleaned_data["text"].strip())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect(_page_of(request, link, "thanks=1") + "#reaction")
    return _shared_page(request, link, form)


def _gone(request: Any, link: ShareLink) -> HttpResponse:
    who = {"name": link.shared_by.user}
    if link.state == "withdrawn":
        reason = _("%(name)s withdrew this link. Ask for a new one if you still need the document.") % who
    else:
        day = date_format(link.last_day, "j F Y")
        reason = _("This link has expired: its last day was %(day)s. %(name)s can send you a new one.") % {
            **who,
            "day": day,
        }
    return render(request, "vision/shared_gone.html", {"reason": reason, "share": link}, status=410)


def _language(request: Any, link: ShareLink | None = None) -> Any:
    # A guest reads on in the language of the mail, unless they chose another: in the address, so
    # that reading a link sets no cookie but its own.
    asked = request.GET.get("language")
    own = link.language if link else translation.get_language()
    language = asked if asked in dict(settings.LANGUAGES) else own
    request.LANGUAGE_CODE = language
    return translation.override(language)
