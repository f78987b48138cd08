"""Finds the interpreters that compile, once for each minor version of a command."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from lamella.host import interpreters
from lamella.host.compiler import InterpreterCompiler
from lamella.model.target import Target


@dataclass(frozen=True)
class Compilers:
    """The compilers of one command; all layers share them, so that `jobs` bounds their processes together.

    Attributes:
        environ: Where interpreters are looked for.
        cache: Folder in which answers of interpreters are kept.
        jobs: Processes at once.
    """

    environ: Mapping[str, str]
    cache: Path
    jobs: int
    _made: dict[Path, InterpreterCompiler] = field(default_factory=dict)
    _guard: threading.Lock = field(default_factory=threading.Lock)

    def get(self, target: Target, locked: str | None) -> InterpreterCompiler | None:
        """Return a compiler for the target, of the locked patch release where there is one.

        Args:
            target: Decides the minor version.
            locked: What lamella.lock has, such as `cpython-3.12.7`; may be empty.

        Raises:
            ConfigError: A LAMELLA_PYTHON_312-like variable names no such interpreter.
        """
        preferred = locked.removeprefix("cpython-") if locked else None
        with self._guard:
            found = interpreters.find(target.python_minor, self.environ, self.cache, preferred)
            if found is None:
                return None
            if found.path not in self._made:
                self._made[found.path] = InterpreterCompiler(found, jobs=self.jobs)
            return self._made[found.path]

    def where_looked(self, target: Target) -> str:
        """Return the places, for the message that nothing was found."""
        return "; ".join(interpreters.searched(target.python_minor, self.environ))
