"""uv, the resolver and installer: another program, run with care."""

import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from lamella.errors import ToolError
from lamella.model.redaction import credentials_redacted

# A source distribution is built with compilers that fail at once: what needs one cannot be built for another
# machine, and what only would like one falls back to pure Python.
_NO_COMPILERS = {
    "CC": "false", "CXX": "false", "FC": "false", "RUSTC": "false", "CARGO": "false",
    "LD": "false", "GOROOT": "/nonexistent", "SOURCE_DATE_EPOCH": "315532800",
}  # fmt: skip


_MOST_LINES = 30
_WIDEST_LINE = 400


@dataclass(frozen=True, slots=True)
class Finished:
    """A run of uv: exit code and both streams, the second without credentials."""

    code: int
    stdout: str
    stderr: str


@dataclass(frozen=True)
class Uv:
    """Runs uv in a folder.

    Attributes:
        environ: Settings of the user's (`UV_INDEX_URL`, `UV_CONSTRAINT`, netrc ...) take effect from here.
        folder: Where `[tool.uv]` and relative paths of requirements are looked up.
        timeout_s: For one run.
    """

    environ: Mapping[str, str]
    folder: Path
    timeout_s: float = 900.0

    @cached_property
    def binary(self) -> str:
        """The uv that is installed with lamella.

        Raises:
            ToolError: It is not there.
        """
        from uv import find_uv_bin  # noqa: PLC0415 - only builds need it

        try:
            return find_uv_bin()
        except FileNotFoundError as error:
            raise ToolError(
                "uv was not found", why=str(error), hint="reinstall lamella: uv is one of its dependencies"
            ) from error

    def run(self, arguments: Sequence[str], *, stdin: str = "", extra: Mapping[str, str] | None = None) -> Finished:
        """Run uv once; it never downloads an interpreter and never shows progress.

        Raises:
            ToolError: It could not be started or took longer than `timeout_s`.
        """
        environ = {
            **{name: value for name, value in self.environ.items() if name not in {"VIRTUAL_ENV", "PYTHONPATH"}},
            "UV_PYTHON_DOWNLOADS": "never",
            "UV_NO_PROGRESS": "1",
            "UV_NO_COLOR": "1",
            "NO_COLOR": "1",
            **(extra or {}),
        }
        try:
            done = subprocess.run(
                [self.binary, *arguments], input=stdin, env=environ, cwd=self.folder, check=False,
                capture_output=True, text=True, encoding="utf-8", errors="replace", timeout=self.timeout_s,
            )  # fmt: skip
        except OSError as error:
            raise ToolError("uv could not be started", why=str(error)) from error
        except subprocess.TimeoutExpired as error:
            raise ToolError(
                f"uv did not finish within {self.timeout_s:.0f} s",
                why=" ".join(arguments[:3]),
                hint="check the network and the index",
            ) from error
        return Finished(done.returncode, done.stdout, readable(done.stderr, self.environ))

    def compile(
        self, inputs: Sequence[str], platform: str, python: str, *, stdin: str, sources: Sequence[str],
        more: Sequence[str] = (),
    ) -> Finished:  # fmt: skip
        """Resolve for a platform (`x86_64-manylinux_2_34`) and a Python minor; stdout is a pylock.

        Args:
            inputs: Files, or `-` for `stdin`.
            platform: By uv's names.
            python: Such as `3.12`.
            stdin: Requirement lines.
            sources: Names that may come as source distributions; all others must have a wheel.
            more: Further options.
        """
        allowed = [word for name in sources for word in ("--no-binary", name)]
        return self.run(
            [
                "pip", "compile", *inputs, "--format", "pylock.toml", "--no-header", "--no-annotate",
                "--python", sys.executable, "--python-platform", platform, "--python-version", python,
                "--only-binary", ":all:", *allowed, *more,
            ],
            stdin=stdin,
            extra=_NO_COMPILERS if sources else None,
        )  # fmt: skip

    def install(
        self,
        requirements: str,
        folder: Path,
        platform: str,
        python: str,
        *,
        sources: Sequence[str],
        cache: Path | None,
    ) -> Finished:
        """Install pinned requirement lines into a folder, without their dependencies.

        Args:
            requirements: Lines with hashes.
            folder: Becomes the content of `python/`.
            platform: By uv's names.
            python: Such as `3.12`.
            sources: Names that are built from source.
            cache: A cache of their own for wheels built here, so that they do not reach other projects.
        """
        allowed = [word for name in sources for word in ("--no-binary", name)]
        extra = {**_NO_COMPILERS, "UV_CACHE_DIR": str(cache)} if cache else None
        return self.run(
            [
                "pip", "install", "--target", str(folder), "--no-deps", "--python", sys.executable,
                "--python-platform", platform, "--python-version", python, "--only-binary", ":all:", *allowed,
                "-r", "-",
            ],
            stdin=requirements,
            extra=extra,
        )  # fmt: skip

    def export(self, project: Path, groups: Sequence[str], extras: Sequence[str], prune: Sequence[str]) -> Finished:
        """Print a uv.lock as requirement lines with hashes and markers, without the project itself."""
        chosen = [
            *(word for group in groups for word in ("--group", group)),
            *(word for extra in extras for word in ("--extra", extra)),
            *(word for name in prune for word in ("--prune", name)),
        ]
        return self.run(
            ["export", "--frozen", "--no-emit-project", "--no-default-groups", "--no-header", "--no-annotate",
             "--project", str(project), *chosen]
        )  # fmt: skip


def readable(stderr: str, environ: Mapping[str, str]) -> str:
    """Return uv's messages without credentials and without its warnings about interpreters."""
    kept = [
        line
        for line in credentials_redacted(stderr, environ).splitlines()
        if not line.startswith(("warning: The requested Python version", "Resolved ", "Prepared ", "Installed "))
    ]
    text = "\n".join(line[:_WIDEST_LINE] for line in kept).strip().removeprefix("error: ")
    lines = text.splitlines()
    if len(lines) <= _MOST_LINES:
        return text
    # A failed build prints pages; its first line says what failed, and its last ones why.
    return "\n".join([lines[0], "...", *lines[2 - _MOST_LINES :]])
