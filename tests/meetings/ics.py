"""A reader of iCalendar of our own, so that what icalendar writes is not read by icalendar."""

from dataclasses import dataclass, field


@dataclass
class Component:
    """BEGIN:NAME … END:NAME with its lines and what stands in it."""

    name: str
    lines: list[tuple[str, dict[str, str], str]] = field(default_factory=list)
    parts: list["Component"] = field(default_factory=list)

    def value(self, name: str) -> str:
        return self.all(name)[0][1]

    def all(self, name: str) -> list[tuple[dict[str, str], str]]:
        return [(parameters, value) for found, parameters, value in self.lines if found == name]

    def part(self, name: str) -> "Component":
        return next(one for one in self.parts if one.name == name)


def parse(text: str) -> Component:
    """RFC 5545: CRLF, lines of at most 75 octets, folded by a blank; names, parameters, a value."""
    assert text.endswith("\r\n")
    raw = text.split("\r\n")
    assert "\n" not in "".join(raw)
    assert max(len(line.encode()) for line in raw) <= 75
    unfolded: list[str] = []
    for line in raw[:-1]:
        if line.startswith((" ", "\t")):
            unfolded[-1] += line[1:]
        else:
            unfolded.append(line)
    root = Component("")
    stack = [root]
    for line in unfolded:
        name, parameters, value = _divide(line)
        if name == "BEGIN":
            stack.append(Component(value))
            stack[-2].parts.append(stack[-1])
        elif name == "END":
            assert stack.pop().name == value
        else:
            stack[-1].lines.append((name, parameters, value))
    assert stack == [root]
    assert len(root.parts) == 1
    return root.parts[0]


def _divide(line: str) -> tuple[str, dict[str, str], str]:
    quoted, colon = False, -1
    for place, mark in enumerate(line):
        if mark == '"':
            quoted = not quoted
        elif mark == ":" and not quoted:
            colon = place
            break
    assert colon > 0, line
    name, *parameters = _split(line[:colon], ";")
    pairs = (one.split("=", 1) for one in parameters)
    return name, {key: value.strip('"') for key, value in pairs}, line[colon + 1 :]


def _split(text: str, mark: str) -> list[str]:
    parts, quoted = [""], False
    for one in text:
        if one == '"':
            quoted = not quoted
        if one == mark and not quoted:
            parts.append("")
        else:
            parts[-1] += one
    return parts


def plain(value: str) -> str:
    """A text without its escapes."""
    return value.replace("\\n", "\n").replace("\\,", ",").replace("\\;", ";").replace("\\\\", "\\")
