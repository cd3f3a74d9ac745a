"""bin/demo on a machine that holds only Python, git and the base tools."""

import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

import pytest

from runner.environment import ROOT, VAR
from runner.servers import Servers

NAME = "test-demo"


@pytest.fixture
def bare_path(tmp_path: Path) -> str:
    """A PATH of python3, git and the base tools alone."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for tool in ("python3", "git", "sh", "env", "uname", "ls", "cat", "ps", "id"):
        if found := shutil.which(tool):
            (folder / tool).symlink_to(found)
    return str(folder)


def start(bare_path: str, port: int) -> subprocess.Popen:
    environment = {
        "PATH": bare_path, "HOME": os.environ.get("HOME", "/"), "LANG": "C.UTF-8",
        "PORT": str(port), "SAMENSPEL_NAME": NAME,
    }  # fmt: skip
    return subprocess.Popen(
        [str(ROOT / "bin" / "demo")], env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        start_new_session=True,
    )  # fmt: skip


def read_until(process: subprocess.Popen, words: str) -> str:
    """What it printed up to the line with these words, or all of it when it ended."""
    lines = []
    for line in process.stdout:
        lines.append(line)
        if words in line:
            break
    return "".join(lines)


def remove_data() -> None:
    """So that the start is a first one."""
    shutil.rmtree(VAR / NAME, ignore_errors=True)
    shutil.rmtree(Servers(NAME).base, ignore_errors=True)


def free_port() -> int:
    """Below those that the kernel gives to outgoing connections, which other tests make meanwhile."""
    for port in range(21000, 32000):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise AssertionError("no port is free")


def end(process: subprocess.Popen) -> None:
    """Whatever failed, nothing of it outlives the test."""
    process.terminate()
    process.wait()
    process.stdout.close()


def pids() -> dict[str, int]:
    """The children of the demo, as it notes them."""
    return {note.stem: int(note.read_text() or 0) for note in (VAR / NAME).glob("*.pid")}


def wait_for_another(pid: int, name: str) -> dict[str, int]:
    """The children once another process has that name."""
    end = time.monotonic() + 10
    while (found := pids())[name] in (pid, 0):  # just being written
        assert time.monotonic() < end, f"{name} was not started again"
        time.sleep(0.05)
    return found


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/account/login/", timeout=5) as response:
            return response.status == 200
    except OSError:
        return False


@pytest.mark.xdist_group("demo")
def test_demo_starts_says_when_it_runs_ends_in_order_and_overcomes_a_kill(bare_path):
    remove_data()
    port = free_port()
    first = start(bare_path, port)
    try:
        welcome = read_until(first, "Ctrl-C")
        assert f"http://localhost:{port}/" in welcome, welcome
        assert f"all others, by organisation:  http://localhost:{port}/account/login/" in welcome
        assert answers(port)
        second = subprocess.run(
            [str(ROOT / "bin" / "demo")], capture_output=True, text=True,
            env={"PATH": bare_path, "PORT": str(port), "SAMENSPEL_NAME": NAME, "LANG": "C.UTF-8"},
        )  # fmt: skip
        assert second.returncode != 0
        assert "already running" in second.stderr
        os.killpg(first.pid, signal.SIGKILL)
        first.wait()
    finally:
        first.stdout.close()
    again = start(bare_path, port)
    try:
        assert f"http://localhost:{port}/" in read_until(again, "Ctrl-C")
        assert answers(port)
        before = pids()
        assert set(before) == {"worker", "files", "beat", "web"}
        os.killpg(before["files"], signal.SIGKILL)
        assert "files ended by itself; it is started again in 1 s." in read_until(again, "started again")
        after = wait_for_another(before["files"], "files")
        assert {name for name in after if after[name] != before[name]} == {"files"}
        began = time.monotonic()
        again.send_signal(signal.SIGTERM)
        again.stdout.read()
        assert again.wait() == 0
        assert time.monotonic() - began < 8, "the promise of the ending"
        assert not answers(port)
        assert [name for name, pid in after.items() if Path(f"/proc/{pid}").exists()] == []
    finally:
        end(again)
        remove_data()
