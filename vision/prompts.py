"""The questions that help to write each part, and what stays out of it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vision.models import PartKind

PROMPTS: dict[str, Promise | str] = {
    PartKind.PLACE: _(
        "What is the facility department here for, and for whom? What do you direct, and what do you do yourselves?"
    ),
    PartKind.CORE_VALUES: _(
        "By which three to five values may everybody who comes here recognise you? Say in a few lines "
        "where they come from; list the values themselves below, each with what a user notices of it."
    ),
    PartKind.CULTURE: _(
        "How do you deal with each other? Who are the users, how many, when are they there and what do they need? "
        "What works here, and what does not?"
    ),
    PartKind.FUTURE: _(
        "Where will the department be in three to five years? Which developments affect you: housing, "
        "hybrid work, sustainability, staff? What must have changed for the user?"
    ),
    PartKind.PARTNERS: _("What do you expect of a partner, and what may a partner expect of you?"),
    PartKind.SUSTAINABILITY: _("What do you want to spare, reuse or do without, and who notices?"),
}
EXAMPLES: dict[str, Promise | str] = {
    PartKind.CORE_VALUES: _("Four values by which everybody who comes here may recognise us."),
    PartKind.CULTURE: _("We speak to each other directly, and we solve first what a user notices."),
    PartKind.FUTURE: _("In 2030 you notice in every building that people, not processes, come first."),
}
