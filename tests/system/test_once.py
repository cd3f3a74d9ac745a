"""Every form that makes something makes it once: walked over all addresses that take a POST."""

from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client, RequestFactory
from django.urls import get_resolver
from django.utils.html import escape

from accounts.models import Membership, Organisation, User
from partnerships.actions.agreement import new_version
from partnerships.actions.ending import announce_end
from partnerships.models import AgreementVersion, Partnership, StartProgramme
from services.models import Assessor, Service
from tests.system.test_urls import addresses, path_of, special
from tests.system.url_objects import CLIENT, SUPPLIER, kwargs_for

OWNER, SELLER = ("fm@rijnoever.example", CLIENT), ("account@groene-tafel.example", SUPPLIER)
FAR = "2030-01-07"


def pair() -> Partnership:
    return Partnership.objects.get(client__slug=CLIENT, supplier__slug=SUPPLIER)


def about_pair(level: str = "tactical") -> str:
    return f"?partnership={pair().pk}&level={level}"


def of(model: str, **narrow: Any) -> dict[str, Any]:
    rows = apps.get_model(model)._base_manager.filter(**narrow)
    return {"pk": rows.order_by("pk").first().pk}


def a_file(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"Naam\nSchoonmaak")


def part_of_draft() -> Any:
    return of("vision.Part", version__vision__client__slug=CLIENT, version__number=2)["pk"]


def me() -> Any:
    return Membership.objects.get(user__email=OWNER[0], organisation__slug=CLIENT).pk


# Address -> what it makes, who sends it, what they type, where the form stands when it is elsewhere, what follows
# the address.
MAKES: dict[str, dict[str, Any]] = {
    "accounts:invite": {
        "makes": "accounts.Invitation", "types": {"address": "nieuw@rijnoever.example"}, "is_one": True,
    },
    "accounts:connection-invite": {
        "makes": "accounts.Invitation", "types": {"supplier_name": "Nieuw BV", "address": "x@nieuw.example"},
        "is_one": True,
    },
    "meetings:new": {
        "makes": "meetings.Meeting", "after": about_pair, "types": {"title": "Extra", "day": FAR, "then": "draft"},
        "is_one": True,
    },
    "meetings:series-new": {"makes": "meetings.MeetingSeries", "after": about_pair, "types": {"title": "Ritme"}},
    "meetings:item-new": {"makes": "meetings.AgendaItem", "types": {"title": "Koffie"}},
    "meetings:decision-new": {
        "makes": "meetings.Decision", "types": {"text": "Wij kiezen thee"},
        "at": lambda: of("meetings.Meeting", state="held", versions__state="draft"),
    },
    "meetings:action-new": {"makes": "meetings.Action", "types": lambda: {"text": "Bel de bakker", "owner": me()}},
    "meetings:action-between": {"makes": "meetings.Action", "types": lambda: {"text": "Bel de slager", "owner": me()}},
    "meetings:amend": {"makes": "meetings.Amendment", "types": {"proposal": "Dit was anders"}, "is_one": True},
    "partnerships:propose": {
        "makes": "partnerships.Partnership",
        "types": lambda: {
            "name": "Nog een", "why": "Omdat het kan", "supplier": Organisation.objects.get(slug=SUPPLIER).pk,
            "services": [Service.objects.filter(client__slug=CLIENT).first().pk],
        },
    },
    "partnerships:goals": {"makes": "partnerships.Goal", "types": {"text": "Kortere rij"}},
    "partnerships:links": {"makes": "partnerships.SystemLink", "types": {"label": "X", "url": "https://x.example"}},
    "partnerships:ending": {
        "makes": "partnerships.HandoverItem", "types": {"text": "Sleutels", "side": "client"}, "ends": True,
    },
    "partnerships:step-add": {
        "makes": "partnerships.StartStep", "types": {"title": "Proeven", "due_on": FAR},
        "at": lambda: {"pk": StartProgramme.objects.filter(closed_at=None).first().partnership_id},
    },
    "partnerships:annex-add": {
        "makes": "partnerships.AgreementAnnex", "types": lambda: {"title": "Prijzen", "upload": a_file("prijzen.txt")},
        "at": lambda: {"pk": AgreementVersion.objects.filter(state="draft").first().pk},
    },
    "partnerships:certificate-add": {"makes": "partnerships.Certificate", "by": SELLER, "types": {"name": "ISO"}},
    "partnerships:reference-add": {
        "makes": "partnerships.Reference", "by": SELLER, "types": {"client_name": "Z", "what": "Lunch"},
    },
    "partnerships:contact-add": {
        "makes": "partnerships.Contact", "by": SELLER, "types": {"name": "Bo", "role": "Chef", "email": "b@x.example"},
    },
    "services:new": {"makes": "services.Service", "types": {"name": "Nieuwe dienst", "group": "Eten"}, "is_one": True},
    "services:locations": {"makes": "services.Location", "types": {"name": "Nieuw gebouw"}, "is_one": True},
    "services:assessment-new": {
        "makes": "services.Assessment",
        "types": lambda: {
            "title": "Nog een ronde", "deadline": "2030-01-07T10:00",
            "services": [Service.objects.filter(client__slug=CLIENT).first().pk],
            "assessors": [Assessor.objects.first().member_id],
        },
    },
    "services:journey-new": {
        "makes": "services.Journey", "is_one": True,
        "types": {"title": "Nieuwe reis", "start": "visitor", "name": "Sam", "share": "10"},
    },
    "services:journey-copy": {"makes": "services.Journey", "types": {"title": "Kopie"}, "is_one": True},
    "services:stage-new": {"makes": "services.Stage", "types": {"title": "Nieuwe fase"}, "is_one": True},
    "services:moment-new": {"makes": "services.ContactMoment", "is_one": True,
        "types": {"happens": "Iemand groet", "importance": "3"},
    },
    "services:imports": {"makes": "services.Import", "types": lambda: {"file": a_file("d.csv")}},
    "vision:add-item": {"makes": "vision.ItemText", "types": {"name": "Dapper"}, "page": "vision:edit"},
    "vision:comments": {"makes": "vision.Comment", "page": "vision:review",
        "types": lambda: {"text": "Mooi", "quote": "", "about": part_of_draft()},
    },
    "vision:share": {
        "makes": "vision.ShareLink", "types": {"receiver_name": "Dora", "address": "d@x.example", "days": "14"},
    },
}  # fmt: skip

# Every other address that takes a POST, by the reason why a second sending doubles nothing.
CHANGES: dict[str, str] = {
    "one row takes another state, and a second time finds it there": """
        accounts:access-request accounts:connection-end accounts:invitation
        accounts:invitation-account accounts:invitation-claim accounts:invitation-withdraw
        accounts:mail-away accounts:mail-retry accounts:mails-retry accounts:member-end meetings:action
        meetings:action-reopen
        meetings:amendment
        meetings:approve meetings:begin meetings:cancel meetings:decision meetings:finish meetings:item-discussed
        meetings:plan meetings:reply meetings:send meetings:series-end meetings:take-back overview:work-away
        partnerships:agreement-approval partnerships:agreement-discard partnerships:agreement-proposal
        partnerships:agreement-take-back partnerships:answer partnerships:end partnerships:end-alone
        partnerships:end-complete partnerships:end-take-back
        partnerships:goal-drop partnerships:handover-tick partnerships:seat-leave partnerships:start-review
        partnerships:step partnerships:step-reopen partnerships:withdraw services:archive services:assessment-close
        services:assessment-decide services:assessment-open services:import-again services:import-apply
        services:import-rows services:import-sheet services:import-undo services:journey-archive services:journey-count
        services:journey-restore services:location-archive services:location-restore
        services:moment-archive services:moment-restore services:restore
        services:score-finish services:stage-archive vision:comment-resolved vision:link-withdrawn vision:publish
        vision:review-taken-back vision:review-verdict vision:reviewer-withdrawn""",
    "what is there is written over, under its revision where two people may": """
        accounts:connection-notes accounts:member accounts:organisation accounts:profile accounts:side
        meetings:action-edit meetings:edit meetings:item meetings:item-move meetings:note meetings:present
        meetings:series-edit meetings:text partnerships:agreement-title partnerships:certificate partnerships:change
        partnerships:contact partnerships:note partnerships:profile-facts partnerships:profile-text
        partnerships:reference partnerships:seat-part partnerships:section partnerships:step-change
        services:assessment-edit services:criteria services:edit services:import-columns services:journey-edit
        services:location services:moment services:moment-move services:persona services:score-service services:stage
        services:stage-move vision:details vision:item vision:item-place vision:part""",
    "it takes away": """
        meetings:decision-remove meetings:file-remove meetings:item-remove partnerships:annex-remove
        partnerships:certificate-remove partnerships:contact-remove partnerships:handover-remove
        partnerships:link-remove partnerships:reference-remove services:assessment-delete services:import-remove
        vision:item-removal""",
    "there is one at most, and a second sending finds it": """
        accounts:invitation-renew meetings:correction meetings:series-next partnerships:agreement
        partnerships:agreement-new partnerships:team services:choose services:starter vision:begin
        vision:begin-version vision:link-renewed vision:review-ask vision:shared-reaction vision:share-open""",
    "a file that is being made, or was, is found again": """
        meetings:pdf services:export services:report vision:pdf""",
    "it only reads": "services:offered vision:shared vision:shared-pdf",
}


def views() -> dict[str, Any]:
    """Every view of ours by its address."""

    def walk(patterns: Any, space: str) -> Any:
        for pattern in patterns:
            if hasattr(pattern, "url_patterns"):
                yield from walk(pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else space)
            elif space:
                yield space + pattern.name, pattern.callback

    return dict(walk(get_resolver().url_patterns, ""))


def takes_post(view: Any) -> bool:
    """As its answer to a method that it cannot know says."""
    try:
        answer = view(RequestFactory().generic("PROPFIND", "/"))
    except (TypeError, AttributeError):  # it asks who comes before it asks how: counted
        return True
    return "POST" in answer.headers.get("Allow", "")


def test_every_address_that_takes_a_post_is_known_here_and_those_that_make_something_are_once():
    known = [name for names in CHANGES.values() for name in names.split()]
    found = {name: view for name, view in views().items() if takes_post(view)}
    assert sorted([*known, *MAKES]) == sorted(found)
    once = {name for name, view in found.items() if getattr(view, "makes_once", False)}
    assert sorted(once) == sorted(MAKES)
    assert len(found) >= 140


class Forms(HTMLParser):
    """The forms of a page, each with its address and what a browser would send of it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, Any]]] = []
        self.form: dict[str, Any] | None = None
        self.select = self.area = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        given = dict(attrs)
        name, value = given.get("name"), given.get("value") or ""
        if tag == "form":
            self.form = {}
            self.found.append((given.get("action") or "", self.form))
        if self.form is None:
            return
        if tag == "select":
            self.select = name
        elif tag == "option" and "selected" in given:
            self.form.setdefault(self.select, []).append(value)
        elif tag == "textarea":
            self.area = name
        elif tag == "input" and given.get("type") in ("checkbox", "radio"):
            if "checked" in given:
                self.form.setdefault(name, []).append(value)
        elif tag == "input" and given.get("type") != "file" and name:
            self.form.setdefault(name, []).append(value)

    def handle_data(self, data: str) -> None:
        if self.area and self.form is not None:
            self.form.setdefault(self.area, []).append(data.removeprefix("\n"))

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.area = ""
        elif tag == "form":
            self.form = None


def sent_by(browser: Client, page: str, address: str) -> dict[str, Any]:
    """What the form of this address would send as the page comes."""
    answer = browser.get(page)
    assert answer.status_code == 200, page
    forms = [
        fields for action, fields in Forms(answer.content.decode()).found
        if "once" in fields and (action or page).partition("?")[0] == address.partition("?")[0]
    ]  # fmt: skip
    assert forms, f"{page} has no form with a key that is sent to {address}"
    return forms[0]


def ready(one: dict[str, Any]) -> None:
    """What the scenario does not hold: a draft of an agreement and a partnership that ends."""
    seller = Membership.objects.select_related("user", "organisation").get(user__email=SELLER[0])
    if one.get("ends"):
        announce_end(partnership=pair(), by=seller, reason="Klaar", ends_on=date(2030, 1, 7))
    if one["makes"] == "partnerships.AgreementAnnex":
        new_version(agreement=pair().agreement, by=seller)


@pytest.mark.parametrize("name", MAKES)
def test_three_sendings_make_one_and_back_and_send_asks(demo, name):
    one = MAKES[name]
    address_of, organisation = one.get("by", OWNER)
    browser = Client()
    browser.force_login(User.objects.get(email=address_of))
    with transaction.atomic():
        ready(one)
        walk(browser, name, one, organisation)
        transaction.set_rollback(True)


def walk(browser: Client, name: str, one: dict[str, Any], organisation: str) -> None:
    arguments = addresses()[name]
    kwargs = one["at"]() if "at" in one else kwargs_for(name, arguments - {"organisation"}, special())
    after = one["after"]() if "after" in one else ""
    address = path_of(name, arguments, kwargs, organisation) + after
    page = path_of(one["page"], {"organisation"}, {"pk": kwargs["pk"]}, organisation) if "page" in one else address
    rows, typed = apps.get_model(one["makes"])._base_manager, one["types"]
    typed = typed if isinstance(typed, dict) else typed()
    before = rows.count()

    def send(fields: dict[str, Any]) -> Any:
        for value in typed.values():
            if hasattr(value, "seek"):
                value.seek(0)
        return browser.post(address, fields)

    fields = {**sent_by(browser, page, address), **typed}
    answers = [send(fields) for _time in range(3)]
    assert [answer.status_code for answer in answers] == [302] * 3, answers[0].context["form"].errors
    assert len({answer["Location"] for answer in answers}) == 1
    assert rows.count() == before + 1

    # Back in the browser: the page comes anew, what was typed stands in it.
    again = {**sent_by(browser, page, address), **typed}
    asked = send(again)
    assert asked.status_code == 409
    assert escape(answers[0]["Location"]) in asked.content.decode()
    assert rows.count() == before + 1
    if one.get("is_one"):  # two of one name are refused
        return
    again = {**again, **sent_by(browser, page, address), **typed, "again": "yes"}
    assert send(again).status_code == 302
    assert rows.count() == before + 2
