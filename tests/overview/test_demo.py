"""What the demo scenario must hold, so that every step of a partnership can be seen."""

from collections import Counter

from django.utils import timezone

from accounts.models import Installation
from overview.demo import accounts
from partnerships.gaps import unanswered
from partnerships.models import AgreementVersion, Partnership, StartProgramme


def test_one_partnership_stands_in_each_state(demo):
    assert sorted(Partnership.objects.values_list("state", flat=True)) == ["ending", "proposed", "running", "starting"]
    programme = StartProgramme.objects.get(partnership__state="starting")
    assert programme.day(timezone.localdate()) == 21


def test_one_agreement_waits_and_none_that_was_put_up_still_asks(demo):
    versions = AgreementVersion.objects.select_related("agreement__partnership")
    found = Counter((row.agreement.partnership.state, row.state) for row in versions)
    assert found == {("running", "in_force"): 1, ("ending", "in_force"): 1, ("starting", "proposed"): 1}
    for row in versions:
        assert unanswered(row.agreement.language, row.sections.all()) == [], row


def test_everybody_of_the_demo_stands_under_its_sign_in_form(demo, client):
    page = client.get("/account/login/").content.decode()
    for address, name, _role, title, _may_sign in accounts.PEOPLE:
        assert address in page
        assert f"{name}, {title}" in page
    assert page.count(accounts.ADVISER[0]) == 2  # with two clients
    assert accounts.PASSWORD in page


def test_no_real_installation_lists_its_people(demo, client, settings):
    settings.PRODUCTION = True
    assert "samenspel-demo" not in client.get("/account/login/").content.decode()
    settings.PRODUCTION = False
    Installation.objects.update(demo=False)
    assert "samenspel-demo" not in client.get("/account/login/").content.decode()
