"""Mails that did not arrive: told to who caused them and to owners, sent again or given up."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.actions import invite_colleague
from notifications.acting import acting
from notifications.models import Message
from tests.accounts.pages import path, recorded, status


@pytest.fixture
def caused(cast) -> Message:
    """An invitation that an owner of a supplier sent, refused by the receiver's mail server."""
    token = acting.set(cast.schoon_owner.pk)
    invite_colleague(organisation=cast.schoon, address="nova@example.org", role="editor", by=cast.schoon_owner)
    acting.reset(token)
    Message.objects.update(
        state="failed", failure="address", answer="550", organisation_id=None, tried_since=timezone.now()
    )
    return Message.objects.get()


def shown(browse, member) -> list[tuple[str, str]]:
    answer = browse(member).get(path(member, ""))
    return [(one.row.to, one.subject) for one in answer.context["undelivered"]]


def test_who_caused_it_sees_it_on_the_overview_with_its_subject(cast, browse, caused):
    assert shown(browse, cast.schoon_owner) == [("nova@example.org", "Join Schoon Bedrijf in Samenspel")]
    page = browse(cast.schoon_owner).get(path(cast.schoon_owner, "")).content.decode()
    assert "The mail server refuses this address (550)." in page
    assert shown(browse, cast.catering_owner) == []


def test_an_owner_sees_those_of_the_organisation_without_what_they_say(cast, browse, caused):
    Message.objects.update(organisation_id=cast.catering.pk)
    assert shown(browse, cast.catering_owner) == [("nova@example.org", "")]
    assert shown(browse, cast.catering_editor) == []


@pytest.mark.parametrize(("hours", "told"), [(0.5, 0), (1.5, 1)])
def test_what_still_waits_is_told_of_after_an_hour(cast, browse, caused, hours, told):
    since = timezone.now() - timedelta(hours=hours)
    Message.objects.update(state="waiting", failure="later", tried_since=since, not_before=timezone.now())
    assert len(shown(browse, cast.schoon_owner)) == told


def test_all_are_sent_again_at_once(cast, browse, caused):
    answer = browse(cast.schoon_owner).post(path(cast.schoon_owner, "mails/retry/"), follow=True)
    assert "1 mail is tried again." in answer.content.decode()
    assert Message.objects.values_list("state", "failure", "tried_since").get() == ("waiting", "", None)
    assert recorded()[-1] == "accounts.mail_retried"


def test_it_can_be_given_up(cast, browse, caused):
    address = path(cast.schoon_owner, f"mails/{caused.pk}/away/")
    assert status(browse(cast.catering_owner), path(cast.catering_owner, f"mails/{caused.pk}/away/"), {}) == 404
    assert status(browse(cast.schoon_owner), address, {}) == 302
    assert Message.objects.get().state == "void"
    assert recorded()[-1] == "accounts.mail_given_up"
    assert shown(browse, cast.schoon_owner) == []


@pytest.mark.parametrize("act", ["retry", "away"])
def test_a_second_click_says_what_is_so_and_not_that_it_does_not_exist(cast, browse, caused, act):
    address = path(cast.schoon_owner, f"mails/{caused.pk}/{act}/")
    browse(cast.schoon_owner).post(address)
    answer = browse(cast.schoon_owner).post(address, follow=True)
    assert answer.status_code == 200
    assert "The mail to nova@example.org was sent meanwhile, is being tried again, or is no longer" in (
        answer.content.decode()
    )
    assert [one for one in recorded() if one.startswith("accounts.mail_")] == [
        {"retry": "accounts.mail_retried", "away": "accounts.mail_given_up"}[act]
    ]


def test_nobody_says_that_no_mails_are_tried_again(cast, browse, caused):
    address = path(cast.schoon_owner, "mails/retry/")
    browse(cast.schoon_owner).post(address)
    answer = browse(cast.schoon_owner).post(address, follow=True).content.decode()
    assert "No mail has to be sent again any more." in answer
    assert "0 mails" not in answer
