"""A vision of Campus: version 1 published, version 2 a draft; and what tests need to make more."""

from types import SimpleNamespace

import pytest

from vision import actions
from vision.models import ItemKind, Part, PartKind, VisionVersion


def fill(version: VisionVersion, by) -> None:
    """Everything that publishing asks for."""
    for kind in (PartKind.CULTURE, PartKind.FUTURE):
        part = Part.objects.select_related("version__vision").get(version=version, kind=kind)
        body = f"<p>A whole sentence about <strong>{kind}</strong> here.</p>"
        actions.save_part(part=part, revision=part.revision, html=body, by=by)
    actions.add_item(version=version, kind=ItemKind.CORE_VALUE, by=by, name="Open", notices="Doors stand open.")
    actions.add_item(version=version, kind=ItemKind.AMBITION, by=by, name="One reception", year=2027)


@pytest.fixture
def draft(cast) -> VisionVersion:
    """The first version of Campus, filled but not published."""
    version = actions.begin(by=cast.campus_editor, title="How we receive people", period="2026-2030", language="en")
    fill(version, cast.campus_editor)
    return version


@pytest.fixture
def published(cast, draft) -> VisionVersion:
    """The same, published."""
    actions.publish(version=draft, by=cast.campus_editor)
    return VisionVersion.objects.select_related("vision__client").get(pk=draft.pk)


@pytest.fixture
def both(cast, published) -> SimpleNamespace:
    """`old` is published, `new` the draft after it."""
    return SimpleNamespace(old=published, new=actions.begin_version(start_from=published, by=cast.campus_editor))


@pytest.fixture
def link(cast, published):
    """A link of Campus to its director."""
    return actions.share(
        version=published, by=cast.campus_editor, receiver_name="Dora Director",
        address="dora@board.example", language="en", asks_reaction=True,
    )  # fmt: skip
