"""What people do with a vision."""

from vision.actions.publishing import publish, see, start_pdf
from vision.actions.review import (
    answer,
    answer_review,
    ask_review,
    comment,
    reopen,
    resolve,
    take_back,
    withdraw_reviewer,
)
from vision.actions.sharing import (
    link_of,
    note_download,
    open_link,
    react,
    renew_link,
    share,
    withdraw_link,
)
from vision.actions.writing import (
    add_item,
    begin,
    begin_version,
    change_details,
    move_item,
    remove_item,
    save_item,
    save_part,
)

__all__ = [
    "add_item", "answer", "answer_review", "ask_review", "begin", "begin_version", "change_details", "comment",
    "link_of", "move_item", "note_download", "open_link", "publish", "react", "remove_item", "renew_link", "reopen",
    "resolve", "save_item", "save_part", "see", "share", "start_pdf", "take_back", "withdraw_link",
    "withdraw_reviewer",
]  # fmt: skip
