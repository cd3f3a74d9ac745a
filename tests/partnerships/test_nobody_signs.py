"""Where an approval waits for a side on which nobody may sign, both sides read that."""

import pytest

from accounts.models import Membership

SENTENCE = "At {} nobody may sign at the moment; its owners have been asked to appoint somebody."


@pytest.mark.parametrize("who", ["campus_owner", "catering_owner"])
def test_home_and_list_say_to_both_sides_where_nobody_may_sign(cast, waiting, browse, who):
    member = getattr(cast, who)
    client, partnership = browse(member), waiting.agreement.partnership
    home, listing = member.url("partnerships:home", pk=partnership.pk), member.url("partnerships:list")

    def notes() -> list[list[str]]:
        asks, rows = client.get(home).context["asks"], client.get(listing).context["rows"]
        return [[one.note for one in asks if one.title == "Approve the agreement"], [one["unsigned"] for one in rows]]

    assert notes() == [[""], [""]]
    Membership.objects.filter(organisation=cast.catering).update(may_sign=False)
    said = SENTENCE.format(cast.catering.name)
    assert notes() == [[said], [said]]
    assert said in client.get(home).content.decode()
    assert said in client.get(listing).content.decode()


def test_an_owner_who_can_appoint_somebody_is_told_where(cast, waiting, browse):
    Membership.objects.filter(organisation=cast.catering).update(may_sign=False)
    words = "You are owner: choose somebody who may sign, under People"
    partnership = waiting.agreement.partnership
    told = {}
    for who in ("catering_owner", "catering_editor", "campus_owner"):
        member = getattr(cast, who)
        page = browse(member).get(member.url("partnerships:home", pk=partnership.pk)).content.decode()
        told[who] = words in page and member.url("accounts:people") in page
    assert told == {"catering_owner": True, "catering_editor": False, "campus_owner": False}
