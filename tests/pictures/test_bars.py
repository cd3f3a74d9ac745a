from xml.etree import ElementTree

import pytest

from pictures.bars import Bar, bars
from pictures.svg import width_of


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("count", [1, 2, 25, 200])
def test_no_text_leaves_the_frame(count, narrow):
    name = "Gastvrijheid en ontvangst van bezoekers op alle locaties"
    rows = [Bar(name, 10.0 * n, f"€ {n}.000.000", None, "onbekend") for n in range(count)]
    root = ElementTree.fromstring(bars(title="T", description="D", heads=("A", "B"), rows=rows, narrow=narrow))
    width, height = (float(part) for part in root.attrib["viewBox"].split()[2:])
    for node in root.iter("{http://www.w3.org/2000/svg}text"):
        assert float(node.attrib["x"]) + width_of(node.text or "") <= width + 0.5
        assert 0 <= float(node.attrib["y"]) <= height
