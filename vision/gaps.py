"""What a version lacks before it can be published, each with the place where it can be filled."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from common.richtext import text
from vision.models import ItemKind, PartKind, Reviewer, VisionVersion

# A sentence of at least this many words; "tbd" is no culture.
WORDS = 4


@dataclass(frozen=True)
class Gap:
    """`page` is the name of a view of the version, `anchor` the place on it."""

    sentence: str
    page: str
    anchor: str = ""


def gaps_of(version: VisionVersion) -> list[Gap]:
    """Everything that stands in the way of publishing; empty when nothing does. Three queries."""
    return content_gaps(version) + review_gaps(version)


def content_gaps(version: VisionVersion) -> list[Gap]:
    """What the texts lack."""
    bodies = {part.kind: part.body for part in version.parts.all()}
    texts = list(version.texts.select_related("item"))
    values = [one for one in texts if one.kind == ItemKind.CORE_VALUE]
    found = []
    if not values:
        found.append(Gap(_("There is no core value yet. Give at least one."), "vision:edit", "core_values"))
    elif not any(value.notices.strip() for value in values):
        sentence = _("No core value says what a user notices of it. Fill it in for at least one.")
        found.append(Gap(sentence, "vision:edit", f"item-{values[0].pk}"))
    if not _says_something(bodies.get(PartKind.CULTURE, "")):
        sentence = _("The part about culture and users is empty. Write at least one sentence.")
        found.append(Gap(sentence, "vision:edit", "culture"))
    if not _says_something(bodies.get(PartKind.FUTURE, "")):
        sentence = _("The future vision is empty. Write at least one sentence.")
        found.append(Gap(sentence, "vision:edit", "future"))
    if not any(one.kind == ItemKind.AMBITION for one in texts):
        found.append(Gap(_("There is no ambition yet. Give at least one."), "vision:edit", "ambitions"))
    return found


def _says_something(html: str) -> bool:
    return len([word for word in text(html).split() if any(letter.isalnum() for letter in word)]) >= WORDS


def review_gaps(version: VisionVersion) -> list[Gap]:
    """Whose approval is missing."""
    rows = version.reviewers.current().exclude(verdict=Reviewer.Verdict.APPROVED)  # type: ignore[attr-defined]
    found = []
    for row in rows.select_related("membership__user").order_by("created_at"):
        name = {"name": row.membership.user}
        if row.verdict == Reviewer.Verdict.CHANGES:
            sentence = _("%(name)s asks for changes. Take the vision back to draft, change it and ask again.") % name
        else:
            sentence = _("%(name)s has not approved it yet.") % name
        found.append(Gap(sentence, "vision:review", f"reviewer-{row.pk}"))
    return found
