"""An export imports back without a change, whatever stands in it."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from documents import jobs
from documents.attachments import Upload, read
from documents.models import Job
from services.actions import catalogue, imports
from services.models import Import, Location, Service

NASTY = [
    "=1+1", "+31 6", "-x", "@x", "\t=1", "'=1", "'t Gooi", '"a";b', "a;b,c\td", "x\r\ny\rz", "\ufeffx",
    "_x0041_", "x005F_", "a_x000D_b", "\ufffe!", "\x07bel", "  twee  spaties ", "\uff1d1", "1.234", "31-12-2026",
    "é̂😀", "null", "-12,5", "\u2028",
]  # fmt: skip
TEXTS = st.sampled_from(NASTY) | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)


def exported(cast, form: str, language: str, **filters) -> Upload:
    """The export of all services of Campus, as a browser would send it back."""
    from django.utils import translation

    with translation.override(language):
        job = catalogue.export_catalogue(by=cast.campus_editor, form=form, filters=filters)
    jobs.run(job.pk)
    job.refresh_from_db()
    assert job.failure == ""
    return Upload(job.result.name, job.result.content_type, read(job.result))


def brought_back(cast, upload: Upload) -> Import:
    source = imports.start_import(by=cast.campus_editor, upload=upload)
    jobs.run(source.job_id)
    source = Import.objects.select_related("job").get(pk=source.pk)
    assert source.state == Import.State.READY, source.job.failure
    return source


def differences(source: Import) -> list:
    return [(row.name, row.changes, row.faults) for row in source.rows.exclude(kind="same")]


FORMS = [(form, language) for form in ("xlsx", "csv") for language in ("nl", "en")]


@pytest.mark.parametrize(("form", "language"), FORMS)
def test_export_imports_back_without_a_change(cast, services, form, language):
    places = [Location.objects.create(client=cast.campus, name=name) for name in ("West", "Oost; achter", "=Zuid")]
    gone = Location.objects.create(client=cast.campus, name="Gesloopt", archived_at=timezone.now())
    Service.objects.filter(name="Reception").update(
        description="Regel een\n\n- regel; twee\t=3", supplier_name="=HYPERLINK(1)", annual_spend=Decimal("1234.50"),
        contract_end=date(2031, 2, 1), end_users=12_000, delivery="mixed", code_en15221="1.10", code_nen2748="2000",
    )  # fmt: skip
    Service.objects.filter(name="Cleaning").update(annual_spend=Decimal("999999999999.99"), delivery="in_house")
    services["Reception"].locations.set(places)
    services["Catering"].locations.set([gone])
    Service.objects.create(client=cast.campus, name="Reception", group="Oud", archived_at=timezone.now())
    source = brought_back(cast, exported(cast, form, language, state="all"))
    assert differences(source) == []
    assert (source.counts, source.new_locations) == ({"same": 4, "emptied": 0}, [])


@pytest.mark.parametrize(("form", "language"), FORMS)
@pytest.mark.parametrize("delivery", ["", "in_house", "outsourced", "mixed"])
def test_delivery_comes_back_as_it_went(cast, services, form, language, delivery):
    Service.objects.filter(name="Reception").update(delivery=delivery)
    source = brought_back(cast, exported(cast, form, language))
    assert (differences(source), source.counts["same"]) == ([], 3)


@pytest.mark.parametrize(("form", "language"), FORMS)
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=TEXTS,
    line=TEXTS,
    spend=st.none() | st.decimals(0, 999_999, places=2),
    users=st.none() | st.integers(0, 10_000_000),
)
def test_nasty_texts_come_back_as_they_went(cast, form, language, text, line, spend, users):
    Job.objects.all().delete()
    Service.objects.filter(client=cast.campus).delete()
    Service.objects.create(
        client=cast.campus, name=f"A {line}".strip()[:120], group=line.strip() or "G", description=text,
        supplier_name=line[:120], annual_spend=spend, end_users=users,
    )  # fmt: skip
    Service.objects.create(client=cast.campus, name="Second", group="G", annual_spend=Decimal("1.50"))
    source = brought_back(cast, exported(cast, form, language))
    found = differences(source)
    source.delete()
    assert found == []


def test_csv_is_written_for_the_spreadsheet_of_its_reader(cast, services):
    Service.objects.filter(name="Reception").update(annual_spend=Decimal("1234.50"), supplier_name="=1+1")
    dutch, english = (exported(cast, "csv", language).content.decode() for language in ("nl", "en"))
    assert dutch.startswith('\ufeff"Naam";"Groep";')
    assert ';"\'=1+1";"1234,50";' in dutch
    assert english.startswith('\ufeff"Name","Group",')
    assert ',"\'=1+1","1234.50",' in english
