"""What the repository promises about itself: its contracts, its names, its files, its locks.

Every rule is a function from a text to what is wrong with it, so that each is also shown a text
that breaks it.
"""

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from importlib.metadata import distribution, version
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("api", "cli", "dsl", "engine", "studio", "tariff_library")
LONGEST_PYTHON_FILE_LINES = 500

CLOCKS = {
    "date.today",
    "datetime.now",
    "datetime.today",
    "datetime.utcnow",
    "time.gmtime",
    "time.localtime",
    "time.time",
    "time.time_ns",
}

Rule = Callable[[str, str], list[str]]

# Written in halves, so that this file does not break its own rule.
MACHINE_PATHS = ("/wo" + "rk/", "/ro" + "ot/")
REGISTRY_HOSTS = (
    "py" + "pi.org",
    "python" + "hosted.org",
    "registry.np" + "mjs.org",
    "registry.yarn" + "pkg.com",
    "deb.deb" + "ian.org",
    "security.deb" + "ian.org",
    "archive.ubu" + "ntu.com",
    "crat" + "es.io",
    "proxy.gol" + "ang.org",
)


def repository_files() -> Iterator[tuple[str, str]]:
    """Every text file of the repository, also those not yet committed: (path from the root, text)."""
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    ).stdout.decode()
    for path in sorted(set(filter(None, listed.split("\0")))):
        file = ROOT / path
        if not file.is_file():
            continue
        try:
            yield path, file.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def machine_paths(path: str, text: str) -> list[str]:
    pattern = r"(?<![\w.~-])(?:" + "|".join(map(re.escape, MACHINE_PATHS)) + ")"
    return [f"{path} names {found.group()}" for found in re.finditer(pattern, text)]


def registry_hosts(path: str, text: str) -> list[str]:
    return [f"{path} names {host}" for host in REGISTRY_HOSTS if host in text.lower()]


NAMED_BY_THEIR_COMMAND = ("bench/http.py",)
"""`python -m bench.http` is the name under which the benchmark is asked for; nothing imports it."""


def names_of_the_standard_library(path: str, text: str) -> list[str]:
    parts = PurePosixPath(path).with_suffix("").parts
    if not path.endswith(".py") or path in NAMED_BY_THEIR_COMMAND:
        return []
    return [f"{path} is named like {part}" for part in parts if part in sys.stdlib_module_names]


def long_python_files(path: str, text: str) -> list[str]:
    lines = text.count("\n")
    if not path.endswith(".py") or lines <= LONGEST_PYTHON_FILE_LINES:
        return []
    return [f"{path} has {lines} lines"]


def imported_modules(text: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def lark_outside_parse(path: str, text: str) -> list[str]:
    if not is_ours(path, PACKAGES) or path == "dsl/reading/parse.py":
        return []
    return [f"{path} imports {name}" for name in imported_modules(text) if name.split(".")[0] == "lark"]


def calls_of_float(path: str, text: str) -> list[str]:
    if not is_ours(path, ("dsl", "engine")):
        return []
    return [
        f"{path}:{node.lineno} calls float"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "float"
    ]


def clocks(path: str, text: str) -> list[str]:
    """The moment is an input of everything below the API and the command line."""
    if not is_ours(path, ("dsl", "engine", "tariff_library")):
        return []
    found = []
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Attribute(value=owner, attr=name):
                named = {f"{ast.unparse(owner).split('.')[-1]}.{name}"}
            case ast.ImportFrom(module=module, names=names):
                named = {f"{module}.{alias.name}" for alias in names}
            case _:
                continue
        if named & CLOCKS:
            found.append(node.lineno)
    return [f"{path}:{line} reads the clock" for line in found]


def is_ours(path: str, packages: tuple[str, ...]) -> bool:
    return path.endswith(".py") and path.split("/")[0] in packages


RULES_AND_WHAT_BREAKS_THEM: list[tuple[Rule, str, str]] = [
    (machine_paths, "docs/x.md", f"see {MACHINE_PATHS[0]}main"),
    (machine_paths, "bin/x", f"HOME={MACHINE_PATHS[1]}"),
    (registry_hosts, "requirements/x.lock", f"--index-url https://{REGISTRY_HOSTS[0]}/simple"),
    (registry_hosts, "package-lock.json", f'"resolved": "https://{REGISTRY_HOSTS[2]}/x.tgz"'),
    (names_of_the_standard_library, "dsl/tokenize.py", ""),
    (names_of_the_standard_library, "engine/calendar/__init__.py", ""),
    (long_python_files, "dsl/x.py", "\n" * (LONGEST_PYTHON_FILE_LINES + 1)),
    (lark_outside_parse, "dsl/check.py", "import lark"),
    (lark_outside_parse, "studio/x.py", "def f() -> None:\n    from lark.lexer import Token"),
    (calls_of_float, "engine/x.py", "x = float('1')"),
    (clocks, "engine/x.py", "import datetime\nx = datetime.datetime.now(datetime.UTC)"),
    (clocks, "tariff_library/x.py", "from datetime import date\nx = date.today()"),
    (clocks, "dsl/x.py", "import time\nx = time.time()"),
    (clocks, "dsl/x.py", "from time import time"),
]


@pytest.mark.parametrize(
    "rule",
    list(dict.fromkeys(rule for rule, _, _ in RULES_AND_WHAT_BREAKS_THEM)),
    ids=lambda rule: rule.__name__,
)
def test_the_repository_keeps_the_rule(rule: Rule) -> None:
    assert [fault for path, text in repository_files() for fault in rule(path, text)] == []


@pytest.mark.parametrize(("rule", "path", "text"), RULES_AND_WHAT_BREAKS_THEM)
def test_the_rule_finds_a_planted_fault(rule: Rule, path: str, text: str) -> None:
    assert rule(path, text) != []


@pytest.mark.parametrize(
    ("rule", "path", "text"),
    [
        (machine_paths, "docs/x.md", "/v1/net" + MACHINE_PATHS[0] + " and ~" + MACHINE_PATHS[1]),
        (lark_outside_parse, "dsl/reading/parse.py", "import lark"),
        (calls_of_float, "studio/x.py", "x = float('1')"),
        (clocks, "api/x.py", "import time\nx = time.time()"),
    ],
)
def test_the_rule_lets_pass_what_is_allowed(rule: Rule, path: str, text: str) -> None:
    assert rule(path, text) == []


def test_the_repository_has_files_to_check() -> None:
    paths = {path for path, _ in repository_files()}
    assert {"pyproject.toml", *(f"{package}/__init__.py" for package in PACKAGES)} <= paths


# Contracts of imports


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-logo", "--no-cache"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_imports_keep_the_contracts() -> None:
    checked = lint_imports(ROOT)
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.parametrize(
    ("module", "imported", "contract"),
    [
        ("studio/home.py", "api", "Imports run one way"),
        ("api/app.py", "studio", "Imports run one way"),
        ("dsl/check.py", "tariff_library", "Imports run one way"),
        ("engine/graph.py", "dsl", "The engine imports nothing of ours"),
        ("dsl/check.py", "lark", "lark is imported in dsl.reading.parse only"),
        ("api/app.py", "sqlmodel", "The database is known to tariff_library only"),
        ("cli/main.py", "starlette", "fastapi and starlette are known to api only"),
        ("cli/main.py", "streamlit", "streamlit is known to studio only"),
        ("studio/home.py", "tariff_library.store", "The studio reaches tariff_library through"),
    ],
)
def test_a_forbidden_import_breaks_its_contract(tmp_path: Path, module: str, imported: str, contract: str) -> None:
    make_house(tmp_path, {module: f"import {imported}\n"})
    checked = lint_imports(tmp_path)
    broken = [line for line in checked.stdout.splitlines() if line.startswith(contract)]
    assert checked.returncode == 1
    assert broken, checked.stdout + checked.stderr
    assert "BROKEN" in checked.stdout


def test_the_named_exceptions_are_allowed(tmp_path: Path) -> None:
    make_house(
        tmp_path,
        {
            "dsl/reading/parse.py": "import lark\n",
            "cli/serve.py": "import fastapi\nimport starlette\nimport streamlit\nimport api\nimport studio\n",
            "studio/gateway/in_process.py": "import tariff_library.store\n",
        },
    )
    checked = lint_imports(tmp_path)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def make_house(folder: Path, modules: dict[str, str]) -> None:
    """Our packages, empty but for these modules, under our contracts."""
    (folder / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text())
    for path in [*(f"{package}/__init__.py" for package in PACKAGES), "tariff_library/store.py", *modules]:
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        (file.parent / "__init__.py").touch()
        file.write_text(modules.get(path, ""))


# Lock files


def project() -> dict[str, Any]:
    table: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return table


def locked(name: str) -> dict[str, Requirement]:
    """Name -> the pinned requirement, of those that this machine installs."""
    lines = (ROOT / "requirements" / name).read_text().splitlines()
    pins = [Requirement(line) for line in lines if line.strip() and not line.startswith("#")]
    return {canonicalize_name(pin.name): pin for pin in pins if pin.marker is None or pin.marker.evaluate()}


def closure(names: list[str]) -> set[str]:
    """Everything these requirements bring along, as the installed packages themselves say."""
    seen: set[tuple[str, str]] = set()
    waiting = [Requirement(name) for name in names]
    while waiting:
        wanted = waiting.pop()
        for extra in {"", *wanted.extras}:
            key = (canonicalize_name(wanted.name), extra)
            if key in seen:
                continue
            seen.add(key)
            for line in distribution(wanted.name).requires or []:
                needed = Requirement(line)
                if needed.marker is None or needed.marker.evaluate({"extra": extra}):
                    waiting.append(needed)
    return {name for name, _ in seen}


@pytest.mark.parametrize("name", ["run.lock", "test.lock"])
def test_every_version_is_fixed_and_installed(name: str) -> None:
    pins = locked(name)
    assert [str(pin) for pin in pins.values() if not re.fullmatch(r"==[^*,]+", str(pin.specifier))] == []
    assert {name: version(name) for name in pins} == {
        name: str(pin.specifier).removeprefix("==") for name, pin in pins.items()
    }


def test_the_run_lock_is_what_the_dependencies_bring_along() -> None:
    assert closure([*project()["dependencies"], "setuptools"]) == set(locked("run.lock"))


def test_the_test_lock_is_what_the_extra_brings_along() -> None:
    wanted = [*project()["dependencies"], *project()["optional-dependencies"]["test"], "setuptools"]
    assert closure(wanted) == set(locked("test.lock"))


def test_the_test_lock_holds_the_run_lock() -> None:
    run, test = locked("run.lock"), locked("test.lock")
    assert {name: str(test[name].specifier) for name in run} == {n: str(pin.specifier) for n, pin in run.items()}


# Scripts


@pytest.mark.parametrize("script", ["bin/start", "bin/test", ".ci/run", "requirements/lock"])
def test_a_script_can_be_run(script: str) -> None:
    shell = "bash" if script == ".ci/run" else "sh"
    assert os.access(ROOT / script, os.X_OK)
    assert subprocess.run([shell, "-n", ROOT / script], check=False).returncode == 0
