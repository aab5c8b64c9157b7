"""A real PostgreSQL server for tests: one a worker, in a temporary folder, without a network.

Debian's binaries are started as a user without rights, since the server refuses the system's own.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_PLACES = "usr/lib/postgresql/*/bin"
_FAST = ("fsync=off", "full_page_writes=off", "autovacuum=off")
"""Nothing has to outlive the machine; what is committed outlives the server, as people have it."""


def binaries() -> Path | None:
    """The folder with the newest server's programs; None where there is none."""
    found = [path.parent for path in Path("/").glob(f"{_PLACES}/initdb")]
    return max(found, key=lambda path: float(path.parent.name), default=None)


@dataclass(frozen=True)
class Server:
    """A running server, reached by a socket in ``folder``."""

    programs: Path
    folder: Path
    user: pwd.struct_passwd | None

    @classmethod
    def start(cls, programs: Path) -> Server:
        """A new server with nothing in it but an empty database to copy from."""
        folder = Path(tempfile.mkdtemp(prefix="pg-"))  # the name of a socket is short
        user = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
        if user:
            os.chown(folder, user.pw_uid, user.pw_gid)
        made = cls(programs, folder, user)
        made._run(
            "initdb",
            *("--pgdata", str(made.data), "--username", "press", "--auth", "trust"),
            *("--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync", "--no-instructions"),
        )
        settings = (*_FAST, "listen_addresses=", f"unix_socket_directories={folder}")
        with (made.data / "postgresql.auto.conf").open("a", encoding="utf-8") as file:
            file.writelines(f"{name} = '{value}'\n" for name, value in _pairs(settings))
        made._control("start")
        return made

    @property
    def data(self) -> Path:
        """What the server keeps."""
        return self.folder / "data"

    def url(self, database: str) -> str:
        """The address of a database."""
        return f"postgresql+psycopg://press@/{database}?host={self.folder}"

    def database(self, *, like: str = "template0") -> str:
        """The name of a new database, as another one is."""
        name = f"t{uuid.uuid4().hex[:12]}"
        self._run("createdb", *self._reached, "--template", like, name)
        return name

    def drop(self, name: str) -> None:
        """Remove a database, whoever is connected to it."""
        self._run("dropdb", *self._reached, "--force", "--if-exists", name)

    def sql(self, database: str, statement: str) -> str:
        """What a statement gives, as text."""
        return self._run("psql", *self._reached, "-qtAX", "-d", database, "-c", statement).strip()

    def restart(self) -> None:
        """Throw everybody out and begin again."""
        self._control("restart", "--mode", "immediate")

    def stop(self) -> None:
        """End the server and remove its folder."""
        self._control("stop", "--mode", "immediate")
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def _reached(self) -> Sequence[str]:
        return ("--host", str(self.folder), "--username", "press")

    def _control(self, what: str, *options: str) -> None:
        log = str(self.folder / "log")
        self._run("pg_ctl", what, "--pgdata", str(self.data), "--log", log, "--wait", *options)

    def _run(self, program: str, *arguments: str) -> str:
        done = subprocess.run(
            [str(self.programs / program), *arguments],
            cwd=self.folder,
            user=self.user.pw_uid if self.user else None,
            group=self.user.pw_gid if self.user else None,
            extra_groups=[] if self.user else None,
            env={"PATH": os.defpath, "LC_ALL": "C"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{program}: {done.stdout}"
        return done.stdout


def _pairs(settings: Sequence[str]) -> list[tuple[str, str]]:
    return [(name, value) for name, _, value in (each.partition("=") for each in settings)]
