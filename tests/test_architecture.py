"""The shape of the code: who may import whom, how long a module is, what is documented."""

from __future__ import annotations

import ast
import re
from collections import Counter
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGES = {"bot": {"bot", "index", "prompts"}, "index": {"index"}, "prompts": {"prompts"}}
"""For each package those of ours that it may import."""
ADAPTERS = {
    "chromadb": ("index.stores.chroma", "index.stores.chroma_client"),
    "tantivy": ("index.stores.lexical",),
    "onnxruntime": ("index.encoders.encoder", "index.embedding.fastembed"),
    "onnx": ("index.encoders.graph",),
    "fastembed": ("index.embedding.fastembed",),
    "loguru": ("index.embedding.fastembed",),
    "tokenizers": ("index.encoders.encoder",),
    "alembic": ("index.catalog.databases.",),
    "psycopg": ("index.catalog.databases.postgresql",),
    "sqlalchemy": (
        "index.catalog.",
        "bot.store.",
        "bot.custody.charges",
        "bot.watches.watchlist",
        "bot.telegram.updates.inbox",
    ),
    "llama_index": ("index.llama_index", "bot.answer."),
    "telegram": ("bot.telegram.",),
    "tiktoken": ("bot.answer.",),
    "rich": (
        "bot.terminal.account_view",
        "bot.terminal.answer_view",
        "bot.terminal.live_answer",
        "bot.terminal.console",
        "bot.terminal.progress_bars",
        "bot.terminal.status",
        "bot.terminal.score_tables",
    ),
    "docx": ("index.archive.formats.docx_files", "bot.transcripts."),
    "yaml": ("index.archive.",),
    "tinycss2": ("index.archive.styles.",),
    "cssselect2": ("index.archive.styles.cascade",),
    "trafilatura": ("index.archive.pages.article_body",),
    "babel": ("index.text.calendar",),
    "Stemmer": ("index.text.tokens",),
    "fluent": ("bot.texts",),
    "matplotlib": ("bot.telegram.views.charts",),
    "tenacity": ("index.backoff",),
    "watchfiles": ("index.jobs.watcher",),
    "starlette": ("bot.web.",),
    "uvicorn": ("bot.web.listener",),
    "prometheus_client": ("bot.web.metrics",),
    "jinja2": ("bot.web.answer_page",),
    "striprtf": ("index.archive.exports.rich_text",),
}
"""The modules, or the packages where a name ends with a dot, that may import a library."""
FLOORS = {
    "index": (
        "errors models digests progress backoff",
        "environment home proxies text",
        "settings",
        "articles dates",
        "duplicates planning archive.styles",
        "archive.record",
        "archive.content archive.metadata ranking",
        "archive.pages archive.objects",
        "archive.formats",
        "archive.exports",
        "archive.detection",
        "archive.readers",
        "archive.sources",
        "catalog.collation catalog.locks catalog.upserts catalog.portions",
        "catalog.schema",
        "catalog.changes",
        "catalog.jobs catalog.generations catalog.databases",
        "catalog.passages catalog.lookup catalog.leases",
        "catalog.articles catalog.engine catalog.crew encoders",
        "embedding",
        "stores reader",
        "search indexing",
        "shared_runs replicas",
        "ownership attendance",
        "library llama_index backups",
        "jobs",
    ),
    "bot": (
        "errors messages texts clock standard_streams",
        "models store",
        "prices web_settings custody",
        "settings notes",
        "engines",
        "answer.guard answer.reading",
        "answer.composing answer.conversation answer.writing",
        "answer.retrieved answer.news answer.records",
        "answer.gaps",
        "answer.stories transcripts",
        "answer.generation watches",
        "answer.answerer",
        "answer.factory web",
        "telegram.transport",
        "telegram.updates",
        "telegram.delivery",
        "telegram.views",
        "telegram.people telegram.failures",
        "telegram.handlers telegram.admin telegram.watches",
        "telegram.shutdown telegram.routes telegram.http_side telegram.roster",
        "telegram.assembly",
        "telegram.app",
        "terminal evaluation",
        "cli",
        "__main__",
    ),
}
"""The rooms of each package, ground floor first; rooms of one floor do not know each other."""
FEWEST_MODULES, MOST_MODULES = 2, 12
MOST_LINES = 300


@dataclass(frozen=True)
class Import:
    """A module that is imported, and whether only a type checker does so."""

    name: str
    typing: bool


@dataclass(frozen=True)
class Module:
    """A module of ours."""

    name: str
    tree: ast.Module
    lines: int
    is_package: bool

    @property
    def folder(self) -> str:
        """The package that it stands in, or is."""
        return self.name if self.is_package else self.name.rpartition(".")[0]

    @property
    def package(self) -> str:
        """The package that it belongs to."""
        return self.name.partition(".")[0]

    def imports(self) -> Iterator[Import]:
        """Everything it imports, wherever the statement stands."""
        yield from _imports(self.tree, typing=False)


def _imports(tree: ast.AST, *, typing: bool) -> Iterator[Import]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import):
            yield from (Import(alias.name, typing) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            for alias in node.names:
                yield Import(f"{node.module}.{alias.name}", typing)
        else:
            guarded = isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
            yield from _imports(node, typing=typing or guarded)


def _modules() -> list[Module]:
    found: list[Module] = []
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            text = path.read_text(encoding="utf-8")
            lines = text.count("\n")
            whole = path.stem == "__init__"
            found.append(Module(name.removesuffix(".__init__"), ast.parse(text), lines, whole))
    return found


MODULES = _modules()
NAMES = {module.name for module in MODULES}
each_module = pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)


def ours(name: str) -> str:
    """The module of ours that ``name`` is or is in."""
    while name and name not in NAMES:
        name = name.rpartition(".")[0]
    return name


@each_module
def test_imports_go_from_the_bot_to_the_index_and_the_prompts_alone(module: Module) -> None:
    """The archive side knows no bot, the prompts know nobody, and nobody imports the tests."""
    used = {each.name.partition(".")[0] for each in module.imports()}

    assert used & {*PACKAGES, "tests", "bench", "tools"} <= PACKAGES[module.package]


@each_module
def test_a_library_is_imported_by_its_adapter_alone(module: Module) -> None:
    """Every other module starts without it; types count too."""
    for each in module.imports():
        allowed = ADAPTERS.get(each.name.partition(".")[0])
        if allowed is not None:
            assert any(
                module.name == name or (name.endswith(".") and module.name.startswith(name))
                for name in allowed
            ), f"{module.name} imports {each.name}"


@pytest.mark.parametrize("package", PACKAGES)
def test_there_are_no_import_cycles(package: str) -> None:
    """Typing imports count: what is named in a signature is known."""
    graph = {
        module.name: {
            ours(each.name) for each in module.imports() if each.name.partition(".")[0] == package
        }
        - {module.name, package}
        for module in MODULES
        if module.package == package
    }

    try:
        TopologicalSorter(graph).prepare()
    except CycleError as exc:
        pytest.fail(" → ".join(exc.args[1]))


@dataclass(frozen=True)
class Room:
    """A package or a module that stands on a floor."""

    name: str
    floor: int


ROOMS = {
    f"{package}.{name}": Room(f"{package}.{name}", number)
    for package, floors in FLOORS.items()
    for number, names in enumerate(floors)
    for name in names.split()
}


def room(name: str) -> Room | None:
    """The room that a module is, or is in."""
    while name and name not in ROOMS:
        name = name.rpartition(".")[0]
    return ROOMS.get(name)


HALLS = {*PACKAGES, "bot.answer", "bot.telegram", "index.archive", "index.catalog"}
"""Packages that only hold rooms."""


@each_module
def test_imports_go_down_the_floors(module: Module) -> None:
    """Each room knows what is below it; typing imports count."""
    own = room(module.name)
    assert own or module.package == "prompts" or module.name in HALLS, f"{module.name}: no floor"

    for each in module.imports():
        other = room(ours(each.name))
        if own and other and each.name.partition(".")[0] == module.package:
            assert other == own or other.floor < own.floor, f"{module.name} imports {each.name}"


@pytest.mark.parametrize("package", sorted({m.folder for m in MODULES if m.package != "prompts"}))
def test_a_package_has_2_to_12_modules(package: str) -> None:
    """A room for one job, in which one finds things at a glance."""
    inside = [module for module in MODULES if module.folder == package and not module.is_package]

    assert package in HALLS or len(inside) >= FEWEST_MODULES, package
    assert len(inside) <= MOST_MODULES, package


@pytest.mark.parametrize("tree", FLOORS)
def test_a_module_has_a_name_of_its_own(tree: str) -> None:
    """Within a tree no two modules are called the same."""
    names = [
        module.name.rpartition(".")[2]
        for module in MODULES
        if module.package == tree and not module.is_package
    ]

    assert [name for name, count in Counter(names).items() if count > 1] == []


@each_module
def test_a_module_has_at_most_300_lines(module: Module) -> None:
    """What is longer is two things."""
    assert module.lines <= MOST_LINES


@each_module
def test_everything_public_has_a_docstring(module: Module) -> None:
    """Modules, classes, functions and methods that others may use."""
    missing = [node.name for node in _public(module.tree) if not ast.get_docstring(node)]

    assert ast.get_docstring(module.tree), f"{module.name} has no docstring"
    assert missing == []


def _public(
    tree: ast.Module | ast.ClassDef,
) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    """Classes, functions and methods whose names begin with a letter."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            if not node.name.startswith("_"):
                yield node
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                yield from _public(node)


PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
MOST_LINES_OF_THE_PAGE, MOST_COLUMNS = 200, 110
DESCRIBED = {
    folder: " ".join(text.split())
    for folder, text in re.findall(r"^- \*\*`([\w/]+)`\*\*:(.*(?:\n  .*)*)", PAGE, re.MULTILINE)
}
"""What the page says of each room, by its folder."""
NAME = re.compile(r"`([a-z_]+(?:\.\w+)?)`")
"""A module of the room, or a file beside it."""


def test_the_page_on_architecture_is_read_in_one_sitting() -> None:
    """What is longer belongs into ``docs/decisions.md``."""
    lines = PAGE.splitlines()

    assert len(lines) <= MOST_LINES_OF_THE_PAGE
    assert [line for line in lines if len(line) > MOST_COLUMNS] == []


def test_the_page_on_architecture_has_every_package() -> None:
    """Whoever is new finds each room in it, and none that is gone."""
    folders = {
        str(path.parent.relative_to(ROOT))
        for tree in (*PACKAGES, "tools")
        for path in (ROOT / tree).rglob("*.py")
    }

    assert DESCRIBED.keys() == folders


@pytest.mark.parametrize("folder", sorted(DESCRIBED))
def test_what_the_page_names_in_a_room_is_there(folder: str) -> None:
    """Modules, and the data files beside them."""
    names = NAME.findall(DESCRIBED[folder])
    there = {path.name for path in (ROOT / folder).iterdir()}

    assert [name for name in names if not {name, f"{name}.py"} & there] == []
