"""Which journeys count in the figures, and what a beginner is told before one is started."""

import pytest
from django.utils import translation

from services.actions import journey as actions
from services.evidence import evidence_of
from services.models import Journey


@pytest.fixture
def copy(cast, told) -> Journey:
    return actions.copy_journey(journey=told.journey, by=cast.campus_editor, title="Copy", persona=told.persona)


def moments_behind(cast, services) -> int:
    key = services["Reception"].pk
    return len(evidence_of(cast.campus, [key])[key].moments)


def test_copy_counts_in_no_figure_until_somebody_says_so(cast, services, copy, browse):
    assert moments_behind(cast, services) == 3
    browser = browse(cast.campus_editor)
    page = browser.get(cast.campus.url("services:journey", pk=copy.pk)).content.decode()
    assert "Does not count yet" in page
    assert "does not count yet" in browser.get(cast.campus.url("services:journeys")).content.decode()
    browser.post(cast.campus.url("services:journey-count", pk=copy.pk))
    assert moments_behind(cast, services) == 6
    assert "Does not count yet" not in browser.get(cast.campus.url("services:journey", pk=copy.pk)).content.decode()


def test_a_journey_that_is_begun_beside_others_counts_in_no_figure_until_somebody_says_so(cast, services, told):
    facts = {"persona": told.persona, "stages": ["Arrival"]}
    second = actions.start_journey(by=cast.campus_editor, title="Second", **facts)
    assert second.is_concept
    Journey.objects.filter(client=cast.campus).update(is_concept=True)
    assert not actions.start_journey(by=cast.campus_editor, title="The first that counts", **facts).is_concept


def test_reader_is_told_that_a_copy_does_not_count_but_cannot_let_it(cast, copy, browse):
    page = browse(cast.campus_reader).get(cast.campus.url("services:journey", pk=copy.pk)).content.decode()
    assert "Does not count yet" in page
    assert "Include it in the figures" not in page


def test_shares_above_a_hundred_are_said_of_what_counts(cast, told, copy, browse):
    guest = actions.add_persona(by=cast.campus_editor, name="Guest", share=70)
    concept = actions.copy_journey(journey=told.journey, by=cast.campus_editor, title="Theirs", persona=guest)
    url, browser = cast.campus.url("services:journeys"), browse(cast.campus_editor)
    assert "The shares are more than all users together" not in browser.get(url).content.decode()
    actions.count_journey(journey=concept, by=cast.campus_editor)
    assert "add up to 110%" in browser.get(url).content.decode()
    actions.archive_journey(journey=concept, by=cast.campus_editor)
    assert "The shares are more than all users together" not in browser.get(url).content.decode()


def test_start_says_that_one_persona_is_needed(cast, told, browse):
    page = browse(cast.campus_editor).get(cast.campus.url("services:journey-new")).content.decode()
    assert "Choose a persona here, or fill in a new one below" in page
    # Only what matters to them may stay empty.
    assert page.count("(optional)") == 1


@pytest.mark.parametrize("name", ["services:journey-new", "services:starter"])
def test_language_of_what_one_starts_from_is_said_where_it_is_another(cast, browse, name):
    url, browser = cast.campus.url(name), browse(cast.campus_editor)
    assert "the language of your organisation" not in browser.get(url).content.decode()
    cast.campus.language = "nl"
    cast.campus.save()
    with translation.override("en"):
        assert "in Dutch, the language of your organisation" in browser.get(url).content.decode()
