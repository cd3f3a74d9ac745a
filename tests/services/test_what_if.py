"""Other weights for a closed round, to look only."""

import pytest

from services.models import Criterion


@pytest.fixture
def address(cast, closed):
    return cast.campus.url("services:assessment", pk=closed.pk)


def weights(*values) -> dict[str, str]:
    return {f"w{number}": str(value) for number, value in enumerate(values, start=1)}


@pytest.fixture
def split(cast, opened, fill):
    """Reception leads on the first criterion, Cleaning on the last; the contributor agrees."""
    from services.actions import assessment as rounds

    for who in (cast.campus_owner, cast.campus_contributor):
        fill(opened, who, {"Reception": [5, 3, 3, 3, 3, 1], "Cleaning": [1, 3, 3, 3, 3, 5], "Catering": [1] * 6})
    rounds.close_assessment(assessment=opened, by=cast.campus_editor)
    return cast.campus.url("services:assessment", pk=opened.pk)


def test_ranking_follows_the_weights(cast, split, browse):
    response = browse(cast.campus_reader).get(split, weights(10, 20, 20, 15, 10, 25))
    rows = [
        (str(row["assessed"]), row["was"].rank, row["rank"], row["steps"]) for row in response.context["what_if_rows"]
    ]
    assert rows == [("Cleaning", 2, 1, 1), ("Reception", 1, 2, -1), ("Catering", 3, 3, 0)]
    assert "2 services change place." in response.content.decode()
    assert [str(row["assessed"]) for row in response.context["rows"]] == ["Reception", "Cleaning", "Catering"]


def test_nothing_is_kept(cast, split, browse):
    before = list(Criterion.objects.values_list("pk", "weight"))
    browse(cast.campus_editor).get(split, weights(90, 2, 2, 2, 2, 2))
    assert list(Criterion.objects.values_list("pk", "weight")) == before


def test_htmx_gets_the_answer_alone(cast, split, browse):
    response = browse(cast.campus_reader).get(split, weights(10, 20, 20, 15, 10, 25), headers={"HX-Request": "true"})
    content = response.content.decode().strip()
    assert content.startswith('<div class="stack" id="what-if-answer" data-says="2 services change place."')
    assert "<html" not in content


def test_own_weights_move_nothing(cast, closed, address, browse):
    response = browse(cast.campus_reader).get(address, weights(25, 20, 20, 15, 10, 10))
    assert "No service changes place." in response.content.decode()
    assert all(row["score"] == row["was"].score for row in response.context["what_if_rows"])


def test_weights_that_do_not_total_100_count_in_proportion(cast, split, browse):
    half = browse(cast.campus_reader).get(split, weights(5, 10, 10, 8, 5, 12))
    whole = browse(cast.campus_reader).get(split, weights(10, 20, 20, 16, 10, 24))
    scores = [[row["score"] for row in one.context["what_if_rows"]] for one in (half, whole)]
    assert scores[0] == scores[1]
    assert "These weights add up to 50; each counts in proportion, as if they added up to 100." in half.content.decode()


def test_a_criterion_may_weigh_nothing(cast, split, browse):
    response = browse(cast.campus_reader).get(split, weights(0, 0, 0, 0, 0, ""), headers={"HX-Request": "true"})
    assert response.status_code == 422
    assert "Give at least one criterion a weight." in response.content.decode()
    only = browse(cast.campus_reader).get(split, weights(0, 0, 0, 0, 0, 100))
    assert [row["score"] for row in only.context["what_if_rows"]] == [100, 0, 0]


@pytest.mark.parametrize("value", ["-1", "101", "x", "1.5"])
def test_a_strange_weight_is_refused_in_words(cast, address, browse, value):
    response = browse(cast.campus_reader).get(address, weights(value, 20, 20, 15, 10, 10))
    assert response.status_code == 422
    assert "Contribution to the primary process:" in response.content.decode()
    assert f'value="{value}"' in response.content.decode()
    assert "what_if_rows" not in response.context


def test_doors(cast, split, browse):
    assert browse(cast.kliniek_owner).get(split, weights(10, 20, 20, 15, 10, 25)).status_code == 404
    assert browse(cast.catering_owner).get(split, weights(10, 20, 20, 15, 10, 25)).status_code == 404
