"""What takes something away asks first: every address that takes a POST is walked, and asked what it takes away.

The question is a dialog (parts/ask_first.html), which opens without JavaScript too; where there is more to say or to
type it is a page of its own. What can be undone by one click is not asked about.
"""

import inspect
import re
from collections.abc import Iterator
from datetime import date
from html import unescape
from pathlib import Path
from types import CodeType
from typing import Any

import pytest
from django.apps import apps
from django.utils import timezone

from accounts.actions import invite_colleague
from accounts.models import Membership, Side
from meetings import actions as meetings
from meetings.models import Meeting
from partnerships.actions.ending import announce_end
from partnerships.models import HandoverItem, Partnership, StartStep
from services.actions.assessment import make_assessment
from services.actions.journey import add_stage
from services.models import Assessment, Assessor, Journey, Service
from tests.system.test_once import takes_post, views
from tests.system.test_urls import addresses, clients, extras, path_of, special  # noqa: F401
from tests.system.url_objects import CLIENT, OBJECTS, SUPPLIER, kwargs_for
from vision.actions import add_item
from vision.models import ShareLink, VisionVersion

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
VERBS = {
    "archive", "cancel", "close", "delete", "detach", "discard", "drop", "end", "forget", "leave", "remove", "reopen",
    "revoke", "undo", "withdraw",
}  # fmt: skip
PHRASES = ("take_back", "put_away")
NOUNS = VERBS | {"away", "back", "cancellation", "closing", "deletion", "removal", "withdrawal", "withdrawn"}

# Address -> where its question stands (a page about the same object, unless said), and what of the object it names.
DIALOGS: dict[str, dict[str, Any]] = {
    "accounts:invitation-withdraw": {"page": "accounts:people", "names": "address"},
    "accounts:mail-away": {"page": "accounts:audit", "names": "to"},
    "meetings:amendment": {"page": "meetings:amendment", "names": "item.title"},
    "meetings:decision-remove": {"page": "meetings:decision", "names": "text"},
    "meetings:file-remove": {"page": "meetings:item", "about": "item", "names": "attachment.name"},
    "meetings:item-remove": {"page": "meetings:item", "names": "title"},
    "partnerships:agreement-discard": {"page": "partnerships:agreement-version", "names": "title"},
    "partnerships:annex-remove": {"page": "partnerships:agreement-version", "about": "version", "names": "title"},
    "partnerships:certificate-remove": {"page": "partnerships:certificate", "by": "s.owner", "names": "name"},
    "partnerships:contact-remove": {"page": "partnerships:contact", "by": "s.owner", "names": "name"},
    "partnerships:end-complete": {"page": "partnerships:ending", "names": "name"},
    "partnerships:goal-drop": {"page": "partnerships:goals", "about": "partnership", "names": "text"},
    "partnerships:handover-remove": {"page": "partnerships:ending", "about": "partnership", "names": "text"},
    "partnerships:link-remove": {"page": "partnerships:links", "about": "partnership", "names": "label"},
    "partnerships:reference-remove": {"page": "partnerships:reference", "by": "s.owner", "names": "client_name"},
    "partnerships:step-reopen": {"page": "partnerships:step", "names": "title"},
    "services:assessment-close": {"page": "services:assessment", "names": "title"},
    "services:assessment-delete": {"page": "services:assessment", "names": "title"},
    "services:import-remove": {"page": "services:import", "names": "file.name"},
    "services:stage-archive": {"page": "services:journey", "about": "journey", "names": "title"},
    "vision:item-removal": {"page": "vision:edit", "about": "version", "names": "name"},
    "vision:link-withdrawn": {"page": "vision:share", "about": "version", "names": "receiver_name"},
    "vision:review-taken-back": {"page": "vision:review", "names": "title", "state": "in_review"},
    "vision:reviewer-withdrawn": {"page": "vision:review", "about": "version", "names": "membership.user.name"},
}
# That address takes an answer to the proposal as well.
ASKED = set(DIALOGS) - {"meetings:amendment"}
# Address -> what on its own page is asked, or typed, before anything happens.
PAGES = {
    "accounts:connection-end": "what will happen",
    "accounts:member": "who takes over what somebody can no longer do",
    "accounts:member-end": "who takes over",
    "meetings:action": "a reason, to drop it; done is undone by opening it again",
    "meetings:cancel": "a reason",
    "meetings:decision": "a reason",
    "meetings:series-end": "what will happen",
    "partnerships:end": "a reason and a day",
    "partnerships:end-alone": "a reason",
    "partnerships:end-take-back": "what will happen",
    "partnerships:agreement-take-back": "what must change",
    "partnerships:seat-leave": "what will happen",
    "partnerships:withdraw": "a reason, as one likes",
    "services:import-undo": "what will happen, or what stands in the way",
}
# Address -> the address that gives it back.
UNDONE = {
    "services:archive": "services:restore",
    "services:journey-archive": "services:journey-restore",
    "services:location-archive": "services:location-restore",
    "services:moment-archive": "services:moment-restore",
    "vision:comment-resolved": "vision:comment-resolved",
}
# Address -> why nothing is lost.
HARMLESS = {
    "accounts:invitation": "an invitation is answered on its own page, that says to what",
    "accounts:invitation-claim": "the inviter answers on a page that says about whom",
    "meetings:action-reopen": "it gives back",
    "meetings:take-back": "it opens a fold with a reason to type and what will happen",
    "partnerships:ending": "it adds a line",
    "overview:work-away": "a notice leaves the list; what it was about stays",
    "partnerships:handover-tick": "ticked and unticked by the same button",
}


def called_by(view: Any) -> Iterator[str]:
    """The names that a view uses, itself or by a function of its module that shows no page."""
    inner = inspect.unwrap(view)
    seen: set[CodeType] = set()
    queue = [inner.__code__]
    while queue:
        code = queue.pop()
        if code in seen:
            continue
        seen.add(code)
        yield from code.co_names
        queue += [one for one in code.co_consts if isinstance(one, CodeType)]
        used = (inner.__globals__.get(name) for name in code.co_names if not name.endswith("_page"))
        queue += [one.__code__ for one in used if inspect.isfunction(one) and one.__module__ == inner.__module__]


def takes_away(address: str, view: Any) -> bool:
    """Whether its name has a word for taking away, or it calls something that begins with one."""
    if NOUNS & set(re.split(r"[:_-]", address)):
        return True
    names = [name.lstrip("_") for name in called_by(view)]
    return any(name.split("_")[0] in VERBS or name.startswith(PHRASES) for name in names)


def test_every_address_that_takes_something_away_asks_first_or_can_be_undone():
    found = {name for name, view in views().items() if takes_post(view) and takes_away(name, view)}
    known = [*DIALOGS, *PAGES, *UNDONE, *HARMLESS]
    assert sorted(found - set(known)) == [], "say how these ask, or how they are undone"
    assert sorted(set(known) - set(views())) == []
    assert len(known) == len(set(known))
    assert set(UNDONE.values()) <= set(views())
    assert len(found) >= 45


def test_no_template_sends_to_such_an_address_past_the_question():
    direct, given, walked = [], {}, 0
    for path in sorted(TEMPLATES.rglob("*.html")):
        text = path.read_text()
        for tag in re.findall(r"<(?:form|button)\b[^>]*?(?:action|hx-post)=\"(.*?)\"", text):
            walked += 1
            direct += [f"{path.name}: {name}" for name in ASKED if f"'{name}'" in tag]
        for name, variable in re.findall(r"{% to '([\w:-]+)' [^%]*?as (\w+) %}", text):
            if name in ASKED:
                given.setdefault(name, []).append(path.name)
                if f'action="{{{{ {variable} }}}}"' in text or "parts/ask_first.html" not in text:
                    direct.append(f"{path.name}: {name}")
    assert direct == [], "use parts/ask_first.html"
    assert len(given) >= 20
    assert walked >= 60


def fm() -> Membership:
    rows = Membership.objects.select_related("user", "organisation")
    return rows.get(user__email="fm@rijnoever.example", organisation__slug=CLIENT)


def ended(pair: Partnership, by: Membership) -> Partnership:
    """One more partnership of both, whose end was announced for today."""
    one = Partnership.objects.create(
        client=pair.client, supplier=pair.supplier, name="Planten", state="running", proposed_by=by,
        started_on=timezone.localdate(), running_since=timezone.localdate(),
    )  # fmt: skip
    announce_end(partnership=one, by=by, reason="Klaar", ends_on=timezone.localdate())
    return one


@pytest.fixture
def rows(extras) -> dict[str, Any]:  # noqa: F811
    """What the scenario does not hold, by the address that takes it away."""
    by, pair = fm(), Partnership.objects.get(client__slug=CLIENT, supplier__slug=SUPPLIER)
    ours = Meeting.objects.filter(partnership__client__slug=CLIENT)
    held = ours.filter(state="held", versions__state="draft").first()
    review = ours.filter(state="review").first()
    version = VisionVersion.objects.get(vision__client__slug=CLIENT, number=2)
    done = StartStep.objects.filter(programme__partnership__state="starting", outcome="done")
    ending, ready = ended(pair, by), ended(pair, by)
    HandoverItem.objects.filter(partnership=ready).update(done_at=timezone.now(), done_by=by)
    minutes = review.versions.get(state="review")
    text = minutes.texts.first()
    services = Service.objects.filter(client__slug=CLIENT)[:1]
    journey = Journey.objects.filter(client__slug=CLIENT).first()
    people = [Assessor.objects.first().member]
    decision = meetings.note_decision(meeting=held, by=by, text="Thee", valid_from=date(2030, 1, 7))
    return {
        "accounts:invitation-withdraw": invite_colleague(
            organisation=by.organisation, address="nova@example.org", role="editor", by=by
        ),
        "meetings:decision-remove": decision,
        "meetings:amendment": meetings.amend(minutes=minutes, text=text, proposal="Dit was anders", by=by),
        "partnerships:agreement-discard": pair.agreement.versions.get(state="draft"),
        "partnerships:end-complete": ready,
        "partnerships:handover-remove": HandoverItem.objects.filter(partnership=ending, side=Side.CLIENT).first(),
        "partnerships:step-reopen": done.first(),
        "services:assessment-delete": make_assessment(
            by=by, title="Proefronde", deadline=timezone.now(), services=services, assessors=people
        ),
        "services:assessment-close": Assessment.objects.get(client__slug=CLIENT, state="open"),
        "services:stage-archive": add_stage(journey=journey, by=by, title="Leeg"),
        "vision:link-withdrawn": ShareLink.objects.filter(withdrawn_at=None, expires_at__gt=timezone.now()).first(),
        "vision:review-taken-back": version,
        "vision:item-removal": add_item(version=version, kind="core_value", by=by, name="Dapper"),
    }  # fmt: skip


def object_of(name: str, rows: dict[str, Any]) -> Any:
    if name in rows:
        return rows[name]
    kwargs = kwargs_for(name, {"pk"}, special())
    rule = OBJECTS.get(name) or next(
        value for key, value in OBJECTS.items() if key.endswith("*") and name.startswith(key[:-1])
    )
    return apps.get_model(rule[0])._base_manager.get(**kwargs)


def dialogs_of(page: str) -> dict[str, str]:
    """The words of each dialog by the address that it sends to."""
    found = {}
    for dialog in re.findall(r"<dialog\b.*?</dialog>", page, re.DOTALL):
        action = re.search(r'<form method="post" action="([^"]+)"', dialog)
        found[action[1] if action else ""] = unescape(re.sub(r"<[^>]+>", " ", dialog))
    return found


def named(row: Any, path: str) -> str:
    for part in path.split("."):
        row = getattr(row, part)
    return str(row)


def test_each_question_stands_on_its_page_and_names_the_thing(clients, rows):  # noqa: F811
    wrong = []
    for name, one in DIALOGS.items():
        row = object_of(name, rows)
        if "state" in one:
            type(row)._base_manager.filter(pk=row.pk).update(state=one["state"])
        about = getattr(row, one["about"]) if "about" in one else row
        by = one.get("by", "owner")
        organisation = SUPPLIER if by == "s.owner" else CLIENT
        arguments = addresses()[one["page"]]
        page = path_of(one["page"], arguments, {"pk": about.pk} if "pk" in arguments else {}, organisation)
        address = path_of(name, {"organisation"}, {"pk": row.pk}, organisation)
        question = dialogs_of(clients[by].get(page).content.decode()).get(address, "")
        if "?" not in question or named(row, one["names"]) not in question:
            wrong.append(f"{name} on {page}: {' '.join(question.split())!r} does not say {named(row, one['names'])}")
    assert "\n".join(wrong) == ""
    assert len(DIALOGS) >= 24


def test_a_page_that_asks_does_nothing_when_it_is_opened(clients, extras):  # noqa: F811
    asking = [name for name in PAGES if name not in ("accounts:member", "meetings:action", "meetings:decision")]
    answers = {}
    for name in asking:
        address = path_of(name, {"organisation"}, {"pk": object_of(name, {}).pk}, CLIENT)
        answers[name] = clients["owner"].get(address).status_code
    assert {name: status for name, status in answers.items() if status not in (200, 302, 403)} == {}
