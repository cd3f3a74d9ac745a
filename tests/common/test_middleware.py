"""What is sent to an address that does not take it is answered with a page of ours."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.test import RequestFactory

from accounts.models import Organisation
from common.middleware import TakenMeanwhile


@pytest.mark.parametrize(
    ("name", "above"), [("services:assessment-open", "services:assessment"), ("services:archive", "services:detail")]
)
def test_reading_an_address_that_only_takes_forms_leads_back_to_the_page_above(cast, browse, name, above):
    pk = uuid4()
    answer = browse(cast.campus_owner).get(cast.campus.url(name, pk=pk))
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert answer.templates[0].name == "405.html"
    assert f'href="{cast.campus.url(above, pk=pk)}"' in answer.content.decode()


def test_sending_a_form_to_a_page_that_takes_none_is_answered_too(cast, browse):
    answer = browse(cast.campus_owner).post(cast.campus.url("services:list"))
    assert (answer.status_code, answer["Allow"]) == (405, "GET")
    assert "<h1>" in answer.content.decode()


def test_a_visitor_gets_the_page_without_an_organisation(client, db):
    answer = client.post("/mailbox/")
    assert answer.status_code == 405
    assert "<h1>" in answer.content.decode()


def answered(error: Exception):
    """What a view's exception is answered with."""
    request = RequestFactory().post("/")
    request.resolver_match = None
    return TakenMeanwhile(lambda request: HttpResponse()).process_exception(request, error)


def test_what_was_taken_at_the_same_moment_is_said_in_a_sentence(cast):
    with pytest.raises(IntegrityError) as taken, transaction.atomic():
        Organisation.objects.create(name="Campus", slug=cast.campus.slug, is_client=True)
    answer = answered(taken.value)
    assert answer.status_code == 409
    assert "at the same moment" in answer.content.decode()


def test_what_no_other_person_can_bring_about_stays_a_fault(cast):
    with pytest.raises(IntegrityError) as wrong, transaction.atomic():
        Organisation.objects.filter(pk=cast.campus.pk).update(name=None)
    assert answered(wrong.value) is None
    assert answered(ValueError()) is None
