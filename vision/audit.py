"""What happens with a vision, in the words of the log."""

from django.utils.translation import gettext_lazy as _

from accounts.audit import EVENTS, KINDS

EVENTS.update(
    {
        "vision.begun": _("began a version of the vision:"),
        "vision.details_changed": _("changed title, period or language of the vision:"),
        "vision.item_added": _("added to the vision:"),
        "vision.item_removed": _("removed from the draft of the vision:"),
        "vision.review_asked": _("asked to review the vision:"),
        "vision.review_withdrawn": _("no longer asks to review the vision:"),
        "vision.review_ended": _("took the vision back to draft:"),
        "vision.approved": _("approved the vision in review:"),
        "vision.changes_asked": _("asked for changes in the vision:"),
        "vision.published": _("published the vision:"),
        "vision.seen": _("read the vision for the first time:"),
        "vision.shared": _("shared the vision by a link with"),
        "vision.link_renewed": _("renewed the link to the vision of"),
        "vision.link_withdrawn": _("withdrew the link to the vision of"),
        "vision.link_opened": _("noted that the vision was opened through the link of"),
        "vision.link_downloaded": _("noted that the PDF of the vision was taken through the link of"),
        "vision.reaction": _("received a reaction to the vision from"),
    }
)

KINDS.update(
    {
        "vision.": _("vision"),
        "vision.link": _("link to the vision"),
        "vision.shared": _("link to the vision"),
        "vision.reaction": _("link to the vision"),
        "vision.review": _("review of the vision"),
        "vision.approved": _("review of the vision"),
        "vision.changes_asked": _("review of the vision"),
    }
)
