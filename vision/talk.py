"""What colleagues say of a version, as the pages show it."""

from dataclasses import dataclass, field
from typing import Any

from accounts.models import Membership
from vision.forms import AnswerForm, CommentForm
from vision.models import Comment, VisionVersion

# The key of what a refused form was about, and the form.
Refused = tuple[str, CommentForm] | None


@dataclass
class Thread:
    """A comment, what answers it, and room for the next answer."""

    comment: Comment
    form: CommentForm
    answers: list[Comment] = field(default_factory=list)


def threads_of(
    version: VisionVersion, member: Membership, refused: Refused, *, with_resolved: bool
) -> dict[Any, list[Thread]]:
    """By the part or item that they are about, oldest first; one query."""
    rows = Comment.objects.visible_to(member).filter(version=version)
    threads: dict[Any, Thread] = {}
    for row in rows.select_related("by__user").order_by("created_at"):
        if row.answers_id:
            threads[row.answers_id].answers.append(row)
        else:
            threads[row.pk] = Thread(row, form_about(row.pk, refused, AnswerForm))
    found: dict[Any, list[Thread]] = {}
    for thread in threads.values():
        if with_resolved or not thread.comment.resolved_at:
            found.setdefault(thread.comment.part_id or thread.comment.item_id, []).append(thread)
    return found


def form_about(key: Any, refused: Refused, kind: type[CommentForm] = CommentForm) -> CommentForm:
    """An empty form, or the one that was refused when it is about this."""
    return refused[1] if refused and refused[0] == str(key) else kind()
