"""The first page of both sides: everything asked, of the one who must do it, within its budget of queries."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from django.utils.formats import date_format

from accounts.models import Membership
from common.asked import KINDS, Coming
from documents.models import Job
from overview import reading
from partnerships.models import Partnership
from vision.actions.review import ask_review
from vision.models import VisionVersion

PEOPLE = {
    "fm@rijnoever.example": "rijnoever",
    "assessor@rijnoever.example": "rijnoever",
    "contract@rijnoever.example": "rijnoever",
    "account@groene-tafel.example": "groene-tafel",
    "team@groene-tafel.example": "groene-tafel",
    "account@helderwit.example": "helderwit",
    "account@gastheer.example": "gastheer",
    "fm@zorgwaard.example": "zorgwaard",
}

NO_TEAM = "You are not in a partnership team yet"


def member_of(address: str, slug: str) -> Membership:
    rows = Membership.objects.select_related("user", "organisation")
    return rows.get(user__email=address, organisation__slug=slug, ended_at=None)


def test_every_kind_of_thing_is_asked_of_somebody_in_the_demo(demo):
    fm, colleague = member_of("fm@rijnoever.example", "rijnoever"), member_of("contract@rijnoever.example", "rijnoever")
    draft = VisionVersion.objects.get(vision__client=fm.organisation, number=2)
    ask_review(version=draft, members=[colleague], by=fm)
    asked = [row.asked for who in PEOPLE.items() for row in reading.asked_of(member_of(*who))]
    assert {one.kind for one in asked} == set(KINDS)


def test_the_oldest_due_comes_first_and_what_has_no_date_within_a_week(demo):
    week = timezone.localdate() + timedelta(days=7)
    for who in PEOPLE.items():
        due = [row.asked.due or week for row in reading.asked_of(member_of(*who))]
        assert due == sorted(due)


def test_every_link_of_what_is_asked_opens_for_the_one_who_is_asked(demo, browse):
    walked = 0
    for who in PEOPLE.items():
        member = member_of(*who)
        client = browse(member)
        for row in reading.asked_of(member):
            assert client.get(row.asked.url, follow=True).status_code == 200, row.asked
            walked += 1
    assert walked >= 15


@pytest.mark.parametrize(("address", "slug"), PEOPLE.items())
def test_overview_stays_within_its_budget_of_queries(demo, browse, address, slug):
    client = browse(member_of(address, slug))
    client.get(f"/o/{slug}/")
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(f"/o/{slug}/")
    assert answer.status_code == 200
    asked = [query["sql"] for query in captured if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(asked) <= 12, "\n".join(re.sub(r"\s+", " ", sql)[:160] for sql in asked)


def test_overview_of_an_organisation_that_has_nothing_says_what_to_do_next(cast, browse):
    answer = browse(cast.kliniek_owner).get("/o/kliniek/")
    assert answer.status_code == 200
    assert "Look at the services" in answer.content.decode()
    assert "Complete your profile" in browse(cast.schoon_owner).get("/o/schoon/").content.decode()


@pytest.mark.parametrize(
    ("days", "words"), [(-2, "2 days late"), (-1, "1 day late"), (0, "today"), (1, "tomorrow"), (9, "9 days left")]
)
def test_how_long_there_is_is_said_in_words(days, words):
    today = timezone.localdate()
    from django.utils import translation

    with translation.override("en"):
        assert reading._when(today + timedelta(days=days), today) == words


def test_the_greeting_names_the_next_meeting_and_no_step():
    from django.utils import translation

    now = timezone.now()
    step = Coming("A step", "/", now + timedelta(minutes=1), who="Others", all_day=True)
    meeting = Coming("A talk", "/", now + timedelta(minutes=2), who="Caterers")
    with translation.override("en"):
        assert reading.summary([], [step]) == "Nothing is waiting for you."
        assert "Caterers" in reading.summary([], [step, meeting])
        later = replace(meeting, at=now + timedelta(days=3))
        assert f"is on {date_format(timezone.localtime(later.at), 'l')}." in reading.summary([], [later])
        assert "Others" not in reading.summary([], [step, meeting])
        without = Coming("Their talk", "/", now + timedelta(minutes=1), who="Cleaners", with_me=False)
        assert "Caterers" in reading.summary([], [without, meeting])
        assert reading.summary([], [without]) == "Nothing is waiting for you."


@pytest.mark.parametrize(("reader", "hour"), [("Europe/Amsterdam", "20:00 (New York)"), ("America/New_York", "20:00")])
def test_a_card_says_the_hour_of_the_next_meeting_on_its_own_clock(reader, hour):
    starts_at = datetime(2027, 3, 11, 1, 0, tzinfo=UTC)
    with timezone.override(reader), translation.override("en"):
        shown = reading._on_its_clock(starts_at, "America/New_York")
    assert shown == {"day": date(2027, 3, 10), "hour": hour}


def test_a_supplier_reads_that_a_proposal_waits_for_it(demo, browse):
    row = Partnership.objects.select_related("client", "supplier").get(state="proposed")
    own = Membership.objects.filter(organisation=row.supplier, role="owner").first()
    page = browse(own).get(own.url("overview:home")).content.decode()
    assert f"Wacht op {row.supplier.name}" not in page and "Wacht op jullie" in page


def test_what_was_made_stands_below_what_is_asked_until_it_is_put_away(demo, browse):
    fm = member_of("fm@rijnoever.example", "rijnoever")
    job = Job.objects.create(
        kind="services.catalogue_pdf", by=fm.user, organisation_id=fm.organisation_id, language="nl",
        state=Job.State.FAILED, failure="Kies minder.", finished_at=timezone.now(),
    )  # fmt: skip
    browser, home = browse(fm), fm.url("overview:home")
    page = browser.get(home).content.decode()
    assert page.index('id="asked"') < page.index("Kies minder.")
    assert browser.post(fm.url("overview:work-away", pk=job.pk))["Location"] == home
    assert "Kies minder." not in browser.get(home).content.decode()


def test_nobody_puts_away_the_work_of_a_colleague(demo, browse):
    fm, colleague = member_of("fm@rijnoever.example", "rijnoever"), member_of("contract@rijnoever.example", "rijnoever")
    job = Job.objects.create(
        kind="services.catalogue_pdf", by=fm.user, organisation_id=fm.organisation_id, language="nl",
        state=Job.State.FAILED, failure="Kies minder.", finished_at=timezone.now(),
    )  # fmt: skip
    assert browse(colleague).post(colleague.url("overview:work-away", pk=job.pk)).status_code == 404
    job.refresh_from_db()
    assert job.seen_at is None


@pytest.mark.parametrize("side", ["campus", "schoon"])
def test_who_is_in_no_team_reads_so_and_only_who_may_begin_is_told_to_begin(cast, browse, side):
    begin = {"campus": "Look at the services", "schoon": "Complete your profile"}[side]
    said = {"owner": ("No partnerships yet", True), "editor": (NO_TEAM, True), "contributor": (NO_TEAM, False),
            "reader": (NO_TEAM, False)}  # fmt: skip
    for role, (title, begins) in said.items():
        member = getattr(cast, f"{side}_{role}")
        page = browse(member).get(member.url("overview:home")).content.decode()
        assert (title in page, begin in page) == (True, begins), role


def test_the_first_page_of_a_new_supplier_names_its_clients(cast, browse):
    page = browse(cast.schoon_owner).get("/o/schoon/")
    assert [one.client.slug for one in page.context["clients"]] == ["campus"]
    assert "You are connected with Campus Noord" in page.content.decode()
    assert browse(cast.campus_owner).get("/o/campus/").context["clients"] == []
