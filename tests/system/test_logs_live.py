"""What really running processes write: each link that lets somebody in, followed well and badly."""

import json
import re
import socket

from tests.live import Live, Visitor

LINKS = """
from accounts.actions import invitations
from accounts.models import Invitation
from vision.actions import sharing
from vision.models import ShareLink
share = next(one for one in ShareLink.objects.for_system("test").order_by("-expires_at") if one.state == "open")
invitation = Invitation.objects.for_system("test").open().first()
print(sharing.link_of(share), invitations.link_of(invitation), invitations.proof_link_of(invitation))
"""
WHO = "fm@rijnoever.example"


def reset_link(live: Live, visitor: Visitor) -> str:
    assert visitor.post("/account/password/reset/", email=WHO) == 200
    text = live.wait_for_mail(WHO).text
    found = re.search(r"https?://\S+/account/password/\S+", text)
    assert found, text
    return found[0]


def secrets_in(path: str) -> list[str]:
    return re.findall(r"[\w-]{43}|[0-9a-z]{6}-[0-9a-f]{32}", path)


def told(live: Live) -> list[str]:
    return [line for log in live.folder.glob("*.log") for line in log.read_text().splitlines()]


def test_no_log_of_a_running_installation_holds_the_secret_of_a_link(live):
    visitor = Visitor(live.url)
    links = [*live.manage("shell", "-v", "0", "-c", LINKS).split(), reset_link(live, visitor)]
    paths = [link.removeprefix(live.url) for link in links]
    secrets = [secret for path in paths for secret in secrets_in(path)]
    assert len(secrets) == 5  # the proof of an invitation has two
    for path in paths:
        assert visitor.get(path) == 200, path
        assert visitor.get(path, b"no=token") in (403, 405), path
        assert visitor.get(path.rstrip("/") + "/nothing/") in (404, 410), path
        assert visitor.get(path.replace(secrets_in(path)[0], secrets_in(path)[0][::-1])) in (404, 410), path
        with socket.create_connection(("127.0.0.1", live.port)) as caller:
            caller.sendall(f"GET {path} HTTP/7.7\r\n\r\n".encode())
            assert b" 400 " in caller.recv(4096).splitlines()[0] + b" "
    lines = told(live)
    assert [line for line in lines if any(secret in line for secret in secrets)] == []
    said = [json.loads(line)["message"] for line in lines if line.startswith("{")]
    assert "Forbidden" in said, "of Django"
    assert [message for message in said if "HTTP Version" in message], "of Gunicorn"
