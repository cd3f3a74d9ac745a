"""The mails as somebody reads them, in both languages; planners plan once."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from accounts.actions import end_membership
from accounts.models import Connection, Membership
from common.text import shortened
from notifications.actions import dispatch_due, plan
from notifications.composing import SUBJECT
from notifications.models import Message
from partnerships.actions import agreement, ending, team
from partnerships.actions import partnership as life
from partnerships.actions import profile as profiles
from partnerships.models import Certificate, TeamMember
from tests.vision.conftest import fill
from vision import actions as vision
from vision.models import VisionVersion


def speak(language, *members):
    for member in members:
        member.user.language = language
        member.user.save(update_fields=["language"])


def sent(member) -> mail.EmailMultiAlternatives:
    """The only mail to a member."""
    dispatch_due()
    [found] = [one for one in mail.outbox if one.to == [member.user.email]]
    return found


def check(message, member, path, by, subject):
    assert message.subject == shortened(subject, SUBJECT)
    assert f"http://localhost:8000{path}" in message.body
    assert f'href="http://localhost:8000{path}"' in message.alternatives[0].content
    assert message.from_email == f"{by.user.name} via Samenspel <post@samenspel.example>"
    # Nobody answers themselves.
    assert message.reply_to == ([] if by == member else [by.user.email])


@pytest.mark.parametrize(
    ("language", "subject"),
    [("en", "Campus Noord proposes a partnership"), ("nl", "Campus Noord stelt een partnership voor")],
)
def test_proposed(cast, lunch, language, subject):
    speak(language, cast.catering_owner)
    row = life.propose(by=cast.campus_editor, supplier=cast.catering, name="Lunch & co", services=[lunch], why="So <b>")
    found = sent(cast.catering_owner)
    path = cast.catering_owner.url("partnerships:answer", pk=row.pk)
    check(found, cast.catering_owner, path, cast.campus_editor, subject)
    assert "Lunch & co" in found.body and "So <b>" in found.body
    assert "Lunch &amp; co" in found.alternatives[0].content and "So &lt;b&gt;" in found.alternatives[0].content


def test_proposed_is_void_once_withdrawn(cast, proposed):
    life.withdraw(partnership=proposed, by=cast.campus_editor)
    dispatch_due()
    assert mail.outbox == []
    assert Message.objects.get(kind="partnerships.proposed").state == Message.State.VOID


@pytest.mark.parametrize(
    ("language", "yes", "no"),
    [("en", "Smaakvol Catering accepts the partnership", "Smaakvol Catering declines the partnership"),
     ("nl", "Smaakvol Catering neemt het partnership aan", "Smaakvol Catering wijst het partnership af")],
)  # fmt: skip
@pytest.mark.parametrize("accepts", [True, False])
def test_answered(cast, proposed, language, yes, no, accepts):
    speak(language, cast.campus_editor)
    if accepts:
        life.accept(partnership=proposed, by=cast.catering_owner, answer="Gladly")
    else:
        life.decline(partnership=proposed, by=cast.catering_owner, reason="No room")
    found = sent(cast.campus_editor)
    path = cast.campus_editor.url("partnerships:home", pk=proposed.pk)
    check(found, cast.campus_editor, path, cast.catering_owner, yes if accepts else no)
    assert ("Gladly" if accepts else "No room") in found.body


@pytest.mark.parametrize(
    ("language", "subject"), [("en", "Write together: agreement "), ("nl", "Schrijf mee aan de overeenkomst ")]
)
def test_who_leads_on_the_other_side_hears_that_the_agreement_was_begun(cast, starting, language, subject):
    speak(language, cast.catering_owner)
    Message.objects.all().delete()
    draft = agreement.begin(partnership=starting, by=cast.campus_editor, language=language)
    path = cast.catering_owner.url("partnerships:agreement-version", pk=draft.pk)
    check(sent(cast.catering_owner), cast.catering_owner, path, cast.campus_editor, subject + starting.name)
    assert len(mail.outbox) == 1


def test_agreement_that_was_put_up_is_not_told_of_as_begun(cast, waiting):
    dispatch_due()
    assert Message.objects.get(kind="partnerships.agreement_begun").state == Message.State.VOID


@pytest.mark.parametrize(
    ("language", "waits", "force"),
    [
        ("en", "Waiting for your approval: agreement ", "In force: agreement "),
        ("nl", "Wacht op jullie akkoord: overeenkomst ", "Van kracht: overeenkomst "),
    ],
)
def test_agreement_waits_and_is_in_force(cast, waiting, language, waits, force):
    speak(language, cast.catering_owner)
    Message.objects.exclude(kind__contains="agreement").delete()
    Message.objects.update(language=language)
    path = cast.catering_owner.url("partnerships:agreement-version", pk=waiting.pk)
    check(
        sent(cast.catering_owner),
        cast.catering_owner,
        path,
        cast.campus_editor,
        waits + waiting.agreement.partnership.name,
    )
    mail.outbox.clear()
    for member in (cast.campus_owner, cast.catering_owner):
        agreement.approve(version=waiting, by=member, sha256=waiting.sha256)
    found = sent(cast.catering_owner)
    check(found, cast.catering_owner, path, cast.catering_owner, force + waiting.agreement.partnership.name)
    assert "Owner Campus Noord" in found.body and waiting.sha256 in found.body


@pytest.mark.parametrize(
    ("language", "words"), [("en", "approved, now you: agreement "), ("nl", "is akkoord, nu jullie nog: overeenkomst ")]
)
def test_the_other_side_hears_of_the_first_approval(cast, waiting, language, words):
    speak(language, cast.campus_owner)
    Message.objects.all().delete()
    agreement.approve(version=waiting, by=cast.catering_owner, sha256=waiting.sha256)
    found = sent(cast.campus_owner)
    path = cast.campus_owner.url("partnerships:agreement-version", pk=waiting.pk)
    check(
        found,
        cast.campus_owner,
        path,
        cast.catering_owner,
        f"Smaakvol Catering {words}{waiting.agreement.partnership.name}",
    )
    assert len(mail.outbox) == 1


def test_agreement_that_was_approved_asks_nobody_again(cast, waiting):
    agreement.approve(version=waiting, by=cast.catering_owner, sha256=waiting.sha256)
    mail.outbox.clear()
    dispatch_due()
    assert not [one for one in mail.outbox if "approval" in one.subject and one.to == [cast.catering_owner.user.email]]


def test_taken_back_and_ending(cast, waiting, starting):
    Message.objects.all().delete()
    agreement.take_back(version=waiting, by=cast.catering_editor, reason="The price")
    dispatch_due()
    assert {one.subject for one in mail.outbox} == {
        f"Taken back to be changed: agreement {waiting.agreement.partnership.name}"
    }
    assert all("The price" in one.body for one in mail.outbox)
    mail.outbox.clear()
    ending.announce_end(partnership=starting, by=cast.campus_owner, reason="Moving", ends_on=timezone.localdate())
    dispatch_due()
    assert {one.to[0].split("@")[1] for one in mail.outbox} == {"campus.example", "catering.example"}
    assert all("Moving" in one.body for one in mail.outbox)


def test_mail_is_void_for_who_left(cast, waiting):
    Membership.objects.filter(pk=cast.catering_owner.pk).update(ended_at=timezone.now())
    dispatch_due()
    message = Message.objects.get(kind="partnerships.agreement_waits", receiver=cast.catering_owner.user)
    assert message.state == Message.State.VOID


# Planned ---------------------------------------------------------------------------------------


def test_reminder_of_an_agreement_comes_weekly_to_both_who_may_sign(cast, waiting):
    kind = {"kind": "partnerships.agreement_reminder"}
    began = waiting.proposed_at
    for days, expected in ((6, 0), (7, 2), (8, 2), (13, 2), (14, 4), (40, 6)):
        for _run in range(3):
            plan(began + timedelta(days=days, minutes=1))
        assert Message.objects.filter(**kind).count() == expected, days
    agreement.approve(version=waiting, by=cast.campus_owner, sha256=waiting.sha256)
    plan(began + timedelta(days=50))
    assert Message.objects.filter(**kind).count() == 7


def test_reminder_reads_well_and_stops_when_approved(cast, waiting):
    Message.objects.all().delete()
    plan(timezone.now() + timedelta(days=7, hours=1))
    Message.objects.update(not_before=timezone.now())
    agreement.approve(version=waiting, by=cast.campus_owner, sha256=waiting.sha256)
    Message.objects.filter(kind="partnerships.agreement_approved").delete()
    dispatch_due()
    assert [one.to for one in mail.outbox] == [[cast.catering_owner.user.email]]
    assert mail.outbox[0].subject == f"Still waiting for your approval: agreement {waiting.agreement.partnership.name}"


@pytest.fixture
def certificate(cast) -> Certificate:
    row = profiles.profile_of(cast.catering_owner)
    day = timezone.localdate() + timedelta(days=100)
    return profiles.add(model=Certificate, profile=row, by=cast.catering_owner, name="ISO 9001", expires_on=day)


def test_certificate_is_mentioned_twice_before_it_ends(cast, certificate):
    ends = datetime.combine(certificate.expires_on, datetime.min.time(), ZoneInfo("Europe/Amsterdam"))
    for days, expected in ((61, 0), (60, 2), (59, 2), (15, 2), (14, 4), (1, 4), (-1, 4)):
        for _run in range(3):
            plan(ends - timedelta(days=days) + timedelta(hours=8))
        assert Message.objects.count() == expected, days
    assert set(Message.objects.values_list("receiver__email", flat=True)) == {
        "owner@catering.example", "editor@catering.example",
    }  # fmt: skip


def test_missed_mornings_make_one_mail(cast, certificate):
    ends = datetime.combine(certificate.expires_on, datetime.min.time(), ZoneInfo("Europe/Amsterdam"))
    plan(ends - timedelta(days=3))
    assert Message.objects.count() == 2


@pytest.mark.parametrize(
    ("language", "subject"),
    [("en", "Your certificate is about to end: ISO 9001"), ("nl", "Jullie certificaat verloopt binnenkort: ISO 9001")],
)
def test_certificate_mail(cast, certificate, language, subject):
    speak(language, cast.catering_owner)
    ends = datetime.combine(certificate.expires_on, datetime.min.time(), ZoneInfo("Europe/Amsterdam"))
    with time_machine.travel(ends - timedelta(days=14) + timedelta(hours=8), tick=False):
        plan(timezone.now())
        found = sent(cast.catering_owner)
    assert found.subject == subject
    assert cast.catering_owner.url("partnerships:certificate", pk=certificate.pk) in found.body


def test_certificate_renewed_in_time_is_not_mentioned(cast, certificate):
    ends = datetime.combine(certificate.expires_on, datetime.min.time(), ZoneInfo("Europe/Amsterdam"))
    plan(ends - timedelta(days=60) + timedelta(hours=8))
    profiles.change(row=certificate, by=cast.catering_owner, expires_on=certificate.expires_on + timedelta(days=365))
    Message.objects.update(not_before=timezone.now())
    dispatch_due()
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("language", "subject"),
    [("en", "The vision of Campus Noord has been published"), ("nl", "De visie van Campus Noord is gepubliceerd")],
)
def test_partners_are_told_of_a_published_vision(cast, browse, starting, language, subject):
    owner = cast.campus_owner
    speak(language, cast.catering_owner)
    draft = vision.begin(by=owner, title="How we receive people", language="en")
    fill(draft, owner)
    home = cast.catering_owner.url("partnerships:home", pk=starting.pk)
    page = cast.catering_owner.url("vision:version", pk=draft.pk)
    assert page not in browse(cast.catering_owner).get(home).content.decode()
    mail.outbox.clear()
    vision.publish(version=draft, by=owner)
    vision.publish(version=draft, by=owner)
    check(sent(cast.catering_owner), cast.catering_owner, page, owner, subject)
    assert page in browse(cast.catering_owner).get(home).content.decode()


def test_who_can_read_a_published_vision_is_told_of_it(cast, starting):
    """With or without a partnership; not a supplier whose connection ended."""
    rows = Message.objects.filter(kind="partnerships.vision_published")
    draft = vision.begin(by=cast.campus_owner, title="How we receive people", language="en")
    fill(draft, cast.campus_owner)
    vision.publish(version=draft, by=cast.campus_owner)
    team = {getattr(cast, f"catering_{role}").user_id for role in ("editor", "contributor", "reader")}
    told = set(rows.values_list("receiver", "organisation_id"))
    assert cast.schoon_owner.user_id in {user for user, _organisation in told}
    assert team <= {user for user, _organisation in told}
    assert {organisation for _user, organisation in told} == {cast.catering.pk, cast.schoon.pk}
    for member in (cast.catering_reader, cast.schoon_owner):
        assert VisionVersion.objects.visible_to(member).filter(pk=draft.pk).exists()

    rows.delete()
    Connection.objects.filter(client=cast.campus, supplier=cast.schoon).update(state="ended")
    second = vision.begin_version(start_from=draft, by=cast.campus_owner)
    vision.publish(version=second, by=cast.campus_owner)
    assert set(rows.values_list("organisation_id", flat=True)) == {cast.catering.pk}


@pytest.mark.parametrize(
    ("language", "subject", "expected"),
    [
        ("en", "You are in the team of the partnership: Kanarie-zegt-piep lunch", "A lead keeps the partnership going"),
        (
            "nl",
            "Je zit in het team van het partnership Kanarie-zegt-piep lunch",
            "Een trekker houdt het partnership gaande",
        ),
    ],
)
def test_who_is_put_into_a_team_hears_by_whom_and_what_is_expected(cast, proposed, language, subject, expected):
    speak(language, cast.catering_reader)
    team.join(partnership=proposed, by=cast.catering_owner, membership=cast.catering_reader, part="lead")
    found = sent(cast.catering_reader)
    path = cast.catering_reader.url("partnerships:home", pk=proposed.pk)
    check(found, cast.catering_reader, path, cast.catering_owner, subject)
    for text in (found.body, found.alternatives[0].content):
        assert expected in text
        assert proposed.name in text and proposed.client.name in text and cast.catering_owner.user.name in text


def test_who_is_put_into_a_team_twice_hears_once_and_who_puts_themselves_there_not_at_all(cast, proposed):
    for part in ("member", "sponsor"):
        team.join(partnership=proposed, by=cast.catering_owner, membership=cast.catering_reader, part=part)
    team.join(partnership=proposed, by=cast.campus_owner, membership=cast.campus_owner, part="sponsor")
    receivers = Message.objects.filter(kind="partnerships.seated").values_list("receiver", flat=True)
    assert list(receivers) == [cast.catering_reader.user_id]


@pytest.mark.parametrize(
    ("language", "subject", "after"),
    [
        (
            "en",
            "You are no longer in the team of the partnership: Kanarie-zegt-piep lunch",
            "You can no longer see this partnership",
        ),
        (
            "nl",
            "Je zit niet meer in het team van het partnership Kanarie-zegt-piep lunch",
            "Je kunt dit partnership niet meer zien",
        ),
    ],
)
def test_who_is_taken_out_of_a_team_hears_by_whom(cast, starting, language, subject, after):
    speak(language, cast.campus_contributor)
    seat = TeamMember.objects.get(partnership=starting, membership=cast.campus_contributor, until=None)
    for _twice in range(2):
        team.leave(seat=seat, by=cast.campus_editor)
    found = sent(cast.campus_contributor)
    check(found, cast.campus_contributor, cast.campus_contributor.url("overview:home"), cast.campus_editor, subject)
    assert after in found.body and after in found.alternatives[0].content


def test_who_leaves_a_team_alone_or_is_back_in_it_or_left_altogether_gets_no_such_mail(cast, starting):
    team.join(partnership=starting, by=cast.campus_owner, membership=cast.campus_owner, part="sponsor")
    seats = {seat.membership_id: seat for seat in TeamMember.objects.filter(partnership=starting, until=None)}
    team.leave(seat=seats[cast.campus_contributor.pk], by=cast.campus_editor)
    team.join(partnership=starting, by=cast.campus_editor, membership=cast.campus_contributor, part="member")
    team.leave(seat=seats[cast.campus_owner.pk], by=cast.campus_owner)
    end_membership(membership=cast.campus_reader, by=cast.campus_owner, successor=cast.campus_owner)
    dispatch_due()
    assert not [one for one in mail.outbox if "no longer in the team" in one.subject]
