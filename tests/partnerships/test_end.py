"""What is left of a partnership once its end is announced, and when it is over."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.formats import date_format

from accounts.models import AuditEvent
from notifications.actions import dispatch_due, plan
from notifications.models import Message
from partnerships.actions import agreement, ending, home
from partnerships.asked import asked_of
from partnerships.models import (
    AgreementVersion,
    EndConfirmation,
    HandoverItem,
    Partnership,
    StartProgramme,
    StartStep,
    TeamMember,
)
from tests.partnerships.test_pages import url


def end(row: Partnership, cast) -> None:
    ending.announce_end(partnership=row, by=cast.campus_owner, reason="Enough", ends_on=timezone.localdate())


def test_no_agreement_is_written_or_approved_once_the_end_is_announced(cast, waiting, starting):
    end(starting, cast)
    for action in (
        lambda: agreement.approve(version=waiting, by=cast.campus_owner, sha256=waiting.sha256),
        lambda: agreement.take_back(version=waiting, by=cast.campus_owner, reason="Why not"),
        lambda: agreement.new_version(agreement=waiting.agreement, by=cast.campus_editor),
    ):
        with pytest.raises(ValidationError, match="starting or running"):
            action()
    assert AgreementVersion.objects.get().state == "proposed"


def test_a_draft_is_only_read_once_the_end_is_announced(cast, browse, draft, starting):
    section = draft.sections.first()
    end(starting, cast)
    with pytest.raises(ValidationError, match="starting or running"):
        agreement.write_section(section=section, by=cast.campus_editor, revision=1, body="<p>Late</p>")
    for member in (cast.campus_editor, cast.catering_editor):
        page = browse(member).get(url(member, "agreement-version", draft.pk))
        assert (page.context["may_edit"], page.context["may_discard"]) == (False, False)
        assert "Never in force" in page.content.decode()
        assert "You write this together" not in page.content.decode()


def test_what_waits_for_approval_is_asked_of_nobody_once_the_end_is_announced(cast, browse, waiting, starting):
    end(starting, cast)
    for member in (cast.campus_owner, cast.catering_owner):
        assert [one.kind for one in asked_of(member)] == []
        page = browse(member).get(url(member, "agreement-version", waiting.pk))
        assert (page.context["form"], page.context["may_take_back"]) == (None, False)
        home = browse(member).get(url(member, "home", starting.pk))
        assert [one["label"] for one in home.context["agreements"]] == ["never in force"]
        assert {ask.page for ask in home.context["asks"]} == {"partnerships:ending"}


def test_what_was_in_force_is_shown_as_past_when_the_partnership_has_ended(cast, browse, in_force, starting):
    end(starting, cast)
    page = browse(cast.campus_reader).get(url(cast.campus_reader, "home", starting.pk))
    assert [one["label"] for one in page.context["agreements"]] == ["in force"]
    Partnership.objects.filter(pk=starting.pk).update(state="ended", ended_at=timezone.now())
    page = browse(cast.campus_reader).get(url(cast.campus_reader, "home", starting.pk))
    assert [one["label"] for one in page.context["agreements"]] == ["was in force until the end"]


@pytest.mark.parametrize("state", ["declined", "withdrawn", "ended"])
def test_nothing_that_is_over_offers_a_form_or_asks_to_begin(cast, browse, in_state, state):
    row = in_state(state)
    Partnership.objects.filter(pk=row.pk).update(ended_at=timezone.now(), answered_at=timezone.now())
    for member in (cast.campus_editor, cast.catering_editor):
        client = browse(member)
        for name in ("team", "goals", "links"):
            assert client.get(url(member, name, row.pk)).context["form"] is None, name
        page = client.get(url(member, "home", row.pk))
        for words in ("There is no agreement yet", "No goals yet", "Put links to them here", "Begin the agreement"):
            assert words not in page.content.decode()
        assert page.context["asks"] == []


def test_the_client_alone_is_offered_another_proposal_after_a_no(cast, browse, in_state):
    row = in_state("declined")
    Partnership.objects.filter(pk=row.pk).update(answered_at=timezone.now())
    seen = {who: browse(getattr(cast, who)).get(url(getattr(cast, who), "home", row.pk)) for who in (
        "campus_editor", "campus_reader", "catering_editor")}  # fmt: skip
    assert {who: "Make another proposal" in page.content.decode() for who, page in seen.items()} == {
        "campus_editor": True, "campus_reader": False, "catering_editor": False,
    }  # fmt: skip


def test_a_start_that_the_end_cut_off_is_late_no_more(cast, browse, starting):
    StartProgramme.objects.update(began_on=timezone.localdate() - timedelta(days=30))
    StartStep.objects.update(due_on=timezone.localdate() - timedelta(days=3))
    client, address = browse(cast.campus_reader), url(cast.campus_reader, "start", starting.pk)
    assert client.get(address).context["late"] == 15
    end(starting, cast)
    page = client.get(address)
    assert page.context["late"] == 0
    assert "Stopped at 0 of 15 steps" in page.content.decode()


# Each side confirms ------------------------------------------------------------------------------


def handed_over(row: Partnership) -> None:
    HandoverItem.objects.filter(partnership=row).update(done_at=timezone.now())


def mailed(kind: str) -> list[str]:
    rows = Message.objects.filter(kind=kind).order_by("receiver__email")
    return list(rows.values_list("receiver__email", flat=True))


def test_a_line_of_the_partner_is_neither_ticked_nor_removed(cast, starting):
    end(starting, cast)
    theirs = HandoverItem.objects.filter(partnership=starting, side="supplier").first()
    with pytest.raises(ValidationError, match="hands this over, and says so itself"):
        home.tick_handover(item=theirs, by=cast.campus_editor, done=True)
    with pytest.raises(ValidationError, match="hands this over, and says so itself"):
        home.remove_handover(item=theirs, by=cast.campus_editor)
    home.tick_handover(item=theirs, by=cast.catering_editor, done=True)


def test_one_side_alone_ends_nothing_and_the_other_is_asked(cast, starting):
    end(starting, cast)
    handed_over(starting)
    for _time in range(2):
        ending.complete_end(partnership=starting, by=cast.campus_editor)
    assert Partnership.objects.get(pk=starting.pk).state == "ending"
    asked = mailed("partnerships.end_confirmed")
    assert "owner@catering.example" in asked
    assert {one.split("@")[1] for one in asked} == {"catering.example"}
    assert len(asked) == len(set(asked))
    assert mailed("partnerships.ended") == []


def test_both_confirm_and_both_are_told(cast, starting):
    end(starting, cast)
    handed_over(starting)
    ending.complete_end(partnership=starting, by=cast.campus_editor)
    ending.complete_end(partnership=starting, by=cast.catering_editor)
    assert Partnership.objects.get(pk=starting.pk).state == "ended"
    told = mailed("partnerships.ended")
    assert {one.split("@")[1] for one in told} == {"campus.example", "catering.example"}
    dispatch_due()
    assert "both confirmed the end" in mail.outbox[-1].body


def test_the_end_is_not_confirmed_before_its_last_day(cast, starting):
    ending.announce_end(
        partnership=starting, by=cast.campus_owner, reason="Enough", ends_on=timezone.localdate() + timedelta(days=1)
    )
    handed_over(starting)
    with pytest.raises(ValidationError, match="can be confirmed from that day on"):
        ending.complete_end(partnership=starting, by=cast.campus_owner)


def test_who_opens_a_line_again_has_not_confirmed(cast, starting):
    end(starting, cast)
    handed_over(starting)
    ending.complete_end(partnership=starting, by=cast.campus_editor)
    own = HandoverItem.objects.filter(partnership=starting, side="client").first()
    home.tick_handover(item=own, by=cast.campus_editor, done=False)
    ending.complete_end(partnership=starting, by=cast.catering_editor)
    assert Partnership.objects.get(pk=starting.pk).state == "ending"


def test_the_page_says_who_confirmed_and_who_is_asked(cast, browse, starting):
    end(starting, cast)
    handed_over(starting)
    ending.complete_end(partnership=starting, by=cast.campus_editor)
    seen = {who: browse(member).get(url(member, "ending", starting.pk)) for who, member in (
        ("client", cast.campus_editor), ("supplier", cast.catering_editor))}  # fmt: skip
    assert {who: page.context["may_complete"] for who, page in seen.items()} == {"client": False, "supplier": True}
    assert "confirmed by Editor Campus Noord" in seen["supplier"].content.decode()


def test_the_second_to_announce_is_told_that_it_was_announced(cast, starting):
    end(starting, cast)
    with pytest.raises(ValidationError, match="announced the end before you"):
        ending.announce_end(partnership=starting, by=cast.catering_owner, reason="Ours", ends_on=timezone.localdate())


# Taken back -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("since", "state"), [(None, "starting"), (timezone.localdate(), "running")])
def test_an_end_that_is_taken_back_leaves_what_was_and_tells_both(cast, starting, since, state):
    Partnership.objects.update(running_since=since, state=state)
    end(starting, cast)
    handed_over(starting)
    ending.complete_end(partnership=starting, by=cast.catering_editor)
    for _time in range(2):
        ending.take_back_end(partnership=starting, by=cast.campus_editor)
    row = Partnership.objects.get()
    assert (row.state, row.end_announced_by, row.end_reason, row.ends_on) == (state, None, "", None)
    assert HandoverItem.objects.exclude(done_at=None).count() == EndConfirmation.objects.count() == 0
    told = mailed("partnerships.end_taken_back")
    assert {one.split("@")[1] for one in told} == {"campus.example", "catering.example"}
    assert len(told) == len(set(told))
    assert AuditEvent.objects.filter(event="partnerships.end_taken_back").count() == 1
    mail.outbox.clear()
    dispatch_due()
    assert "It goes on as before" in mail.outbox[-1].body


def test_an_end_announced_again_keeps_the_lines_that_were_added(cast, starting):
    end(starting, cast)
    home.add_handover(partnership=starting, by=cast.campus_editor, text="Spare keys", side="client")
    lines = HandoverItem.objects.count()
    ending.take_back_end(partnership=starting, by=cast.campus_editor)
    end(starting, cast)
    assert HandoverItem.objects.count() == lines


def test_the_other_side_takes_no_announcement_back(cast, browse, starting):
    end(starting, cast)
    page = browse(cast.catering_editor).post(url(cast.catering_editor, "end-take-back", starting.pk))
    assert page.status_code == 422
    assert "since it announced the end" in page.content.decode()
    assert Partnership.objects.get().state == "ending"
    seen = browse(cast.catering_editor).get(url(cast.catering_editor, "ending", starting.pk))
    assert not seen.context["may_take_back"]


def test_an_end_that_both_confirmed_is_not_taken_back(cast, starting):
    end(starting, cast)
    handed_over(starting)
    ending.complete_end(partnership=starting, by=cast.campus_editor)
    ending.complete_end(partnership=starting, by=cast.catering_editor)
    with pytest.raises(ValidationError, match="no longer possible"):
        ending.take_back_end(partnership=starting, by=cast.campus_editor)


# What is open, and no answer --------------------------------------------------------------------


def test_the_page_of_the_end_names_what_is_open(cast, browse, waiting, starting):
    end(starting, cast)
    page = browse(cast.campus_owner).get(url(cast.campus_owner, "ending", starting.pk))
    found = {one.label: len(one.things) + one.more for one in page.context["still_open"]}
    assert found == {"Agreement that never came into force": 1, "Open steps of the start programme": 15}


def confirmed_ago(row: Partnership, cast, days: int) -> None:
    day = timezone.localdate() - timedelta(days=days)
    end(row, cast)
    Partnership.objects.update(ends_on=day)
    handed_over(row)
    ending.complete_end(partnership=row, by=cast.campus_editor)
    EndConfirmation.objects.update(created_at=timezone.now() - timedelta(days=days))


@pytest.mark.parametrize(("days", "mails"), [(6, 0), (8, 1)])
def test_who_does_not_confirm_is_reminded_after_a_week(cast, starting, days, mails):
    confirmed_ago(starting, cast, days)
    for _time in range(2):
        plan(timezone.now())
    told = mailed("partnerships.end_reminder")
    assert told.count("owner@catering.example") == mails
    assert {one.split("@")[1] for one in told} == ({"catering.example"} if mails else set())


def test_an_owner_completes_the_end_when_nobody_answered_for_fourteen_days(cast, browse, starting):
    confirmed_ago(starting, cast, 14)
    client = browse(cast.campus_owner)
    assert client.get(url(cast.campus_owner, "ending", starting.pk)).context["may_complete_alone"]
    client.post(url(cast.campus_owner, "end-alone", starting.pk), {"reason": "They went bankrupt"})
    row = Partnership.objects.get()
    assert (row.state, row.ended_alone_by, row.ended_alone_because) == (
        "ended",
        cast.campus_owner,
        "They went bankrupt",
    )
    home_page = browse(cast.catering_owner).get(url(cast.catering_owner, "home", starting.pk)).content.decode()
    assert "Completed by Owner Campus Noord, without confirmation by Smaakvol Catering" in home_page
    assert "They went bankrupt" in home_page
    event = AuditEvent.objects.get(event="partnerships.ended_alone")
    assert event.object_name == cast.catering_owner.organisation.name
    told = mailed("partnerships.ended")
    assert {one.split("@")[1] for one in told} == {"campus.example", "catering.example"}
    dispatch_due()
    theirs = [one for one in mail.outbox if one.to == ["owner@catering.example"]][-1]
    words = "without your confirmation. Everything stays readable for both sides. The reason: “They went bankrupt”"
    assert words in theirs.body


def test_nobody_completes_the_end_alone_before_or_without_being_an_owner(cast, starting):
    confirmed_ago(starting, cast, 13)
    with pytest.raises(ValidationError, match="can still confirm"):
        ending.complete_alone(partnership=starting, by=cast.campus_owner, reason="Too soon")
    EndConfirmation.objects.update(created_at=timezone.now() - timedelta(days=20))
    with pytest.raises(PermissionDenied):
        ending.complete_alone(partnership=starting, by=cast.campus_editor, reason="No owner")
    with pytest.raises(ValidationError, match="Confirm the end for your own side first"):
        ending.complete_alone(partnership=starting, by=cast.catering_owner, reason="Other side")
    assert Partnership.objects.get().state == "ending"


def test_nobody_gives_a_side_that_confirmed_the_end_another_line(cast, starting):
    end(starting, cast)
    handed_over(starting)
    ending.complete_end(partnership=starting, by=cast.campus_editor)
    with pytest.raises(ValidationError, match="confirmed the end before"):
        home.add_handover(partnership=starting, by=cast.catering_editor, text="Keys", side="client")
    assert EndConfirmation.objects.get().side == "client"
    home.add_handover(partnership=starting, by=cast.catering_editor, text="Keys", side="supplier")
    assert EndConfirmation.objects.get().side == "client"


@pytest.mark.parametrize("way", ["add", "open again"])
def test_who_takes_back_the_own_confirmation_by_a_line_reads_so(cast, browse, starting, way):
    end(starting, cast)
    handed_over(starting)
    ending.complete_end(partnership=starting, by=cast.campus_editor)
    browser = browse(cast.campus_editor)
    own = HandoverItem.objects.filter(partnership=starting, side="client").first()
    address, data = (
        ("ending", {"text": "Spare keys", "side": "client"}) if way == "add" else ("handover-tick", {"done": "0"})
    )
    page = browser.post(
        url(cast.campus_editor, address, starting.pk if way == "add" else own.pk), data, follow=True
    ).content.decode()
    assert "Your side’s confirmation of the end no longer counts." in page
    assert not EndConfirmation.objects.exists()


def test_the_page_says_what_stands_between_a_side_and_its_confirmation(cast, browse, starting):
    ending.announce_end(
        partnership=starting, by=cast.campus_editor, reason="Enough", ends_on=timezone.localdate() + timedelta(days=1)
    )
    Partnership.objects.update(ends_on=timezone.localdate() + timedelta(days=1))

    def page() -> str:
        found = browse(cast.catering_editor).get(url(cast.catering_editor, "ending", starting.pk))
        return " ".join(found.content.decode().split())

    assert "4 of your own lines are not handed over yet" in page()
    assert "your side can confirm the end here, once your own lines are ticked" in page()
    HandoverItem.objects.filter(side="client").update(done_at=timezone.now())
    Partnership.objects.update(ends_on=timezone.localdate())
    ending.complete_end(partnership=starting, by=cast.campus_editor)
    until = date_format(timezone.localdate() + timedelta(days=14), "j F Y")
    late = f"Without your confirmation, an owner of Campus Noord can complete the end from {until} on."
    assert late in page()
    HandoverItem.objects.update(done_at=timezone.now())
    assert "Your side has handed over everything" in page()
    assert late in page()


def test_who_is_asked_to_confirm_are_those_who_may(cast, browse, starting):
    end(starting, cast)
    page = browse(cast.campus_editor).get(url(cast.campus_editor, "ending", starting.pk))
    asked = {row["side"]: row["asked"] for row in page.context["confirmed"]}
    assert asked == {"client": "Editor Campus Noord", "supplier": "Editor Smaakvol Catering, Owner Smaakvol Catering"}


def test_the_mail_that_asks_to_confirm_says_how_and_what_happens_otherwise(cast, starting):
    end(starting, cast)
    handed_over(starting)
    ending.complete_end(partnership=starting, by=cast.campus_editor)
    dispatch_due()
    found = [one for one in mail.outbox if one.to == ["owner@catering.example"]][-1]
    until = date_format(timezone.localdate() + timedelta(days=14), "DATE_FORMAT")
    for text in (found.body, found.alternatives[0].content):
        assert "It has ended once your side has confirmed it too" in text
        assert f"Without your confirmation, an owner of Campus Noord can complete the end from {until} on." in text


def test_who_takes_an_announcement_back_is_not_mailed_about_it(cast, starting):
    end(starting, cast)
    ending.take_back_end(partnership=starting, by=cast.campus_editor)
    told = mailed("partnerships.end_taken_back")
    assert "editor@campus.example" not in told
    assert {"contributor@campus.example", "owner@catering.example"} <= set(told)


# Who is told, and who is asked -------------------------------------------------------------------


def test_an_announced_end_is_told_to_both_teams_but_for_who_announced_it(cast, starting):
    ending.announce_end(partnership=starting, by=cast.campus_editor, reason="Moved", ends_on=timezone.localdate())
    told = mailed("partnerships.ending")
    assert {one.split("@")[1] for one in told} == {"campus.example", "catering.example"}
    assert "editor@campus.example" not in told
    assert "contributor@campus.example" in told
    mail.outbox = []
    dispatch_due()
    bodies = {one.to[0]: one.body for one in mail.outbox}
    assert "Editor Campus Noord announced for your side" in bodies["contributor@campus.example"]
    assert "Editor Campus Noord of Campus Noord announced" in bodies["editor@catering.example"]
    assert "Editor Campus Noord gave this reason:\nMoved" in bodies["editor@catering.example"]


def test_who_is_named_and_mailed_to_confirm_has_the_button(cast, browse, starting):
    """Named on the page, asked by mail at once and reminded each week: the same people."""
    confirmed_ago(starting, cast, 8)
    plan(timezone.now())
    asked = mailed("partnerships.end_confirmed")
    assert asked == ["editor@catering.example", "owner@catering.example"]
    assert mailed("partnerships.end_reminder") == asked
    page = browse(cast.campus_editor).get(url(cast.campus_editor, "ending", starting.pk))
    named = next(one["asked"] for one in page.context["confirmed"] if one["side"] == "supplier")
    assert sorted(named.split(", ")) == sorted(str(one.user) for one in (cast.catering_editor, cast.catering_owner))
    for member in (cast.catering_editor, cast.catering_owner):
        page = browse(member).get(url(member, "ending", starting.pk))
        assert (page.status_code, page.context["may_complete"]) == (200, True)
        assert url(member, "end-complete", starting.pk) in page.content.decode()
    page = browse(cast.catering_contributor).get(url(cast.catering_contributor, "ending", starting.pk))
    assert page.context["may_complete"] is False


def test_a_lead_who_may_not_write_is_not_asked_to_write_the_agreement(cast, starting):
    TeamMember.objects.filter(side="supplier").update(part="member")
    TeamMember.objects.filter(membership=cast.catering_contributor).update(part="lead")
    agreement.begin(partnership=starting, by=cast.campus_editor, language="en")
    assert mailed("partnerships.agreement_begun") == ["owner@catering.example"]


def test_who_took_the_agreement_back_and_why_stands_in_the_mail(cast, waiting):
    agreement.take_back(version=waiting, by=cast.campus_editor, reason="The price is missing.")
    mail.outbox = []
    dispatch_due()
    body = next(one.body for one in mail.outbox if one.subject.startswith("Taken back to be changed"))
    assert "Editor Campus Noord took back version" in body
    assert "Editor Campus Noord gave this reason:\nThe price is missing." in body
