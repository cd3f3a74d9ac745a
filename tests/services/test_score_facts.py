"""An assessor reads the facts of a service where they score it."""

import re

from services.actions import assessment as rounds
from services.models import Service


def facts_on(client, address: str) -> tuple[list[tuple[str, str]], list[str]]:
    page = client.get(address).content.decode()
    part = re.search(r'<section class="card pad services-facts".*?</section>', page, re.DOTALL).group()
    words = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", part)
    return words, re.findall(r"<p>(.*?)</p>", part)


def test_sheet_names_supplier_spend_users_and_description(cast, opened, services, browse, fill):
    Service.objects.filter(pk=services["Reception"].pk).update(
        supplier_name="Groene Tafel", annual_spend=48_500, end_users=1200, description="A welcome at the door."
    )
    row = opened.assessed.get(name="Reception")
    address = cast.campus.url("services:score-service", pk=opened.pk, assessed=row.pk)
    expected = [("Current supplier", "Groene Tafel"), ("Spend per year", "€\u00a048,500"), ("End users", "1,200")]
    assert facts_on(browse(cast.campus_contributor), address) == (expected, ["A welcome at the door."])
    fill(opened, cast.campus_owner, {"Reception": [3] * 6})
    rounds.close_assessment(assessment=opened, by=cast.campus_editor)
    Service.objects.filter(pk=services["Reception"].pk).update(annual_spend=9)
    assert facts_on(browse(cast.campus_contributor), address)[0] == expected


def test_sheet_shows_a_dash_where_a_fact_is_not_known(cast, opened, services, browse):
    row = opened.assessed.get(name="Cleaning")
    address = cast.campus.url("services:score-service", pk=opened.pk, assessed=row.pk)
    words, description = facts_on(browse(cast.campus_contributor), address)
    assert ([value for _name, value in words], description) == (["–"] * 3, [])
