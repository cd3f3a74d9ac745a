"""The virtual environment, the system libraries and the compiled translations."""

import hashlib
import os
import shutil
import subprocess
import sys
from ctypes import CDLL
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parents[1]
VAR = ROOT / "var"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"

PANGO = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0")
PANGO_MAC = ("libpango-1.0.dylib", "libpangoft2-1.0.dylib", "libharfbuzz-subset.dylib")
PANGO_DEBIAN = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
# The shell draws the same pages without a window system, and so faster.
CHROMIUM = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
CHROMIUM_DEBIAN = ("chromium-headless-shell", "chromium")
CHROMIUM_MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
# The groups of requirements, each holding the ones before it.
GROUPS = ("run", "demo", "test")


def say(text: str) -> None:
    print(text, flush=True)


def fail(text: str) -> NoReturn:
    """Ends the program with one line that says what to do."""
    sys.exit(f"samenspel: {text}")


def set_up(group: str) -> None:
    """Makes this checkout ready: Python packages of a group, system libraries, translations."""
    if sys.version_info < (3, 11):  # noqa: UP036 - before anything else runs
        fail(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}.")
    install_packages(group)
    install_libraries(chromium=group == "test")
    subprocess.run([PYTHON, "-m", "runner.messages", "compile"], cwd=ROOT, check=True)


def install_packages(group: str) -> None:
    """Brings .venv to the pinned requirements of `group` ("run", "demo" or "test")."""
    if not PYTHON.exists():
        say("Making .venv …")
        made = subprocess.run([sys.executable, "-m", "venv", str(VENV)], capture_output=True, text=True)
        if made.returncode:
            shutil.rmtree(VENV, ignore_errors=True)
            fail("Python cannot make a virtual environment; on Debian or Ubuntu: apt install python3-venv")
    for candidate in GROUPS[GROUPS.index(group) :]:
        if _marker(candidate).exists() and _marker(candidate).read_text() == _digest(candidate):
            return
    say("Installing the pinned packages; the first time this takes a minute …")
    subprocess.run(
        [
            PYTHON,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--require-hashes",
            "-r",
            str(ROOT / "requirements" / f"{group}.txt"),
        ],
        check=True,
    )
    _marker(group).write_text(_digest(group))


def _marker(group: str) -> Path:
    return VENV / f"installed-{group}"


def _digest(group: str) -> str:
    return hashlib.sha256((ROOT / "requirements" / f"{group}.txt").read_bytes()).hexdigest()


def install_libraries(*, chromium: bool) -> None:
    """Sees to Pango and, for the browser tests, Chromium: by apt where it may, else one clear line."""
    pango = [] if _has_pango() else list(PANGO_DEBIAN)
    # A distribution that has no shell may have the browser.
    browsers = [[name] for name in CHROMIUM_DEBIAN] if chromium and not find_chromium() else [[]]
    if not pango and browsers == [[]]:
        return
    root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if shutil.which("apt-get") and (not root or _may_sudo()):
        say(f"Installing {', '.join(pango + browsers[0])} …")
        _apt(root, "update")
        if any(_apt(root, "install", "-y", *pango, *browser) for browser in browsers):
            return
    if sys.platform == "darwin":
        fail("install what is missing with: brew install pango" + (" && brew install --cask chromium" * chromium))
    fail(f"install what is missing with: sudo apt-get install {' '.join(pango + browsers[-1])}")


def _apt(root: list[str], *arguments: str) -> bool:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    command = [*root, "apt-get", "-qq", *arguments]
    return subprocess.run(command, stdout=subprocess.DEVNULL, env=environment).returncode == 0


def _may_sudo() -> bool:
    return bool(shutil.which("sudo")) and subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0


def _has_pango() -> bool:
    try:
        for name in PANGO_MAC if sys.platform == "darwin" else PANGO:
            CDLL(name)
    except OSError:
        return False
    return True


def find_chromium() -> str | None:
    """Path of a Chromium or Chrome on this machine, or None."""
    found = next((path for name in CHROMIUM if (path := shutil.which(name))), None)
    return found or (CHROMIUM_MAC if Path(CHROMIUM_MAC).exists() else None)
