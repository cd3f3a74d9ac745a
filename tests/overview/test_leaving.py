"""Somebody leaves: all that hangs on them is named, goes to colleagues, and each hears of it once."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone, translation
from django.utils.formats import date_format

from accounts import actions as accounts_actions
from accounts.handover import held_by
from accounts.models import Membership
from meetings import actions as meeting_actions
from meetings.models import Action, Meeting, Participant
from notifications.actions import dispatch_due, plan
from notifications.models import Message
from partnerships.actions import team
from partnerships.models import AgreementVersion, Partnership, TeamMember
from services.actions import assessment as rounds
from services.models import Assessor, Service
from vision.actions import review, writing
from vision.models import Reviewer

CHANGE = {"may_sign": "", "job_title": "", "telephone": ""}


@pytest.fixture
def pair(cast) -> Partnership:
    row = Partnership.objects.create(
        client=cast.campus, supplier=cast.catering, name="Lunch", proposed_by=cast.campus_editor,
        state=Partnership.State.RUNNING, started_on=timezone.localdate(),
    )  # fmt: skip
    for member, side in ((cast.campus_editor, "client"), (cast.catering_editor, "supplier")):
        TeamMember.objects.create(
            partnership=row, membership=member, user=member.user, part="lead", side=side, since=timezone.localdate()
        )
    return row


@pytest.fixture
def meeting(cast, pair) -> Meeting:
    starts_at = timezone.now() + timedelta(days=20)
    made = meeting_actions.make_meeting(
        partnership=pair, by=cast.campus_editor, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1),
        members=[cast.campus_editor, cast.catering_editor], level="operational", title="Weekly",
        time_zone="Europe/Amsterdam",
    )  # fmt: skip
    meeting_actions.plan_meeting(meeting=made, by=cast.campus_editor)
    dispatch_due()
    mail.outbox.clear()
    return made


def end(cast, **chosen) -> None:
    accounts_actions.end_membership(membership=cast.campus_editor, by=cast.campus_owner, **chosen)
    dispatch_due()


def to(address: str) -> list:
    return [one for one in mail.outbox if one.to == [address]]


def method_of(one) -> str:
    calendars = [part for part in one.alternatives if part[1].startswith("text/calendar")]
    return calendars[0][1].rsplit("method=", 1)[-1] if calendars else ""


def test_the_successor_gets_one_mail_with_all_and_an_invitation(cast, pair, meeting):
    meeting_actions.make_action(
        partnership=pair, by=cast.campus_editor, text="Send the menu", owner=cast.campus_editor,
        due=timezone.localdate(),
    )  # fmt: skip
    end(cast, successor=cast.campus_contributor, takers=organising(cast, meeting))
    got = to("contributor@campus.example")
    assert sorted(method_of(one) for one in got) == ["", "REQUEST"]
    told = next(one for one in got if not method_of(one))
    assert told.subject == "You take over 3 things from Editor Campus Noord"
    assert told.reply_to == ["owner@campus.example"]
    for words in ("Send the menu", "Place in the team of a partnership: Lunch", f"/meetings/{meeting.pk}/"):
        assert told.body.count(words) == 1


def organising(cast, meeting) -> dict:
    return {f"take-meetings.organiser-{meeting.partnership_id}": cast.campus_owner}


def test_calendars_follow_with_the_new_organiser(cast, meeting):
    sequence = Meeting.objects.get(pk=meeting.pk).sequence
    end(cast, successor=cast.campus_contributor, takers=organising(cast, meeting))
    assert Meeting.objects.get(pk=meeting.pk).organiser == cast.campus_owner
    assert Meeting.objects.get(pk=meeting.pk).sequence > sequence
    (gone,) = [one for one in to("editor@campus.example") if method_of(one)]
    assert method_of(gone) == "CANCEL"
    assert "/o/campus/" not in gone.body
    (other,) = to("editor@catering.example")
    assert method_of(other) == "REQUEST"
    assert "was Editor Campus Noord, is now Owner Campus Noord" in other.body
    calendar = next(part[0] for part in other.alternatives if part[1].startswith("text/calendar"))
    assert "editor@campus.example" not in calendar.replace("\r\n ", "")
    assert [one for one in mail.outbox if "editor@campus.example" in one.reply_to] == []


def test_only_who_may_takes_over(cast, meeting):
    with pytest.raises(ValidationError) as refused:
        end(cast, successor=cast.campus_contributor)
    assert refused.value.message_dict == {
        f"take-meetings.organiser-{meeting.partnership_id}": [
            "Contributor Campus Noord may not do this. Choose somebody else."
        ]
    }
    assert Membership.objects.get(pk=cast.campus_editor.pk).ended_at is None


def test_the_page_names_everything_before_it_ends(cast, browse, pair, meeting):
    browser, address = browse(cast.campus_owner), cast.campus.url("accounts:member-end", pk=cast.campus_editor.pk)
    form = browser.get(address).context["form"]
    assert [(held.duty.name, len(held.things)) for held in form.held] == [
        ("partnerships.seat", 1), ("meetings.place", 1), ("meetings.organiser", 1),
    ]  # fmt: skip
    # What came up since the page was opened is shown first.
    late = meeting_actions.make_action(
        partnership=pair, by=cast.campus_owner, text="Late", owner=cast.campus_editor, due=timezone.localdate()
    )
    data = {"shown": form["shown"].value(), "successor": cast.campus_owner.pk}
    answer = browser.post(address, data)
    assert (answer.status_code, "Late" in answer.content.decode()) == (422, True)
    data["shown"] = answer.context["form"]["shown"].value()
    assert browser.post(address, data).status_code == 302
    assert Action.objects.get(pk=late.pk).owner == cast.campus_owner


def test_a_refused_end_says_at_the_top_what_is_missing_and_leads_to_the_field(cast, browse, meeting):
    browser, address = browse(cast.campus_owner), cast.campus.url("accounts:member-end", pk=cast.campus_editor.pk)
    data = {"shown": browser.get(address).context["form"]["shown"].value()}
    page = browser.post(address, data).content.decode()
    summary = page[page.index('id="errors"') : page.index("This is what will happen")]
    field = f"id_take-meetings.organiser-{meeting.partnership_id}"
    assert f'<a href="#{field}">Organises meetings: Lunch</a>: Choose who takes this over.' in summary
    assert f'<select name="take-meetings.organiser-{meeting.partnership_id}" aria-invalid="true"' in page
    assert page.count("data-focus") == 1


def test_a_lowered_role_hands_over_what_it_may_no_longer_do(cast, browse, meeting):
    browser, address = browse(cast.campus_owner), cast.campus.url("accounts:member", pk=cast.campus_editor.pk)
    answer = browser.post(address, {**CHANGE, "role": "reader"})
    assert (answer.status_code, Membership.objects.get(pk=cast.campus_editor.pk).role) == (422, "editor")
    assert [held.duty.name for held in answer.context["handing"].held] == ["partnerships.seat", "meetings.organiser"]
    shown = answer.context["handing"]["shown"].value()
    data = {**CHANGE, "role": "reader", "shown": shown, "successor": cast.campus_owner.pk}
    assert browser.post(address, data).status_code == 302
    assert Membership.objects.get(pk=cast.campus_editor.pk).role == "reader"
    assert Meeting.objects.get(pk=meeting.pk).organiser == cast.campus_owner
    assert Participant.objects.get(meeting=meeting, membership=cast.campus_editor).removed_at is None


def test_who_is_taken_out_of_a_team_leaves_nothing_there(cast, pair, meeting):
    meeting_actions.make_action(
        partnership=pair, by=cast.campus_editor, text="Send the menu", owner=cast.campus_editor,
        due=timezone.localdate(),
    )  # fmt: skip
    team.leave(seat=TeamMember.objects.get(membership=cast.campus_editor), by=cast.campus_owner)
    assert Action.objects.get().owner == cast.campus_owner
    assert Meeting.objects.get(pk=meeting.pk).organiser == cast.campus_owner


def test_a_reviewer_who_leaves_is_replaced_and_who_asked_is_told(cast):
    version = writing.begin(by=cast.campus_owner, language="en", title="Vision")
    review.ask_review(version=version, members=[cast.campus_editor], by=cast.campus_owner)
    dispatch_due()
    mail.outbox.clear()
    accounts_actions.end_membership(membership=cast.campus_editor, by=cast.campus_editor)
    dispatch_due()
    (told,) = to("owner@campus.example")
    assert told.subject == "Editor Campus Noord no longer does what you had asked"
    assert "Nobody does this now, and nobody waits for it any more." in told.body
    assert list(Reviewer.objects.filter(version=version).current()) == []


def test_an_assessor_who_leaves_is_replaced(cast):
    service = Service.objects.create(client=cast.campus, name="Catering")
    made = rounds.make_assessment(
        by=cast.campus_owner, title="Round", deadline=timezone.now() + timedelta(days=9), services=[service],
        assessors=[cast.campus_editor],
    )  # fmt: skip
    rounds.open_assessment(assessment=made, by=cast.campus_owner)
    end(cast, successor=cast.campus_contributor)
    assert [one.member for one in Assessor.objects.all()] == [cast.campus_contributor]


# Rights that nobody has ------------------------------------------------------------------------


@pytest.fixture
def proposed(cast, pair) -> AgreementVersion:
    from partnerships.actions import agreement
    from partnerships.canonical import hash_of, now

    version = agreement.begin(partnership=pair, by=cast.campus_editor, language="en")
    sha256 = hash_of(now(version)[1])
    agreement.put_up(version=version, by=cast.campus_editor, sha256=sha256, leave_open=True, open_reason="later")
    dispatch_due()
    mail.outbox.clear()
    return version


def test_owners_are_asked_and_who_gets_the_right_is_told(cast, browse, proposed):
    accounts_actions.change_membership(
        membership=cast.catering_owner, by=cast.catering_owner, may_sign=False,
        takers={f"take-accounts.signer-{cast.catering.pk}": None},
    )  # fmt: skip
    for _time in range(2):
        plan(timezone.now())
    dispatch_due()
    asked = [one for one in to("owner@catering.example") if one.subject.startswith("Appoint")]
    assert [(one.subject[:29], proposed.title in one.body) for one in asked] == [
        ("Appoint somebody who may sign", True)
    ]
    page = "partnerships:agreement-version"
    for member in (cast.campus_editor, cast.catering_editor):
        told = browse(member).get(member.url(page, pk=proposed.pk)).content.decode()
        assert "At Smaakvol Catering nobody may sign at the moment" in told
    mail.outbox.clear()
    accounts_actions.change_membership(membership=cast.catering_editor, by=cast.catering_owner, may_sign=True)
    dispatch_due()
    (told,) = to("editor@catering.example")
    assert told.subject == "You may now sign at Smaakvol Catering: this waits for you"
    assert proposed.title in told.body


def test_the_overview_asks_owners_to_appoint_a_signer(cast, browse, proposed):
    Membership.objects.filter(pk=cast.catering_owner.pk).update(may_sign=False)
    asked = browse(cast.catering_owner).get(cast.catering.url("overview:home")).context["asked"]
    assert [one.asked.title for one in asked if "sign" in one.asked.title] == [
        f"Appoint somebody who may sign: {proposed.title}"
    ]


def test_who_left_gets_no_mail_but_of_the_end_and_the_cancellation(cast, meeting, proposed):
    end(cast, successor=cast.campus_owner)
    Message.objects.update(state=Message.State.WAITING, attempts=0)
    mail.outbox.clear()
    dispatch_due()
    ended = "Your membership of Campus Noord has ended"
    assert [one.subject for one in to("editor@campus.example") if method_of(one) != "CANCEL"] == [ended]
    assert held_by(Membership.objects.get(pk=cast.campus_editor.pk), cast.campus_owner) == []


# The language of who reads ---------------------------------------------------------------------


def speaks(member: Membership, language: str) -> None:
    member.user.language = language
    member.user.save(update_fields=["language"])


def test_a_mail_about_a_hand_over_is_in_the_language_of_its_receiver_throughout(cast, pair, meeting):
    speaks(cast.campus_contributor, "nl")
    end(cast, successor=cast.campus_contributor, takers=organising(cast, meeting))
    (told,) = [one for one in to("contributor@campus.example") if not method_of(one)]
    with translation.override("nl"):
        lines = [f"Weekly, {date_format(meeting.local_start, 'j F Y')}", "trekker"]
    assert [line for line in lines if f"- {line}\n" not in told.body] == []


def test_who_did_it_gets_no_mail_about_it(cast, meeting):
    review.ask_review(
        version=writing.begin(by=cast.campus_owner, language="en", title="Vision"), members=[cast.campus_editor],
        by=cast.campus_owner,
    )  # fmt: skip
    end(cast, successor=cast.campus_owner)
    assert [method_of(one) for one in to("owner@campus.example")] == ["REQUEST"]


def test_the_new_organiser_gets_the_entry_with_words_that_fit(cast, meeting):
    speaks(cast.campus_contributor, "nl")
    accounts_actions.change_membership(membership=cast.campus_contributor, by=cast.campus_owner, role="editor")
    end(cast, successor=cast.campus_contributor)
    (entry,) = [one for one in to("contributor@campus.example") if method_of(one)]
    with translation.override("nl"):
        day = date_format(meeting.local_start, "j F")
    assert entry.subject == f"Voor je agenda, {day}: Weekly: Campus Noord – Smaakvol Catering"
    assert "Je organiseert dit overleg vanaf nu, in plaats van Editor Campus Noord. Je staat als aanwezig" in entry.body
    assert [words for words in ("nodigt je uit", "Laat weten") if words in entry.body] == []
    assert Participant.objects.get(meeting=meeting, membership=cast.campus_contributor).reply == "accepted"


def test_who_takes_part_already_reads_that_they_organise_it_now(cast, meeting):
    accounts_actions.change_membership(membership=cast.campus_contributor, by=cast.campus_owner, role="editor")
    meeting_actions.set_people(
        meeting=meeting, by=cast.campus_editor,
        members=[cast.campus_editor, cast.campus_contributor, cast.catering_editor],
    )  # fmt: skip
    dispatch_due()
    mail.outbox.clear()
    end(cast, successor=cast.campus_contributor)
    (entry,) = [one for one in to("contributor@campus.example") if method_of(one)]
    assert "You organise this meeting from now on." in entry.body


def test_whose_membership_is_ended_is_told_in_their_own_language(cast):
    Membership.objects.create(user=cast.campus_editor.user, organisation=cast.kliniek, role="reader")
    speaks(cast.campus_editor, "nl")
    end(cast)
    (told,) = to("editor@campus.example")
    with translation.override("nl"):
        day = date_format(timezone.localtime(), "j F Y")
    assert (told.subject, told.reply_to) == ("Je lidmaatschap van Campus Noord is beëindigd", ["owner@campus.example"])
    for words in (
        f"Op {day} beëindigde Owner Campus Noord je lidmaatschap van Campus Noord in Samenspel.",
        "Je bent nog lid van: Kliniek Oost.",
        "Vraag het aan Owner Campus Noord: owner@campus.example.",
    ):
        assert words in told.body
    assert "/o/campus/" not in told.body


def test_who_leaves_by_themselves_gets_no_mail_about_it(cast):
    accounts_actions.end_membership(membership=cast.campus_editor, by=cast.campus_editor)
    dispatch_due()
    assert to("editor@campus.example") == []


# The right that somebody got -------------------------------------------------------------------


def test_a_mail_about_what_waits_names_the_right_that_was_given(cast, proposed):
    accounts_actions.change_membership(
        membership=cast.catering_owner, by=cast.catering_owner, may_sign=False,
        takers={f"take-accounts.signer-{cast.catering.pk}": None},
    )  # fmt: skip
    accounts_actions.change_membership(membership=cast.catering_editor, by=cast.catering_owner, may_sign=True)
    accounts_actions.change_membership(
        membership=cast.catering_reader, by=cast.catering_owner, may_sign=True, role="owner"
    )
    dispatch_due()
    (signs,) = to("editor@catering.example")
    assert "Owner Smaakvol Catering gave you the right to sign." in signs.body
    assert f"- Sign: {proposed.title} (Lunch)" in signs.body
    (both,) = to("reader@catering.example")
    assert "gave you the role “owner” and the right to sign." in both.body
