"""Runs the command line as a user who owns nothing and may nothing; for tests that root runs."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import lamella
from running import Done

USER = 65534


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _copy(source: Path, target: Path, *left_out: str) -> None:
    ignore = shutil.ignore_patterns("test", "idlelib", *left_out)
    shutil.copytree(source, target, symlinks=True, copy_function=_link, ignore=ignore)


def _interpreter(executable: Path, into: Path) -> Path:
    """Copy an interpreter without its packages to where everybody may read it."""
    real = executable.resolve()
    library = next(real.parent.parent.glob(f"lib/{real.name}"))
    (into / "bin").mkdir(parents=True)
    _link(str(real), str(into / "bin" / real.name))
    _copy(library, into / "lib" / real.name, "site-packages")
    (into / "lib" / real.name / "site-packages").mkdir()
    for shared in real.parent.parent.glob("lib/libpython*.so*"):
        _link(str(shared), str(into / "lib" / shared.name))
    return into / "bin" / real.name


@dataclass(frozen=True, slots=True)
class Unprivileged:
    """A folder that everybody may read, with all that lamella needs, and a home that belongs to the user.

    Attributes:
        folder: Its `home` belongs to the user.
        python: Runs lamella.
        target_python: An interpreter of the target.
    """

    folder: Path
    python: Path
    target_python: Path

    def run(self, *arguments: str) -> Done:
        """Run the command line."""
        environ = {
            "HOME": str(self.folder / "home"),
            "PATH": os.defpath,
            "PYTHONPATH": f"{self.folder}/src:{self.folder}/packages",
            "PYTHONDONTWRITEBYTECODE": "1",
            # A shared libpython is found through where the interpreter was installed, and that may be another's home.
            "LD_LIBRARY_PATH": f"{self.folder}/python/lib:{self.folder}/target/lib",
            "LAMELLA_PYTHON_312": str(self.target_python),
            "UV_OFFLINE": "1",
        }
        done = subprocess.run(
            [self.python, "-m", "lamella", *arguments], cwd=self.folder / "home", env=environ, user=USER, group=USER,
            extra_groups=[], capture_output=True, text=True, check=False,
        )  # fmt: skip
        return Done(done.returncode, done.stdout, done.stderr)

    def give(self, name: str, source: Path) -> Path:
        """Copy a file or folder to where the user may read it."""
        target = self.folder / "given" / name
        target.parent.mkdir(exist_ok=True)
        if source.is_dir():
            _copy(source, target)
        else:
            shutil.copyfile(source, target)
        return target


@contextmanager
def unprivileged(
    target_python: Path, cache: Path, kinds: Sequence[str] = ("runtime", "runtime-boto3")
) -> Iterator[Unprivileged]:
    """Prepare it; what the cache holds of these kinds is there for the user too."""
    folder = Path(tempfile.mkdtemp(prefix="lamella-unprivileged-"))
    try:
        folder.chmod(0o755)
        packages = Path(next(path for path in sys.path if path.endswith("site-packages")))
        _copy(packages, folder / "packages", "*.pth")
        _copy(Path(lamella.__file__).parents[1], folder / "src")
        own = folder / "home" / ".cache" / "lamella"
        own.mkdir(parents=True)
        for kind in kinds:
            shutil.copytree(cache / kind, own / kind, symlinks=True)
        for path in (folder / "home", *(folder / "home").rglob("*")):
            os.chown(path, USER, USER, follow_symlinks=False)
        python = _interpreter(Path(sys.executable), folder / "python")
        yield Unprivileged(folder, python, _interpreter(target_python, folder / "target"))
    finally:
        shutil.rmtree(folder)
