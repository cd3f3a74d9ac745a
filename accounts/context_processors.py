"""Where one is, and where one may go: for every page."""

from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts import accent, rules
from accounts.models import Membership, Side

# View name, label, icon, and the rooms or pages that it is the place of.
CLIENT = (
    ("overview:home", gettext_noop("Overview"), "house", {"overview"}),
    ("services:list", gettext_noop("Services"), "list", {"services"}),
    ("vision:home", gettext_noop("Vision"), "eye", {"vision"}),
    ("challenges:list", gettext_noop("Market questions"), "circle-question-mark", {"challenges"}),
    ("partnerships:list", gettext_noop("Partnerships"), "handshake", {"partnerships", "relations"}),
    ("meetings:list", gettext_noop("Meetings"), "calendar", {"meetings"}),
)
SUPPLIER = (
    ("overview:home", gettext_noop("Overview"), "house", {"overview"}),
    ("partnerships:list", gettext_noop("Clients"), "handshake", {"partnerships", "relations", "vision"}),
    ("challenges:list", gettext_noop("Market questions"), "circle-question-mark", {"challenges"}),
    ("meetings:list", gettext_noop("Meetings"), "calendar", {"meetings"}),
    ("partnerships:profile", gettext_noop("Profile"), "store", {"profile"}),
)

# The pages of a supplier's profile, by how their names begin.
PROFILE = ("partnerships:profile", "partnerships:certificate", "partnerships:reference", "partnerships:contact")


def place(request: HttpRequest) -> dict[str, Any]:
    """`member`, the `places` of its side, the `memberships` to switch between, `account_links`, `accent_sheet`."""
    member: Membership | None = getattr(request, "member", None)
    if not member:
        return {"member": None}
    return {
        "member": member,
        "places": _places(request, member),
        "memberships": [_switch(one, member) for one in getattr(request, "memberships", [member])],
        "both_sides": member.organisation.is_client and member.organisation.is_supplier,
        "account_links": _account_links(member),
        "accent_sheet": _accent_sheet(member),
    }


def _accent_sheet(member: Membership) -> str:
    colour = member.organisation.accent
    return member.url("accounts:accent", digest=accent.hash_of(colour)) if colour else ""


def _places(request: HttpRequest, member: Membership) -> list[dict[str, Any]]:
    match = request.resolver_match
    here = _place_of(match.view_name, match.app_name, member.side) if match else ""
    rows = CLIENT if member.side == Side.CLIENT else SUPPLIER
    found = []
    for name, label, icon, rooms in rows:
        try:
            url = member.url(name)
        except NoReverseMatch:
            continue
        found.append({"label": _(label), "url": url, "icon": icon, "current": here in rooms})
    return found


def _place_of(view_name: str, room: str, side: Side) -> str:
    """The place in the menu that a page belongs to, where that is not its room."""
    if view_name.startswith("accounts:connect"):
        return "relations"
    if view_name == "partnerships:supplier":
        return "relations" if side == Side.CLIENT else "profile"  # a supplier opens only its own
    return "profile" if view_name.startswith(PROFILE) else room


def _switch(one: Membership, member: Membership) -> dict[str, Any]:
    return {
        "name": one.organisation.name,
        "url": one.url("overview:home"),
        "side": one.side,
        "current": one.pk == member.pk,
    }


def _account_links(member: Membership) -> list[dict[str, str]]:
    links = [
        ("accounts:profile", _("My profile"), "user-round"),
        ("accounts:people", _("People"), "users-round"),
        ("accounts:organisation", _("Organisation"), "building-2"),
        ("accounts:audit", _("Audit"), "scroll-text"),
    ]
    wanted = links if rules.is_owner(member) else links[:2]
    found = [{"url": member.url(name), "label": label, "icon": icon} for name, label, icon in wanted]
    return [*found, {"url": reverse("account_change_password"), "label": _("Change password"), "icon": "key-round"}]
