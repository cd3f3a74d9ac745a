"""What is left of a partnership once its end is announced, and when it is over."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone

from notifications.actions import dispatch_due
from notifications.models import Message
from partnerships.actions import agreement, home, partnership
from partnerships.asked import asked_of
from partnerships.models import AgreementVersion, HandoverItem, Partnership, StartProgramme, StartStep
from tests.partnerships.test_pages import url


def end(row: Partnership, cast) -> None:
    partnership.announce_end(partnership=row, by=cast.campus_owner, reason="Enough", ends_on=timezone.localdate())


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
        partnership.complete_end(partnership=starting, by=cast.campus_editor)
    assert Partnership.objects.get(pk=starting.pk).state == "ending"
    asked = mailed("partnerships.end_confirmed")
    assert "owner@catering.example" in asked
    assert {one.split("@")[1] for one in asked} == {"catering.example"}
    assert len(asked) == len(set(asked))
    assert mailed("partnerships.ended") == []


def test_both_confirm_and_both_are_told(cast, starting):
    end(starting, cast)
    handed_over(starting)
    partnership.complete_end(partnership=starting, by=cast.campus_editor)
    partnership.complete_end(partnership=starting, by=cast.catering_editor)
    assert Partnership.objects.get(pk=starting.pk).state == "ended"
    told = mailed("partnerships.ended")
    assert {one.split("@")[1] for one in told} == {"campus.example", "catering.example"}
    dispatch_due()
    assert "both confirmed the end" in mail.outbox[-1].body


def test_the_end_is_not_confirmed_before_its_last_day(cast, starting):
    partnership.announce_end(
        partnership=starting, by=cast.campus_owner, reason="Enough", ends_on=timezone.localdate() + timedelta(days=1)
    )
    handed_over(starting)
    with pytest.raises(ValidationError, match="can be confirmed from that day on"):
        partnership.complete_end(partnership=starting, by=cast.campus_owner)


def test_who_opens_a_line_again_has_not_confirmed(cast, starting):
    end(starting, cast)
    handed_over(starting)
    partnership.complete_end(partnership=starting, by=cast.campus_editor)
    own = HandoverItem.objects.filter(partnership=starting, side="client").first()
    home.tick_handover(item=own, by=cast.campus_editor, done=False)
    partnership.complete_end(partnership=starting, by=cast.catering_editor)
    assert Partnership.objects.get(pk=starting.pk).state == "ending"


def test_the_page_says_who_confirmed_and_who_is_asked(cast, browse, starting):
    end(starting, cast)
    handed_over(starting)
    partnership.complete_end(partnership=starting, by=cast.campus_editor)
    seen = {who: browse(member).get(url(member, "ending", starting.pk)) for who, member in (
        ("client", cast.campus_editor), ("supplier", cast.catering_editor))}  # fmt: skip
    assert {who: page.context["may_complete"] for who, page in seen.items()} == {"client": False, "supplier": True}
    assert "confirmed by Editor Campus Noord" in seen["supplier"].content.decode()


def test_the_second_to_announce_is_told_that_it_was_announced(cast, starting):
    end(starting, cast)
    with pytest.raises(ValidationError, match="announced the end before you"):
        partnership.announce_end(
            partnership=starting, by=cast.catering_owner, reason="Ours", ends_on=timezone.localdate()
        )
