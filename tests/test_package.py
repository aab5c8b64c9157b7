"""What is given away: the package as it is installed, and the files that run it as a service."""

from __future__ import annotations

import configparser
import json
import os
import shutil
import site
import subprocess
import sys
import tarfile
import venv
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hatchling.builders.sdist import SdistBuilder
from hatchling.builders.wheel import WheelBuilder

import bot
from bot.settings import Settings
from index.environment import PREFIX
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

LEFT_OUT = ("kubernetes", "hf_xet")
"""What the container takes out again, as it is imported."""
QUESTION = "Who stole the bell?"


def tracked(*folders: str) -> set[str]:
    """The files of the project in these folders, or all; what git ignores is not among them."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", *folders]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout
    return {name for name in listed.decode().split("\0") if name and (ROOT / name).is_file()}


@dataclass(frozen=True)
class Installed:
    """The wheel in an environment of its own, far from the sources."""

    folder: Path
    wheel: Path
    sources: Path

    @property
    def packages(self) -> Path:
        """Where packages of the environment lie."""
        (found,) = (self.folder / "lib").glob("python*/site-packages")
        return found

    def run(self, *command: str, at: Path) -> subprocess.CompletedProcess[str]:
        """A command as the container runs it: of ours it sees settings, and what it may write to.

        Nothing of the sources is known to it, and not how the tests are run.
        """
        data = at / "data"
        data.mkdir(exist_ok=True)
        environment = {
            "PATH": f"{self.folder / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(data), "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1",
            "PRESSMARK_HOME": str(data / "home"),
        }  # fmt: skip
        return subprocess.run(
            command, env=environment, cwd=data, capture_output=True, text=True, check=False,
            stdin=subprocess.DEVNULL, timeout=600,
        )  # fmt: skip


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The wheel that is built from the unpacked source distribution, installed.

    Libraries are those of the environment that runs the tests, but for those that the container
    leaves out; the package is not.
    """
    base = tmp_path_factory.mktemp("package")
    archive = next(SdistBuilder(str(ROOT)).build(directory=str(base), versions=["standard"]))
    with tarfile.open(archive) as tar:
        tar.extractall(base, filter="data")
    (sources,) = (path for path in base.iterdir() if path.is_dir())
    built = next(WheelBuilder(str(sources)).build(directory=str(base), versions=["standard"]))
    made = Installed(base / "environment", base / os.path.basename(built), sources)  # noqa: PTH119
    venv.create(made.folder)
    block = f"import sys; sys.modules.update(dict.fromkeys({LEFT_OUT!r}))"
    lines = [*site.getsitepackages(), block]
    (made.packages / "libraries.pth").write_text("\n".join(lines), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pip", "--python", str(made.folder / "bin" / "python"),
         "install", "--no-deps", "--no-index", "--quiet", str(made.wheel)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return made


def test_the_source_distribution_is_all_of_the_project(installed: Installed) -> None:
    """Whoever has it can run the tests and build the wheel."""
    there = {
        str(path.relative_to(installed.sources))
        for path in installed.sources.rglob("*")
        if path.is_file()
    }

    assert tracked() - there == set()


def test_the_wheel_has_every_file_of_the_packages(installed: Installed) -> None:
    """Models, prompts, tables, catalogues of sentences, the sample: whatever stands beside code."""
    with zipfile.ZipFile(installed.wheel) as wheel:
        names = {name for name in wheel.namelist() if ".dist-info/" not in name}
    sample = {
        name.replace("examples/archive", "index/sample") for name in tracked("examples/archive")
    }

    assert names == tracked("bot", "index", "prompts") | sample


MOST_BYTES = 670_000_000
"""On the disk, all libraries included, not compiled; docs/operating.md has what it is made of."""


@pytest.mark.soak
def test_what_is_installed_with_its_libraries_answers(installed: Installed, tmp_path: Path) -> None:
    """From where packages come from, in the versions that are tested, and within its size."""
    clean = Installed(tmp_path / "environment", installed.wheel, installed.sources)
    venv.create(clean.folder, with_pip=True)
    before = sum(path.lstat().st_blocks for path in clean.packages.rglob("*")) * 512
    python = str(clean.folder / "bin" / "python")

    done = subprocess.run(
        [python, "-m", "pip", "install", "--no-compile", "--quiet", "--constraint",
         str(ROOT / "constraints.txt"), str(clean.wheel)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    after = sum(path.lstat().st_blocks for path in clean.packages.rglob("*")) * 512
    ran = clean.run("pressmark", "run", at=tmp_path)
    asked = clean.run("pressmark", "ask", QUESTION, "--json", at=tmp_path)

    assert done.returncode == 0, done.stderr
    assert ran.returncode == 0, ran.stderr
    assert not json.loads(asked.stdout)["refused"]
    assert after - before < MOST_BYTES


# The container


def instructions() -> dict[str, list[str]]:
    """The instructions of the last stage of the Containerfile, by their name."""
    text = (ROOT / "Containerfile").read_text(encoding="utf-8")
    found: dict[str, list[str]] = {}
    for line in text[text.rindex("\nFROM ") :].replace(" \\\n", " ").splitlines():
        name, _, rest = line.partition(" ")
        if name:
            found.setdefault(name, []).append(rest)
    return found


def test_the_container_runs_without_rights_and_is_looked_after() -> None:
    """As a user by number, with one folder to write to; it leaves out what is never imported."""
    found = instructions()
    text = (ROOT / "Containerfile").read_text(encoding="utf-8")

    assert found["USER"] == ["10001:10001"]
    assert found["VOLUME"] == ["/data"]
    assert found["ENTRYPOINT"] == ['["pressmark"]']
    assert f"pip uninstall --yes {' '.join(LEFT_OUT)}\n".replace("_", "-") in text


def test_the_commands_of_the_container_do_what_they_say(
    installed: Installed, tmp_path: Path
) -> None:
    """What is installed indexes, answers, cites and is looked after; only its home changes."""
    found = instructions()
    (check,) = (json.loads(line[line.index("[") :]) for line in found["HEALTHCHECK"])
    start = [*json.loads(found["ENTRYPOINT"][0]), *json.loads(found["CMD"][0])]
    before = {path: path.stat().st_mtime_ns for path in installed.folder.rglob("*")}

    ran = installed.run(*start, at=tmp_path)
    asked = json.loads(installed.run("pressmark", "ask", QUESTION, "--json", at=tmp_path).stdout)
    (quoted, *_) = asked["citations"]
    cited = installed.run("pressmark", "cite", quoted["id"], "--json", at=tmp_path)
    healthy = installed.run(*check, at=tmp_path)
    (tmp_path / "data" / "home" / "catalog.sqlite").write_bytes(b"damaged")
    damaged = installed.run(*check, at=tmp_path)

    assert ran.returncode == 0, ran.stderr
    assert not asked["refused"]
    assert json.loads(cited.stdout)["quote"] == quoted["quote"]
    assert (healthy.returncode, damaged.returncode) == (0, 1)
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["home"]
    assert {path: path.stat().st_mtime_ns for path in installed.folder.rglob("*")} == before


def test_the_containerfile_satisfies_its_linter() -> None:
    """Notes as well."""
    linter = shutil.which("hadolint", path=os.path.dirname(sys.executable))  # noqa: PTH120
    assert linter is not None
    done = subprocess.run(
        [linter, "--failure-threshold", "style", "Containerfile"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert (done.returncode, done.stdout) == (0, "")


# Several containers


def services() -> dict[str, Any]:
    """Those of the compose file."""
    found: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
    return dict(found["services"])


def test_the_services_hold_no_right_that_they_do_not_need() -> None:
    """What is not a volume can only be read; each is looked after and has its limits."""
    found = services()

    assert found.keys() == {"bot", "worker", "postgres", "chroma"}
    for each in found.values():
        assert each["read_only"] is True
        assert each["cap_drop"] == ["ALL"]
        assert "cap_add" not in each
        assert each["security_opt"] == ["no-new-privileges:true"]
        assert {"mem_limit", "pids_limit", "cpus"} <= each.keys()
    for name in ("bot", "worker"):
        assert found[name]["image"] == f"pressmark:{bot.__version__}"
        assert found[name]["depends_on"].keys() >= {"postgres", "chroma"}
    assert "healthcheck" in found["postgres"]
    assert "healthcheck" in found["chroma"]


def test_the_services_are_given_settings_that_there_are() -> None:
    """A misspelt one would end the bot at its start."""
    known = {PREFIX + name.upper() for name in Settings.model_fields}

    asking, working = (services()[name]["environment"] for name in ("bot", "worker"))
    assert asking.keys() <= known
    assert working == asking


def test_the_services_satisfy_their_linter() -> None:
    """Nothing grave, by the lists of OWASP and CIS."""
    linter = shutil.which("compose-lint", path=os.path.dirname(sys.executable))  # noqa: PTH120
    assert linter is not None
    done = subprocess.run(
        [linter, "--fail-on", "high", "compose.yaml"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stdout


# A service of systemd


class _Unit(configparser.RawConfigParser):
    """A unit, whose names are written in capitals as well."""

    def optionxform(self, optionstr: str) -> str:
        """The name as it is."""
        return optionstr


def unit() -> dict[str, str]:
    """What the section about the process says; of names that stand twice the last."""
    parser = _Unit(strict=False)
    parser.read(ROOT / "deploy" / "pressmark.service", encoding="utf-8")
    return dict(parser["Service"])


def test_the_service_runs_without_rights() -> None:
    """As a user that exists while it runs, on a system that it cannot change."""
    found = unit()

    assert found["ExecStart"] == "/opt/pressmark/bin/pressmark run"
    assert found["DynamicUser"] == "yes"
    assert found["ProtectSystem"] == "strict"
    assert found["NoNewPrivileges"] == "yes"
    assert found["CapabilityBoundingSet"] == ""
    assert found["UMask"] == "0077"
    assert "PRESSMARK_HOME=/var/lib/pressmark/home" in found["Environment"].split()


def test_systemd_takes_the_service_and_finds_it_closed(tmp_path: Path) -> None:
    """Of 10, the most exposed, at most 2; told by systemd itself, where it is."""
    text = (ROOT / "deploy" / "pressmark.service").read_text(encoding="utf-8")
    copy = tmp_path / "pressmark.service"
    copy.write_text(text.replace("/opt/pressmark/bin/pressmark", sys.executable), "utf-8")
    tool = shutil.which("systemd-analyze")
    if tool is None:
        pytest.skip("systemd-analyze is not on this machine; the unit was parsed instead")

    verified = subprocess.run(
        [tool, "verify", str(copy)], capture_output=True, text=True, check=False
    )
    judged = subprocess.run(
        [tool, "security", "--offline=true", "--threshold=20", "--no-pager", str(copy)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert (verified.returncode, verified.stderr) == (0, "")
    assert judged.returncode == 0, judged.stdout
