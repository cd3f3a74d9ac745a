"""Plain text that must fit."""


def shortened(text: str, at_most: int) -> str:
    """Text on one line, cut between two words with an ellipsis; within a word only when that alone is too long."""
    line = " ".join(text.split())
    if len(line) <= at_most:
        return line
    room = line[:at_most]
    whole, blank, _rest = room.rpartition(" ")
    kept = whole if blank and len(whole) > at_most // 2 else room[:-1]
    return kept.rstrip(" ,;:·–-(") + "…"
