"""What holds of every sentence of the interface, in both languages."""

import re

from runner.messages import CATALOGUE, read

# The names of organisations, of which many end in a full stop of their own: B.V., N.V., Inc.
ORGANISATIONS = r"%\((client|supplier|organisation|other|own)\)s"


def sentences() -> list[str]:
    texts = [(message.id, message.string) for message in read(CATALOGUE) if message.id]
    return [one for pair in texts for text in pair for one in (text if isinstance(text, tuple) else (text,))]


def test_no_sentence_ends_with_the_name_of_an_organisation():
    found = sentences()
    assert len(found) > 3000
    assert [one for one in found if re.search(rf"{ORGANISATIONS}\.(\s|$)", one)] == []
