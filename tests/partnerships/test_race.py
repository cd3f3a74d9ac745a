"""Two people at the same moment, on a database of their own, as other tests roll back."""

from threading import Barrier, Thread
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from accounts.actions import found_organisation
from notifications.models import Message
from partnerships.actions import agreement, partnership
from partnerships.canonical import hash_of, now
from partnerships.models import AgreementVersion, Approval, Partnership, StartProgramme
from services.models import Service


@pytest.fixture
def cast(committed_cast) -> SimpleNamespace:
    return committed_cast


@pytest.fixture
def proposed(cast) -> Partnership:
    lunch = Service.objects.create(client=cast.campus, name="Lunch", group="Food")
    return partnership.propose(by=cast.campus_owner, supplier=cast.catering, name="Lunch", services=[lunch])


def at_once(*actions) -> list:
    """Runs each in a thread of its own, all starting together; what they returned or raised."""
    barrier, results = Barrier(len(actions)), [None] * len(actions)

    def run(place, action):
        barrier.wait(10)
        try:
            results[place] = action()
        except Exception as error:
            results[place] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=(place, action)) for place, action in enumerate(actions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results


def test_two_approvals_at_one_moment_bring_it_into_force_once(cast, proposed):
    partnership.accept(partnership=proposed, by=cast.catering_owner)
    version = agreement.begin(partnership=proposed, by=cast.campus_owner, language="en")
    agreement.put_up(version=version, by=cast.campus_owner, sha256=hash_of(now(version)[1]), leave_open=True)
    version = AgreementVersion.objects.get(pk=version.pk)
    approve = [
        lambda member=member: agreement.approve(version=version, by=member, sha256=version.sha256)
        for member in (cast.campus_owner, cast.catering_owner, cast.campus_owner, cast.catering_owner)
    ]
    results = at_once(*approve)
    assert not [one for one in results if isinstance(one, Exception)]
    assert AgreementVersion.objects.get(pk=version.pk).state == "in_force"
    assert Approval.objects.filter(version=version).count() == 2


def test_accepting_and_withdrawing_at_one_moment_give_one_answer(cast, proposed):
    results = at_once(
        lambda: partnership.accept(partnership=proposed, by=cast.catering_owner),
        lambda: partnership.withdraw(partnership=proposed, by=cast.campus_owner),
        lambda: partnership.accept(partnership=proposed, by=cast.catering_owner),
    )
    state = Partnership.objects.get(pk=proposed.pk).state
    assert state in ("starting", "withdrawn")
    refused = [one for one in results if isinstance(one, Exception)]
    assert len(refused) == (1 if state == "starting" else 2)
    assert StartProgramme.objects.filter(partnership=proposed).count() == (state == "starting")


def test_two_organisations_of_one_name_are_founded_at_once(cast):
    found = at_once(*[lambda: found_organisation(name="Nieuw", is_client=True)] * 2)
    assert {one.slug for one in found} == {"nieuw", "nieuw-2"}


@pytest.mark.parametrize("keys", [[uuid4()] * 3, [uuid4(), uuid4(), uuid4()]], ids=["one key", "a key each"])
def test_three_sendings_at_one_moment_make_one_proposal_and_one_mail(cast, keys):
    lunch = Service.objects.create(client=cast.campus, name="Lunch", group="Food")
    page = cast.campus.url("partnerships:propose")
    typed = {"supplier": cast.catering.pk, "name": "Lunch", "why": "Together.", "services": [lunch.pk]}
    browsers = [Client() for _key in keys]
    for browser in browsers:
        browser.force_login(cast.campus_editor.user)
    answers = at_once(
        *(
            lambda browser=browser, key=key: browser.post(page, {**typed, "once": key})
            for browser, key in zip(browsers, keys, strict=True)
        )
    )
    made = Partnership.objects.get()
    to = cast.campus.url("partnerships:home", pk=made.pk)
    found = sorted((answer.status_code, answer.headers.get("Location", "")) for answer in answers)
    assert found == ([(302, to)] * 3 if keys[0] == keys[1] else [(302, to), (409, ""), (409, "")])
    assert Message.objects.filter(kind="partnerships.proposed").count() == 1
