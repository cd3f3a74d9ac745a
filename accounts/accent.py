"""An organisation's own accent colour, made readable in both themes."""

import hashlib

# The surfaces that text and buttons in the accent stand on; see static/css/tokens.css.
LIGHT, DARK = "#f3f1eb", "#1c2326"
WHITE, INK = "#ffffff", "#12181b"
AA = 4.5
STEPS = 100


def sheet(colour: str) -> str:
    """The style sheet that puts the colour in place of the neutral accent."""
    light, dark = readable(colour, LIGHT), readable(colour, DARK)
    return (
        "@layer tokens {\n"
        "  :root {\n"
        f"    --accent: light-dark({light}, {dark});\n"
        f"    --on-accent: light-dark({text_on(light)}, {text_on(dark)});\n"
        "  }\n"
        "}\n"
    )


def hash_of(colour: str) -> str:
    """Part of the sheet's address, so that a browser may keep it for ever."""
    return hashlib.sha256(sheet(colour).encode()).hexdigest()[:12]


def readable(colour: str, surface: str) -> str:
    """The colour itself, or the nearest darker or lighter one that reads at AA on the surface."""
    goal = INK if luminance(surface) > 0.5 else WHITE
    steps = (_mixed(colour, goal, step / STEPS) for step in range(STEPS + 1))
    return next(one for one in steps if contrast(one, surface) >= AA)


def text_on(colour: str) -> str:
    """White or ink, whichever reads better on the colour."""
    return max((WHITE, INK), key=lambda text: contrast(text, colour))


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2: 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    """The relative luminance of WCAG 2: 0 to 1."""
    red, green, blue = (_linear(value / 255) for value in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))


def _mixed(colour: str, goal: str, share: float) -> str:
    pairs = zip(_channels(colour), _channels(goal), strict=True)
    return "#" + "".join(f"{round(one + (other - one) * share):02x}" for one, other in pairs)
