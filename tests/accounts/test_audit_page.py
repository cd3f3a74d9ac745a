"""The page of events, and of mails that failed."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from accounts.audit import EVENTS, KINDS, VERBS, kind_of, origin, record
from accounts.models import AuditEvent
from notifications.actions import queue
from notifications.models import Message
from tests.accounts.pages import path, recorded, status


def shown(answer) -> list[str]:
    return [one.event for one in answer.context["page_obj"] if one.event != "accounts.signed_in"]


@pytest.fixture
def failed(cast) -> Message:
    queue(
        "accounts.password_changed", receiver=cast.campus_reader.user, about=cast.campus_reader.user,
        organisation_id=cast.campus.pk,
    )  # fmt: skip
    Message.objects.update(state="failed", failure="address", answer="550 5.1.1", attempts=1)
    return Message.objects.get()


@pytest.mark.parametrize("number", [1, 3])
def test_events_take_the_same_queries_for_one_and_for_three(cast, browse, number, django_assert_num_queries, failed):
    token = origin.set("192.0.2.7")
    for n in range(number):
        record("accounts.invited", organisation=cast.campus, by=cast.campus_owner, name=f"n{n}")
        record("accounts.connected", organisation=cast.schoon, shared_with=cast.campus, by=cast.schoon_owner)
    origin.reset(token)
    client = browse(cast.campus_owner)
    with django_assert_num_queries(7):
        client.get(path(cast.campus_owner, "audit/"))


@pytest.mark.parametrize(
    ("who", "answer"), [("campus_owner", 200), ("campus_editor", 403), ("campus_reader", 403), ("schoon_owner", 200)]
)
def test_only_owners_read_the_events(cast, browse, who, answer):
    assert status(browse(getattr(cast, who)), path(getattr(cast, who), "audit/")) == answer


def test_each_reads_its_own_and_shared_events_but_no_address_of_the_other(cast, browse):
    token = origin.set("192.0.2.7")
    record("accounts.connected", organisation=cast.schoon, shared_with=cast.campus, by=cast.schoon_owner)
    record("accounts.invited", organisation=cast.kliniek, by=cast.kliniek_owner)
    origin.reset(token)
    for who, events, address in (
        ("campus_owner", ["accounts.connected"], False), ("schoon_owner", ["accounts.connected"], True),
        ("kliniek_owner", ["accounts.invited"], True), ("catering_owner", [], False),
    ):  # fmt: skip
        answer = browse(getattr(cast, who)).get(path(getattr(cast, who), "audit/"))
        assert (shown(answer), "192.0.2.7" in answer.content.decode()) == (events, address)


def test_events_are_filtered_by_person_event_and_day(cast, browse):
    record("accounts.invited", organisation=cast.campus, by=cast.campus_owner)
    record("accounts.password_changed", organisation=cast.campus, by=cast.campus_editor)
    client, address = browse(cast.campus_owner), path(cast.campus_owner, "audit/")
    today, day = timezone.localdate(), timedelta(days=1)
    for query, events in (
        (f"person={cast.campus_editor.user_id}", ["accounts.password_changed"]),
        ("kind=accounts.invit", ["accounts.invited"]), ("verb=changed", ["accounts.password_changed"]),
        ("kind=accounts.invit&verb=changed", []),
        (f"since={today}&until={today}", ["accounts.password_changed", "accounts.invited"]),
        (f"since={today + day}", []), (f"until={today - day}", []),
        (f"person={cast.kliniek_owner.user_id}", ["accounts.password_changed", "accounts.invited"]),
    ):  # fmt: skip
        assert shown(client.get(f"{address}?{query}")) == events
    assert client.get(f"{address}?since={today}&until={today - day}").context["filters"].errors == {
        "until": ["This day comes before the first one."]
    }


def test_every_event_has_a_kind_and_a_verb_to_filter_by():
    assert len(EVENTS) > 150
    known = {word for _label, words in VERBS.values() for word in words.split()}
    assert {event for event in EVENTS if event.replace(".", "_").rsplit("_", 1)[-1] not in known} == set()
    assert {event for event in EVENTS if kind_of(event) not in KINDS} == set()


def test_a_day_is_the_readers_day(cast, browse):
    AuditEvent.objects.create(
        organisation=cast.campus, event="accounts.invited", at=datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
    )
    client, address = browse(cast.campus_owner), path(cast.campus_owner, "audit/")
    assert shown(client.get(f"{address}?since=2026-03-02&until=2026-03-02")) == ["accounts.invited"]
    assert shown(client.get(f"{address}?until=2026-03-01")) == []


def test_events_are_paged(cast, browse):
    for n in range(60):
        record("accounts.invited", organisation=cast.campus, by=cast.campus_owner, name=str(n))
    answer = browse(cast.campus_owner).get(path(cast.campus_owner, "audit/?page=2&kind=accounts.invit"))
    assert (len(shown(answer)), answer.context["page_obj"].number) == (10, 2)


def test_a_failed_mail_is_shown_with_its_reason_and_sent_again(cast, browse, failed):
    client = browse(cast.campus_owner)
    page = client.get(path(cast.campus_owner, "audit/")).content.decode()
    assert "reader@campus.example" in page
    assert "The mail server refuses this address (550 5.1.1)." in page
    for _time in range(2):
        answer = client.post(path(cast.campus_owner, f"mails/{failed.pk}/retry/"), {"back": "audit"})
        assert answer.status_code == 302
    failed.refresh_from_db()
    assert (failed.state, failed.attempts) == ("waiting", 0)
    assert recorded() == ["accounts.mail_retried"]


@pytest.mark.parametrize(("who", "answer"), [("campus_editor", 404), ("campus_reader", 404), ("kliniek_owner", 404)])
def test_nobody_else_sends_it_again(cast, browse, failed, who, answer):
    member = getattr(cast, who)
    assert status(browse(member), path(member, f"mails/{failed.pk}/retry/"), {}) == answer
    assert status(browse(member), path(member, f"mails/{failed.pk}/retry/")) == 405
    assert Message.objects.get().state == "failed"


def test_mails_of_another_organisation_are_not_shown(cast, browse, failed):
    assert browse(cast.kliniek_owner).get(path(cast.kliniek_owner, "audit/")).context["undelivered"] == []
