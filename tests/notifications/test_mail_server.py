"""What the mail server answers, and what becomes of the mail: a real one, that says what each test wants."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.actions import invite_colleague
from notifications.actions import dispatch_due, queue, retry
from notifications.faults import GIVE_UP
from notifications.models import Message
from tests.notifications.conftest import greeting

NOVA, NOUR = "nova@example.org", "nour@example.org"


@pytest.fixture
def two(cast) -> tuple[Message, Message]:
    """Two mails that wait: two colleagues were invited, Nova first."""
    for address in (NOVA, NOUR):
        invite_colleague(organisation=cast.campus, address=address, role="editor", by=cast.campus_owner)
    return Message.objects.get(address=NOVA), Message.objects.get(address=NOUR)


def outcome(message: Message) -> tuple[str, str, str]:
    message.refresh_from_db()
    return message.state, message.failure, message.answer


@pytest.mark.parametrize("code", [450, 451, 452])
def test_a_receiver_that_asks_for_later_waits_and_holds_nobody_up(two, mail_server, code):
    first, second = two
    mail_server.answers[NOVA] = f"{code} 4.7.1 greylisted, try again later"
    dispatch_due()
    assert outcome(first) == ("waiting", "later", f"{code} 4.7.1")
    assert outcome(second) == ("sent", "", "")
    assert timedelta(seconds=90) < first.not_before - timezone.now() < timedelta(minutes=3)


def test_the_first_receiver_is_sent_to_when_the_server_takes_it_later(two, mail_server):
    mail_server.answers[NOVA] = "451 4.7.1 greylisted, try again later"
    dispatch_due()
    del mail_server.answers[NOVA]
    dispatch_due(timezone.now() + timedelta(minutes=5))
    assert outcome(two[0]) == ("sent", "", "")
    assert sorted(address for address, _ in mail_server.accepted) == [NOUR, NOVA]


@pytest.mark.parametrize(
    ("step", "answer", "failure"),
    [
        (NOVA, "550 5.1.1 no such user", "address"),
        (NOVA, "553 not allowed", "address"),
        ("DATA", "once:554 5.7.1 this looks like spam", "mail"),
        ("MAIL", "once:552 5.3.4 too large", "mail"),
    ],
)
def test_a_final_answer_ends_it_at_once_and_for_that_mail_alone(two, mail_server, step, answer, failure):
    mail_server.answers[step] = answer
    dispatch_due()
    state, why, code = outcome(two[0])
    assert (state, why) == ("failed", failure)
    assert code == answer.removeprefix("once:")[: len(code)]
    assert outcome(two[1]) == ("sent", "", "")


@pytest.mark.parametrize(("step", "code"), [("MAIL", 421), (NOVA, 421), ("DATA", 421), ("MAIL", 530)])
def test_a_server_that_closes_leaves_all_to_the_next_turn(two, mail_server, step, code):
    mail_server.answers[step] = f"{code} 4.3.2 not now"
    assert dispatch_due() == 1
    assert outcome(two[0]) == ("waiting", "away", f"{code} 4.3.2")
    assert outcome(two[1]) == ("waiting", "", "")
    mail_server.answers.clear()
    dispatch_due(timezone.now() + timedelta(minutes=5))
    assert [outcome(one)[0] for one in two] == ["sent", "sent"]


def test_mails_share_a_connection_and_one_more_is_made_when_the_server_hung_up(two, cast, mail_server):
    queue("accounts.password_changed", receiver=cast.campus_owner.user, about=cast.campus_owner.user)
    mail_server.answers[NOUR] = "once:421 4.4.2 that was enough for one connection"
    assert dispatch_due() == 3
    assert [outcome(one)[0] for one in two] == ["sent", "sent"]
    assert (len(mail_server.accepted), mail_server.connections) == (3, 2)


@pytest.mark.parametrize("words", [b"554 no service here\r\n", b"421 too busy\r\n", b"not a mail server\r\n", b""])
def test_a_server_that_does_not_let_us_in_is_tried_again(two, mail_server, settings, words):
    settings.EMAIL_TIMEOUT = 0.2
    with greeting(words) as settings.EMAIL_PORT:
        assert dispatch_due() == 1
    assert outcome(two[0])[:2] == ("waiting", "away")


@pytest.mark.parametrize("fault", ["nobody listens", "no such name", "no encryption"])
def test_a_connection_that_fails_is_tried_again(two, mail_server, settings, fault):
    if fault == "nobody listens":
        settings.EMAIL_PORT = 1
    elif fault == "no such name":
        settings.EMAIL_HOST = "mail.invalid"
    else:
        settings.EMAIL_USE_TLS = True
    assert dispatch_due() == 1
    assert outcome(two[0])[:2] == ("waiting", "away")


def test_waits_grow_and_end_after_three_days_however_many_tries_that_were(two, mail_server):
    first, _second = two
    mail_server.answers[NOVA] = "451 4.3.0 later"
    began = now = timezone.now()
    waits = []
    while first.state != "failed":
        dispatch_due(now)
        first.refresh_from_db()
        # As if that time had passed: the clock of the tries is set back.
        waits.append(first.not_before - timezone.now())
        now = timezone.now()
        if first.state == "waiting":
            since = first.tried_since - waits[-1]
            Message.objects.filter(pk=first.pk).update(not_before=now, tried_since=since)
    assert outcome(first) == ("failed", "later", "451 4.3.0")
    assert len(waits) > 15
    assert waits[1] < waits[3] < waits[5] < timedelta(hours=5)
    assert sum(waits, timedelta()) == pytest.approx(GIVE_UP, abs=timedelta(minutes=1))
    assert began <= first.not_before


def test_all_that_failed_is_sent_again_at_once(two, mail_server):
    mail_server.answers |= {NOVA: "550 no", NOUR: "451 later"}
    dispatch_due()
    mail_server.answers.clear()
    assert retry(Message.objects.all()) == 2
    assert dispatch_due() == 2
    assert [outcome(one) for one in two] == [("sent", "", "")] * 2


def test_the_operator_sends_again_what_belongs_to_no_organisation(cast, mail_server, capsys):
    user = cast.campus_owner.user
    queue("accounts.password_changed", receiver=user, about=user)
    mail_server.answers[user.email] = "550 5.1.1 no"
    dispatch_due()
    mail_server.answers.clear()
    call_command("retry_mails")
    assert capsys.readouterr().out == "1 mails are tried again.\n"
    dispatch_due()
    assert Message.objects.get().state == "sent"


def test_a_domain_of_other_letters_is_ascii_in_envelope_and_headers(cast, mail_server):
    invite_colleague(organisation=cast.campus, address="jan@bücher.example", role="editor", by=cast.campus_owner)
    dispatch_due()
    ((address, sent),) = mail_server.accepted
    assert (address, sent["To"]) == ("jan@xn--bcher-kva.example", "jan@xn--bcher-kva.example")
