"""A partnership of Campus and Catering with its teams, one of Kliniek and Catering, and meetings in them."""

from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from django.utils import timezone, translation

from meetings import actions
from meetings.models import Level, Meeting, Participant
from partnerships.models import Partnership, TeamMember


@pytest.fixture(autouse=True)
def in_english():
    """Refusals are matched by their English words."""
    with translation.override("en"):
        yield


def partnership_of(client_owner, supplier_owner, team, name):
    pair = Partnership.objects.create(
        client=client_owner.organisation,
        supplier=supplier_owner.organisation,
        name=name,
        state=Partnership.State.RUNNING,
        proposed_by=client_owner,
    )
    for member in team:
        TeamMember.objects.create(
            partnership=pair,
            membership=member,
            user=member.user,
            side=pair.side_of(member),
            since=timezone.localdate(),
        )
    return pair


@pytest.fixture
def pair(cast) -> Partnership:
    """Campus and Catering; editors, contributors and readers of both are in the team."""
    team = [
        cast.campus_editor, cast.campus_contributor, cast.campus_reader,
        cast.catering_editor, cast.catering_contributor, cast.catering_reader,
    ]  # fmt: skip
    return partnership_of(cast.campus_owner, cast.catering_owner, team, "Samen aan tafel")


@pytest.fixture
def other_pair(cast) -> Partnership:
    """Kliniek and Catering: the same supplier, and nothing of it is Campus' business."""
    return partnership_of(
        cast.kliniek_owner, cast.catering_owner, [cast.kliniek_editor, cast.catering_editor], "Kliniek en Catering"
    )


@pytest.fixture
def make(cast, pair):
    """make(days=3, members=[…], …) makes a draft by the editor of Campus, two hours long; each a second later than
    the one before, as no two of one name begin at the same time."""
    made = count()

    def draft(days=3, by=None, partnership=None, members=None, **details) -> Meeting:
        begin = timezone.now() + timedelta(days=days, seconds=next(made))
        starts_at = details.pop("starts_at", begin.replace(microsecond=0))
        values = {
            "title": "Tactical meeting",
            "level": Level.TACTICAL,
            "time_zone": "Europe/Amsterdam",
            "language": "en",
            "ends_at": starts_at + timedelta(hours=2),
        }
        people = [cast.campus_editor, cast.catering_editor] if members is None else members
        return actions.make_meeting(
            partnership=partnership or pair,
            by=by or cast.campus_editor,
            starts_at=starts_at,
            members=people,
            **{**values, **details},
        )

    return draft


@pytest.fixture
def planned(make, cast) -> Meeting:
    """In three days, with the editors of both, two agenda items."""
    meeting = make()
    actions.add_item(meeting=meeting, by=cast.campus_editor, title="Lunch peak", purpose="decide", minutes=20)
    actions.add_item(meeting=meeting, by=cast.campus_editor, title="Signals from users", minutes=10)
    actions.plan_meeting(meeting=meeting, by=cast.campus_editor)
    return fresh(meeting)


@pytest.fixture
def held(planned, cast) -> Meeting:
    """The same, begun, written down and closed."""
    actions.begin(meeting=planned, by=cast.campus_editor)
    minutes = planned.versions.get()
    text = minutes.texts.select_related("minutes__meeting__partnership").get(item__title="Lunch peak")
    actions.save_text(
        text=text, revision=1, html="<p>Queues of <strong>nine</strong> minutes.</p>", by=cast.catering_editor
    )
    actions.note_decision(
        meeting=planned, by=cast.campus_editor, text="A third till opens at noon", valid_from=timezone.localdate(),
        item=text.item,
    )  # fmt: skip
    actions.finish(meeting=planned, by=cast.campus_editor)
    # As if its day had come.
    now = timezone.now()
    Meeting.objects.filter(pk=planned.pk).update(starts_at=now - timedelta(hours=2), ends_at=now)
    return fresh(planned)


@pytest.fixture
def review(held, cast):
    """The minutes of it, sent by Campus and adopted for Campus in the same act."""
    minutes = held.versions.get()
    actions.send_for_review(minutes=minutes, by=cast.campus_editor, adopt=True)
    return fresh(minutes)


@pytest.fixture
def adopted(review, cast):
    """The same, adopted by both."""
    actions.approve(minutes=review, sha256=review.sha256, by=cast.catering_editor)
    return fresh(review)


def fresh(row):
    """The row as the database has it now."""
    return type(row)._default_manager.get(pk=row.pk)


def place_of(meeting, member) -> Participant:
    return Participant.objects.get(meeting=meeting, membership=member)


def at(text: str) -> datetime:
    """A moment, written in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def downloaded(answer) -> bytes:
    """What a download holds; closes the file, as a server would."""
    content = b"".join(answer.streaming_content)
    for closer in answer._resource_closers:
        closer()
    return content
