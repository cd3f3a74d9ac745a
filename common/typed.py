"""What somebody typed in a form that could not be taken, so that the answer can give it back."""

import re
from typing import Any

from common.once import KEY
from common.richtext import text

# Nobody typed these, or nobody may read them.
NEVER = re.compile(rf"csrfmiddlewaretoken|revision|{re.escape(KEY)}|shown|about|was_q|base-.*|.*password.*")
# What a choice, a key, a date, a number or an address of ours is made of.
CHOSEN = re.compile(r"[a-z0-9_./:+-]*")


def typed_in(request: Any) -> str:
    """The texts of the form that was sent, as plain text; nothing to somebody who is not signed in, as a form of
    another site could say anything in their name."""
    # Missing where a request failed before it was known who asks.
    user = getattr(request, "user", None)
    if request.method != "POST" or not user or not user.is_authenticated:
        return ""
    sent = [one.strip() for name, values in request.POST.lists() if not NEVER.fullmatch(name) for one in values]
    typed = [text(one) if one.startswith("<") else one for one in sent if not CHOSEN.fullmatch(one)]
    return "\n\n".join(one for one in typed if one)
