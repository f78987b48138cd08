"""`lamella --help` is instant: what it may load is written down here, and anything else fails."""

import json
import subprocess
import sys
from pathlib import Path

import lamella

SOURCES = Path(lamella.__file__).parents[1]

MODULES = {
    "lamella",
    "lamella.cli",
    "lamella.cli.aws_options",
    "lamella.cli.console",
    "lamella.cli.main",
    "lamella.cli.options",
    "lamella.cli.verb",
    "lamella.cli.advisories",
    "lamella.cli.apply",
    "lamella.cli.baseline",
    "lamella.cli.check",
    "lamella.cli.verify",
    "lamella.cli.planned",
    "lamella.cli.build",
    "lamella.cli.cache",
    "lamella.cli.channel_options",
    "lamella.cli.clean",
    "lamella.cli.completion",
    "lamella.cli.config",
    "lamella.cli.diff",
    "lamella.cli.function_options",
    "lamella.cli.grants",
    "lamella.cli.init",
    "lamella.cli.inspect",
    "lamella.cli.invoke",
    "lamella.cli.local",
    "lamella.cli.lock",
    "lamella.cli.profile",
    "lamella.cli.promote",
    "lamella.cli.publish",
    "lamella.cli.resolve",
    "lamella.cli.restore",
    "lamella.cli.rollout",
    "lamella.cli.share",
    "lamella.cli.test",
    "lamella.errors",
    "lamella.version",
}

# argparse, dataclasses and typing, with what they import from Python 3.11 to 3.14. Not there: asyncio, email, http,
# importlib.resources, json, logging, pathlib, subprocess, tomllib, urllib, zipfile, and every third-party package.
STANDARD_LIBRARY = {
    "__future__",
    "_ast",
    "_collections",
    "_collections_abc",
    "_functools",
    "_opcode",
    "_opcode_metadata",
    "_operator",
    "_sre",
    "_stat",
    "_tokenize",
    "_typing",
    "_weakrefset",
    "annotationlib",
    "argparse",
    "ast",
    "atexit",
    "collections",
    "contextlib",
    "copy",
    "copyreg",
    "dataclasses",
    "dis",
    "enum",
    "errno",
    "functools",
    "genericpath",
    "gettext",
    "importlib",
    "inspect",
    "itertools",
    "keyword",
    "linecache",
    "opcode",
    "operator",
    "os",
    "posixpath",
    "re",
    "reprlib",
    "stat",
    "token",
    "tokenize",
    "types",
    "typing",
    "warnings",
    "weakref",
}
IMPORTLIB = {
    "importlib",
    "importlib._abc",
    "importlib._bootstrap",
    "importlib._bootstrap_external",
    "importlib.machinery",
}
# What argparse needs to print a help text.
FOR_HELP = {
    "_colorize",
    "_bz2",
    "_locale",
    "_compression",
    "_lzma",
    "bz2",
    "compression",
    "fnmatch",
    "locale",
    "grp",
    "lzma",
    "pwd",
    "shutil",
    "textwrap",
    "zlib",
}


def loaded(code: str) -> set[str]:
    """Return the modules that the code loads in a Python without site-packages."""
    script = f"import sys; before = set(sys.modules); sys.path.insert(0, {str(SOURCES)!r})\n{code}\n"
    script += "after = set(sys.modules) - before; import json; print(json.dumps(sorted(after)))"
    done = subprocess.run([sys.executable, "-I", "-S", "-c", script], capture_output=True, text=True, check=True)
    found: list[str] = json.loads(done.stdout.splitlines()[-1])
    return set(found)


def beyond(modules: set[str], standard_library: set[str]) -> set[str]:
    """Return what is neither lamella's nor allowed, by top-level name, and submodules of importlib by full name."""
    foreign = {name for name in modules if name.partition(".")[0] != "lamella"}
    tops = {name.partition(".")[0] for name in foreign}
    return (tops - standard_library) | {name for name in foreign if name.startswith("importlib")} - IMPORTLIB


def test_importing_the_command_line_loads_these_modules_and_no_other() -> None:
    modules = loaded("import lamella.cli")
    assert {name for name in modules if name.partition(".")[0] == "lamella"} == MODULES
    assert beyond(modules, STANDARD_LIBRARY) == set()


def test_help_and_version_load_little_more() -> None:
    for option in ("--help", "--version"):
        code = f"import lamella.cli\ntry: lamella.cli.main([{option!r}])\nexcept SystemExit as end: assert not end.code"
        modules = loaded(code)
        assert {name for name in modules if name.partition(".")[0] == "lamella"} == MODULES
        assert beyond(modules, STANDARD_LIBRARY | FOR_HELP) == set()


def test_the_measure_sees_what_should_not_be_there() -> None:
    assert beyond(loaded("import tomllib, importlib.resources"), STANDARD_LIBRARY) >= {"tomllib", "importlib.resources"}


def test_an_invoke_loads_nothing_that_builds() -> None:
    code = "import lamella.run.invoke, lamella.run.layers_to_run, sys; sys.exit('lamella.run.build' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=SOURCES).returncode == 0
