"""What is sent to an address that does not take it is answered with a page of ours."""

from uuid import uuid4

import pytest


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
