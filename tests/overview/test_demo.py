"""What the demo scenario must hold, so that every step of a partnership can be seen."""

from collections import Counter

from django.utils import timezone

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
