"""Each side manages its own seats; nobody sits on both sides; who leaves hands over."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from accounts.actions import end_membership
from accounts.handover import held_by
from accounts.models import Membership
from partnerships.actions import team
from partnerships.models import StartStep, TeamMember

Part = TeamMember.Part


def url(member, name, pk):
    return member.url(f"partnerships:{name}", pk=pk)


def test_join_page(cast, browse, proposed, four):
    page = url(cast.campus_editor, "team", proposed.pk)
    data = {"membership": cast.campus_reader.pk, "part": "member"}
    for _click in range(2):
        assert four.writer.post(page, data).status_code == 302
    assert TeamMember.objects.get(membership=cast.campus_reader).side == "client"
    assert four.writer.post(page, {**data, "part": "boss"}).status_code == 422
    assert four.writer.post(page, {**data, "membership": cast.catering_reader.pk}).status_code == 422
    assert four.reader.post(url(cast.campus_reader, "team", proposed.pk), data).status_code == 403


def test_nobody_sits_on_both_sides(cast, browse, starting):
    twin = Membership.objects.create(user=cast.campus_reader.user, organisation=cast.catering, role="reader")
    with pytest.raises(ValidationError) as refused:
        team.join(partnership=starting, by=cast.catering_owner, membership=twin, part=Part.MEMBER)
    assert "membership" in refused.value.message_dict
    with pytest.raises(IntegrityError), transaction.atomic():
        TeamMember.objects.create(
            partnership=starting, membership=twin, user=twin.user, side="supplier", since="2026-01-01"
        )
    page = url(cast.catering_owner, "team", starting.pk)
    response = browse(cast.catering_owner).post(page, {"membership": twin.pk, "part": "member"})
    assert response.status_code == 422
    assert "membership" in response.context["form"].errors


def test_other_side_manages_no_seats_of_mine(cast, browse, starting):
    seat = TeamMember.objects.get(partnership=starting, membership=cast.campus_reader)
    with pytest.raises(PermissionDenied):
        team.change_part(seat=seat, by=cast.catering_owner, part=Part.LEAD)
    assert (
        browse(cast.catering_owner).post(url(cast.catering_owner, "seat-part", seat.pk), {"part": "lead"}).status_code
        == 403
    )
    assert browse(cast.catering_owner).post(url(cast.catering_owner, "seat-leave", seat.pk)).status_code == 403
    with pytest.raises(PermissionDenied):
        team.join(partnership=starting, by=cast.catering_owner, membership=cast.campus_owner, part=Part.LEAD)


def test_part_and_leave_pages(cast, browse, starting, four):
    seat = TeamMember.objects.get(partnership=starting, membership=cast.campus_contributor)
    assert four.writer.get(url(cast.campus_editor, "seat-part", seat.pk)).status_code == 405
    four.writer.post(url(cast.campus_editor, "seat-part", seat.pk), {"part": "sponsor"})
    seat.refresh_from_db()
    assert seat.part == "sponsor"
    four.writer.post(url(cast.campus_editor, "seat-part", seat.pk), {"part": "boss"})
    assert four.writer.get(url(cast.campus_editor, "seat-leave", seat.pk)).status_code == 200
    for _click in range(2):
        assert four.writer.post(url(cast.campus_editor, "seat-leave", seat.pk)).status_code == 302
    seat.refresh_from_db()
    assert seat.until and seat.part == "sponsor"
    assert browse(cast.campus_contributor).get(url(cast.campus_contributor, "home", starting.pk)).status_code == 404


def test_steps_of_who_leaves_go_to_the_lead(cast, starting):
    step = StartStep.objects.filter(programme__partnership=starting).first()
    StartStep.objects.filter(pk=step.pk).update(client_owner=cast.campus_contributor)
    seat = TeamMember.objects.get(partnership=starting, membership=cast.campus_contributor)
    team.leave(seat=seat, by=cast.campus_owner)
    assert StartStep.objects.get(pk=step.pk).client_owner_id == cast.campus_editor.pk


def test_ended_membership_hands_seats_and_steps_to_the_successor(cast, starting):
    with pytest.raises(ValidationError):
        end_membership(membership=cast.campus_editor, by=cast.campus_owner)
    end_membership(membership=cast.campus_editor, by=cast.campus_owner, successor=cast.campus_contributor)
    seat = TeamMember.objects.get(partnership=starting, membership=cast.campus_contributor, until=None)
    assert (seat.side, seat.part) == ("client", "lead")  # who only took part plays the part of who left
    owners = set(StartStep.objects.filter(programme__partnership=starting).values_list("client_owner", flat=True))
    assert owners == {cast.campus_contributor.pk}
    assert held_by(cast.campus_editor, cast.campus_owner) == []


def test_successor_who_plays_a_part_already_keeps_it(cast, starting):
    team.join(partnership=starting, by=cast.campus_owner, membership=cast.campus_contributor, part="sponsor")
    end_membership(membership=cast.campus_editor, by=cast.campus_owner, successor=cast.campus_contributor)
    assert TeamMember.objects.get(membership=cast.campus_contributor, until=None).part == "sponsor"


def test_successor_outside_the_team_gets_the_part_too(cast, proposed):
    end_membership(membership=cast.campus_editor, by=cast.campus_owner, successor=cast.campus_owner)
    assert TeamMember.objects.get(partnership=proposed, until=None).part == "lead"
    assert TeamMember.objects.get(partnership=proposed, until=None).membership_id == cast.campus_owner.pk
