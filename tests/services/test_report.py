"""The report for the board: who makes it, what it says, and that its fingerprint is that of the file."""

import hashlib
import io
from datetime import date, timedelta
from decimal import Decimal

import pikepdf
import pytest
from django.utils import timezone
from pypdf import PdfReader

from accounts.models import AuditEvent
from documents import jobs
from documents.models import Job, Rendering
from documents.pdf import html_of
from services.actions import assessment as rounds
from services.actions import journey as mapping
from services.actions.choice import choose
from services.models import Assessment, Channel, ContactMoment, EvidenceLevel, Service
from services.report import TEMPLATE, report_of

FAR = date(2099, 1, 1)
CHAPTERS = {
    "en": ["In short", "What was asked, of whom", "The result", "Portfolio of services", "A second view: Kraljic",
           "Choices", "Where people differ", "What was scored", "The services", "How this was worked out"],
    "nl": ["In het kort", "Wat is aan wie gevraagd", "De uitkomst", "Portfolio van diensten",
           "Een tweede blik: Kraljic", "Keuzes", "Waar mensen verschillen", "Waarop is gescoord", "De diensten",
           "Hoe dit is berekend"],
}  # fmt: skip


@pytest.fixture
def scored(cast, opened, services, fill):
    """A closed round of services with a spend, with a hole and one choice other than suggested."""
    for number, name in enumerate(("Reception", "Cleaning", "Catering"), start=1):
        Service.objects.filter(pk=services[name].pk).update(annual_spend=Decimal(10_000 * 10**number))
    fill(opened, cast.campus_owner, {"Reception": [5] * 6, "Cleaning": [1] * 6, "Catering": [3, 3, 3, 3, 4, None]})
    fill(opened, cast.campus_contributor, {"Reception": [5, 5, 5, 5, 5, 1], "Cleaning": [2] * 6, "Catering": [3] * 6})
    rounds.close_assessment(assessment=opened, by=cast.campus_editor)
    rounds.count_places(opened.pk)
    opened.refresh_from_db()
    choose(service=services["Reception"], by=cast.campus_editor, kind="preferred", reason="Too few of us.",
           look_again_on=FAR, assessment=opened)  # fmt: skip
    return opened


def address(cast, row) -> str:
    return cast.campus.url("services:report", pk=row.pk)


def make(cast, row, browse, language="en") -> Rendering:
    response = browse(cast.campus_editor).post(address(cast, row), {"language": language})
    job = Job.objects.order_by("-created_at").first()
    assert response["Location"] == cast.campus.url("services:job", pk=job.pk)
    jobs.run(job.pk)
    job.refresh_from_db()
    assert job.failure == ""
    return job.result


def content_of(made: Rendering) -> bytes:
    with made.file.open() as file:
        return file.read()


def text_of(made: Rendering) -> str:
    pages = PdfReader(io.BytesIO(content_of(made))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


@pytest.mark.parametrize("language", ["en", "nl"])
def test_report_says_all_of_the_round_in_the_language_that_was_asked(cast, scored, browse, language):
    made = make(cast, scored, browse, language)
    text = text_of(made)
    assert [name for name in CHAPTERS[language] if name not in text] == []
    for words in ("Round one", "Campus Noord", "Reception", "Too few of us.", "Owner Campus Noord", "because 5"):
        assert words in text, words
    with pikepdf.open(io.BytesIO(content_of(made))) as pdf:
        assert str(pdf.Root.Lang) == language
        assert pdf.Root.MarkInfo.Marked
        assert pdf.open_metadata()["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"


@pytest.mark.parametrize("lines", [24, 30])
def test_who_scored_stands_on_one_page_with_what_was_asked(cast, opened, browse, lines):
    # On the first page they would leave room for one of the two who scored, and for none.
    introduction = "\n".join(f"Line {number}" for number in range(lines))
    Assessment.objects.filter(pk=opened.pk).update(introduction=introduction)
    rounds.close_assessment(assessment=opened, by=cast.campus_editor)
    pages = PdfReader(io.BytesIO(content_of(make(cast, opened, browse)))).pages
    asked = next(text for page in pages[2:] if "Line 0" in (text := page.extract_text()))
    assert [name for name in ("Owner Campus Noord", "Contributor Campus Noord") if name not in asked] == []


def test_contents_lead_to_every_chapter(cast, scored, browse):
    reader = PdfReader(io.BytesIO(content_of(make(cast, scored, browse))))
    links = {one.get_object()["/Dest"] for one in reader.pages[1]["/Annots"]}
    assert len(links) == len(CHAPTERS["en"])
    assert links <= set(reader.named_destinations)


def test_fingerprint_on_the_page_is_that_of_the_file_that_is_given(cast, scored, browse):
    made = make(cast, scored, browse)
    reader = browse(cast.campus_reader)
    page = reader.get(address(cast, scored)).content.decode()
    link = cast.campus.url("services:report-file", pk=scored.pk, made=made.pk)
    assert link in page
    given = b"".join(reader.get(link).streaming_content)
    assert hashlib.sha256(given).hexdigest() in page


def test_same_round_is_made_once_and_a_new_choice_makes_another(cast, scored, services, browse):
    first = make(cast, scored, browse)
    assert make(cast, scored, browse) == first
    choose(service=services["Cleaning"], by=cast.campus_editor, kind="transactional", reason="Simple.",
           look_again_on=FAR, assessment=scored)  # fmt: skip
    second = make(cast, scored, browse)
    assert second != first
    assert "Simple." in text_of(second)
    assert Rendering.objects.count() == 2


def test_who_asks_changes_nothing_in_the_file(cast, scored):
    first, second = (report_of(scored, member) for member in (cast.campus_editor, cast.campus_owner))
    assert first[1] == second[1]


@pytest.fixture
def visit(cast, services):
    """A journey in which visitors meet Reception, and one moment without a service."""
    row = mapping.start_journey(
        by=cast.campus_editor, title="A visit", persona=None, stages=["Arrival"],
        new_persona={"name": "Visitor", "share": 60, "matters": "To be seen."},
    )  # fmt: skip
    mapping.add_moment(
        stage=row.stages.get(), by=cast.campus_editor, services=[services["Reception"]], happens="I report myself",
        channel=Channel.IN_PERSON, importance=4, now=-1, desired=2, evidence=EvidenceLevel.TALKS,
        quotes=["Nobody looked up."],
    )  # fmt: skip
    return row


@pytest.fixture
def asked(cast, visit, draft, fill):
    """A closed round that asked the journeys, in which one assessor overruled what they said."""
    rounds.open_assessment(assessment=draft, by=cast.campus_editor)
    draft.refresh_from_db()
    reception, effect = draft.assessed.get(name="Reception"), draft.criteria.get(code="C3")
    rounds.set_scores(
        assessor=draft.assessors.get(member=cast.campus_owner), assessed=reception, by=cast.campus_owner,
        values={effect: (2, "Visitors told me otherwise.")},
    )  # fmt: skip
    rounds.close_assessment(assessment=draft, by=cast.campus_editor)
    draft.refresh_from_db()
    return draft


def html(row, member) -> str:
    context, frame = report_of(row, member)
    return " ".join(html_of(TEMPLATE, context, frame).split())


def test_journeys_of_the_services_are_told_with_what_users_said(cast, visit, scored, browse):
    text = text_of(make(cast, scored, browse))
    for words in ("What users go through", "A visit: the contact moments", "Visitor, 60 of every hundred users.",
                  "Nobody looked up.",
                  "About the contact moment “I report myself”, with the service Reception."):  # fmt: skip
        assert words in text, words


def test_journeys_are_those_of_the_day_on_which_the_round_closed(cast, asked, visit, services):
    moment = ContactMoment.objects.get()
    mapping.change_moment(moment=moment, by=cast.campus_editor, revision=moment.revision, happens="I ring a bell")
    told = html(asked, cast.campus_editor)
    assert "I report myself" in told
    assert "I ring a bell" not in told
    assert f"The contact moments are those of {timezone.localdate():%-d %B %Y}, the day on which the round" in told
    assert "<td>Reception</td>" in told


def test_a_round_that_did_not_ask_the_journeys_says_that_they_are_those_of_now(cast, scored, visit):
    assert "These are the contact moments as they are now" in html(scored, cast.campus_editor)


def test_a_copied_journey_is_printed_once(cast, asked, visit):
    second = mapping.copy_journey(journey=visit, by=cast.campus_editor, title="Visit again", persona=visit.persona)
    mapping.count_journey(journey=second, by=cast.campus_editor)
    told = html(another(cast, asked), cast.campus_editor)
    assert told.count("the contact moments</caption>") == 1
    assert "The journey “Visit again” of Visitor has the same contact moments and is not printed again." in told
    moment = ContactMoment.objects.get(stage__journey=second)
    mapping.change_moment(moment=moment, by=cast.campus_editor, revision=moment.revision, happens="I ring a bell")
    told = html(another(cast, asked), cast.campus_editor)
    assert told.count("the contact moments</caption>") == 2
    assert "There is more than one journey of Visitor; together they count as one." in told


def another(cast, before):
    """Another round that closed today."""
    row = rounds.make_assessment(
        by=cast.campus_editor, title="Another", deadline=before.closed_at + timedelta(days=9),
        services=list(Service.objects.filter(name="Reception")), assessors=[cast.campus_owner],
    )  # fmt: skip
    rounds.open_assessment(assessment=row, by=cast.campus_editor)
    rounds.close_assessment(assessment=row, by=cast.campus_editor)
    row.refresh_from_db()
    return row


def test_means_figures_and_overruled_values_are_all_told(cast, asked):
    context, _frame = report_of(asked, cast.campus_editor)
    assert context["overruled"] == [{
        "service": "Reception", "criterion": asked.criteria.get(code="C3").name, "who": "Owner Campus Noord",
        "before": 4, "value": 2, "reason": "Visitors told me otherwise.",
    }]  # fmt: skip
    told = html(asked, cast.campus_editor)
    # Effect: the mean of 2 and of the 4 of the journeys. Then contact, effect and gap as the journeys gave them.
    assert '<td class="number">3.0</td>' in told
    assert '<td class="number from">5.0</td><td class="number">4.0</td><td class="number">3.0</td>' in told
    assert "Visitors told me otherwise." in told
    assert "as no journey includes the service" not in told


def test_a_score_of_ones_own_where_no_journey_speaks_is_told_with_its_reason(cast, visit, draft):
    rounds.open_assessment(assessment=draft, by=cast.campus_editor)
    draft.refresh_from_db()
    unnamed, effect = draft.assessed.get(name="Catering"), draft.criteria.get(code="C3")
    rounds.set_scores(
        assessor=draft.assessors.get(member=cast.campus_owner), assessed=unnamed, by=cast.campus_owner,
        values={effect: (1, "Nobody speaks of it.")},
    )  # fmt: skip
    rounds.close_assessment(assessment=draft, by=cast.campus_editor)
    draft.refresh_from_db()
    context, _frame = report_of(draft, cast.campus_editor)
    assert context["overruled"] == []
    assert [(one["service"], one["before"], one["reason"]) for one in context["unseen"]] == [
        ("Catering", None, "Nobody speaks of it.")
    ]
    told = html(draft, cast.campus_editor)
    assert ("Nobody speaks of it." in told, "as no journey includes the service" in told) == (True, True)


def test_round_of_one_day_has_that_day_as_its_period(cast, scored):
    _context, frame = report_of(scored, cast.campus_editor)
    assert frame.facts[0][1] == f"{timezone.localdate():%-d %B %Y}"


def test_asking_is_recorded(cast, scored, browse):
    make(cast, scored, browse, "nl")
    event = AuditEvent.objects.get(event="services.report_asked")
    assert (event.actor, event.object_id, event.data["language"]) == (cast.campus_editor.user, scored.pk, "nl")


def test_report_has_doors(cast, scored, browse):
    made, url = make(cast, scored, browse), address(cast, scored)
    link = cast.campus.url("services:report-file", pk=scored.pk, made=made.pk)
    assert browse(cast.campus_reader).post(url, {"language": "en"}).status_code == 403
    assert "Make the report" not in browse(cast.campus_reader).get(url).content.decode()
    for who in ("kliniek_owner", "catering_owner"):
        browser = browse(getattr(cast, who))
        assert [browser.get(url).status_code, browser.post(url, {"language": "en"}).status_code,
                browser.get(link).status_code] == [404, 404, 404]  # fmt: skip
    assert [browse(cast.campus_editor).delete(url).status_code, browse(cast.campus_editor).post(link).status_code] == [
        405, 405,
    ]  # fmt: skip
    assert Job.objects.count() == 1


def test_file_of_another_round_is_not_given(cast, scored, services, browse):
    made = make(cast, scored, browse)
    other = rounds.make_assessment(
        by=cast.campus_editor, title="Two", deadline=scored.closed_at + timedelta(days=9),
        services=[services["Reception"]], assessors=[cast.campus_owner],
    )  # fmt: skip
    rounds.open_assessment(assessment=other, by=cast.campus_editor)
    assert browse(cast.campus_editor).get(address(cast, other)).status_code == 404
    rounds.close_assessment(assessment=other, by=cast.campus_editor)
    link = cast.campus.url("services:report-file", pk=other.pk, made=made.pk)
    assert browse(cast.campus_editor).get(link).status_code == 404


def test_unknown_language_is_refused_beside_its_field(cast, scored, browse):
    response = browse(cast.campus_editor).post(address(cast, scored), {"language": "fr"})
    assert response.status_code == 422
    assert response.context["form"].errors["language"]
    assert not Job.objects.exists()


def test_queries_of_the_page_do_not_grow(cast, scored, browse, django_assert_num_queries):
    browser = browse(cast.campus_reader)
    browser.get(address(cast, scored))
    with django_assert_num_queries(5):
        browser.get(address(cast, scored))
    for language in ("en", "nl"):
        make(cast, scored, browse, language)
    with django_assert_num_queries(5):
        browser.get(address(cast, scored))
