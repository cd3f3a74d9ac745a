"""Who may do what with a vision, as pure predicates."""

from accounts.models import Membership
from accounts.rules import can_contribute, can_edit
from vision.models import Comment, Reviewer, ShareLink, VisionVersion

State = VisionVersion.State


def is_ours(member: Membership, version: VisionVersion) -> bool:
    """Whether the member belongs to the client whose vision it is."""
    return version.vision.client_id == member.organisation_id


def can_begin(member: Membership) -> bool:
    """Begin a vision, or a new version of it."""
    return member.organisation.is_client and can_edit(member)


def can_change(member: Membership, version: VisionVersion) -> bool:
    """Whether the role allows writing; a version that is in review or published refuses with a sentence."""
    return is_ours(member, version) and can_edit(member)


def can_write(member: Membership, version: VisionVersion) -> bool:
    """Whether the texts can be written now."""
    return can_change(member, version) and version.state == State.DRAFT


def can_comment(member: Membership, version: VisionVersion) -> bool:
    """On what is not published yet."""
    return is_ours(member, version) and can_contribute(member) and version.state != State.PUBLISHED


def can_resolve(member: Membership, comment: Comment) -> bool:
    """Who writes the vision, and who made the comment."""
    ours = is_ours(member, comment.version)
    return ours and (can_edit(member) or (can_contribute(member) and comment.by_id == member.pk))


def can_answer_review(member: Membership, reviewer: Reviewer) -> bool:
    """Only who was asked, while the version is in review."""
    return (
        reviewer.membership_id == member.pk
        and reviewer.withdrawn_at is None
        and reviewer.version.state == State.IN_REVIEW
    )


def can_share(member: Membership, version: VisionVersion) -> bool:
    """Editors share what is published."""
    return can_change(member, version) and version.is_published


def can_manage_link(member: Membership, link: ShareLink) -> bool:
    return can_change(member, link.version)
