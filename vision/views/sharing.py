"""Share links, for who shares."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.limits import sparingly
from accounts.models import Membership
from accounts.rules import require
from common.edges import whole_number
from common.once import once
from vision import actions, rules
from vision.forms import ShareForm
from vision.models import Opening, ShareLink, VisionVersion
from vision.views.doors import crumbs, own_version


@require_http_methods(["GET", "HEAD", "POST"])
@sparingly("share", amount=60)
@once
def share(request: Any, pk: Any) -> HttpResponse:
    """The links of a version with what was done with them; POST makes one more."""
    version, member = own_version(request, pk), request.member
    if request.method != "POST":
        return _page(request, version, None)
    require(rules.can_share(member, version))
    form = ShareForm(request.POST)
    if form.is_valid():
        try:
            link = actions.share(version=version, by=member, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The link for %(name)s is on its way.") % {"name": link.receiver_name})
            return redirect(member.url("vision:share", pk=version.pk))
    return _page(request, version, form)


def _page(request: Any, version: VisionVersion, form: ShareForm | None) -> HttpResponse:
    member = request.member
    may_share = rules.can_share(member, version)
    if may_share and form is None:
        form = ShareForm(initial={"language": version.language})
    context = {
        "version": version,
        "crumbs": crumbs(request, version),
        "links": _links(version, member, may_manage=rules.can_change(member, version)),
        "form": form,
        "may_share": may_share,
    }
    refused = form is not None and form.is_bound
    return render(request, "vision/share.html", context, status=422 if refused else 200)


def _links(version: VisionVersion, member: Membership, *, may_manage: bool) -> list[ShareLink]:
    openings = Opening.objects.visible_to(member).order_by("created_at")
    rows = ShareLink.objects.visible_to(member).filter(version=version).order_by("-created_at")
    rows = rows.select_related("shared_by__user", "version__vision__client").prefetch_related(
        Prefetch("openings", openings), "reactions"
    )
    found = list(rows)
    for link in found:
        opened = [one for one in link.openings.all() if one.kind == Opening.Kind.OPENED]
        link.first_opened = opened[0].created_at if opened else None  # type: ignore[attr-defined]
        link.times = _times(len(opened))  # type: ignore[attr-defined]
        link.downloads = sum(one.kind == Opening.Kind.DOWNLOADED for one in link.openings.all())  # type: ignore[attr-defined]
        # Who may make a link may copy it; nobody else sees the secret.
        link.url = actions.link_of(link) if may_manage and link.state == "open" else ""  # type: ignore[attr-defined]
        link.may_manage = may_manage  # type: ignore[attr-defined]
        link.key = str(link.pk)  # type: ignore[attr-defined]
    return found


def _times(count: int) -> str:
    return ngettext("opened once", "opened %(count)d times", count) % {"count": count} if count else _("not opened yet")


def _own_link(request: Any, pk: Any) -> ShareLink:
    rows = ShareLink.objects.editable_by(request.member).select_related("version__vision__client")
    return get_object_or_404(rows, pk=pk)


@require_POST
@sparingly("renew", amount=30)
def link_renewed(request: Any, pk: Any) -> HttpResponse:
    """A new secret by mail; the old one stops working."""
    link = _own_link(request, pk)
    shown = request.POST.get("generation", "")
    generation = whole_number(shown) or link.generation
    if actions.renew_link(link=link, generation=generation, by=request.member):
        said = _("%(name)s gets a new link; the old one stopped working.")
    else:
        said = _("The link of %(name)s was renewed before. Nothing more was sent.")
    messages.success(request, said % {"name": link.receiver_name})
    return redirect(request.member.url("vision:share", pk=link.version_id))


@require_POST
def link_withdrawn(request: Any, pk: Any) -> HttpResponse:
    """The link stops working now."""
    link = _own_link(request, pk)
    actions.withdraw_link(link=link, by=request.member)
    messages.success(request, _("The link of %(name)s no longer works.") % {"name": link.receiver_name})
    return redirect(request.member.url("vision:share", pk=link.version_id))
