"""What scanners are measured on: a clean layer, popular wheels, attacks and honest code that looks like them."""

import csv
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from detection_layers import layer_of
from lamella.build.lock import Lock, LockedTarget, render
from lamella.model.package import Artifact, Release
from mutate import mutated
from tools import ROOT, TARGET, WORK

FOLDER = WORK / "corpora"
CLEAN = ("requests==2.32.5", "boto3==1.40.0", "pandas==2.2.3", "numpy==2.1.3", "pydantic==2.11.7")
# The author whose samples nobody who changes rules has looked at.
HELD_OUT = "sixth"
SEEDS = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class Samples:
    """Attacks and honest look-alikes, each a file in `python/samples`; the folder's name says which they are."""

    name: str
    folder: Path
    count: int
    attacks: bool


def clean_layer(python: str) -> Path:
    """Return a layer as `pip install --target` makes it."""
    layer = FOLDER / "clean"
    if not layer.exists():
        _install(python, layer / "python", [*CLEAN])
    return layer


def wheels(python: str) -> tuple[Path, Mapping[str, str]]:
    """Return a layer with all popular wheels, and which file is of which of them."""
    layer = FOLDER / "wheels"
    if not layer.exists():
        _install(
            python,
            layer / "python",
            ["--no-deps", "--require-hashes", "-r", str(ROOT / "requirements/bench-wheels.txt")],
        )
    owners: dict[str, str] = {}
    for record in sorted((layer / "python").glob("*.dist-info/RECORD")):
        name = record.parent.name.partition("-")[0]
        with record.open(newline="") as file:
            owners |= {f"python/{row[0]}": name for row in csv.reader(file)}
    return layer, owners


def lock_of_wheels(python: str) -> tuple[Path, Path]:
    """Return a lock file that names the popular wheels by hash, and a folder with them."""
    folder = FOLDER / "downloads"
    if not folder.exists():
        words = [
            "download",
            "-q",
            "--no-deps",
            "--require-hashes",
            "-r",
            str(ROOT / "requirements/bench-wheels.txt"),
            "-d",
            str(folder),
        ]
        subprocess.run([python, "-m", "pip", *words, "--disable-pip-version-check"], check=True)
    releases = []
    for wheel in sorted(folder.glob("*.whl")):
        name, version = wheel.name.split("-")[:2]
        digest = sha256(wheel.read_bytes()).hexdigest()
        releases.append(Release(name.replace("_", "-").lower(), version, Artifact.WHEEL, wheel.name, digest, ""))
    lock = FOLDER / "lamella.lock"
    lock.write_text(render(Lock({}).put("wheels", TARGET, LockedTarget("", tuple(releases)))))
    return lock, folder


def samples() -> list[Samples]:
    """Return all samples: seen, held out, and attacks under other names and in other words."""
    made: list[Samples] = []
    for kind, attacks in (("malicious", True), ("benign", False)):
        detection = sorted((ROOT / "bench/detection").glob(f"{kind}/*/*.py"))
        authors = sorted((ROOT / "bench/samples").glob(f"*/{kind}/*.py"))
        held_out = [each for each in authors if each.parts[-3] == HELD_OUT]
        seen = [*detection, *(each for each in authors if each not in held_out)]
        made.append(_folder(f"{kind}, seen", {_name(each): each.read_text() for each in seen}, attacks=attacks))
        made.append(_folder(f"{kind}, held out", {_name(each): each.read_text() for each in held_out}, attacks=attacks))
    attacks_held_out = sorted((ROOT / "bench/samples" / HELD_OUT / "malicious").glob("*.py"))
    changed = {f"{seed}_{_name(each)}": mutated(each.read_text(), seed) for each in attacks_held_out for seed in SEEDS}
    made.append(_folder("malicious, held out, mutated", changed, attacks=True))
    return made


def layers() -> Mapping[str, list[Path]]:
    """Return zips of attacked and of honest layers."""
    found: dict[str, list[Path]] = {}
    for name, patterns in (
        (
            "attacked, seen",
            ("detection/layers/seen", "detection/layers/held_out", "samples/first/layers", "samples/second/layers"),
        ),
        ("attacked, held out", (f"samples/{HELD_OUT}/layers",)),
        (
            "honest",
            (
                "detection/layers/benign",
                "samples/first/layers_benign",
                "samples/second/layers_benign",
                f"samples/{HELD_OUT}/layers_benign",
            ),
        ),
    ):
        folder = FOLDER / "layers" / name.replace(", ", "-").replace(" ", "_")
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        found[name] = []
        for sample in (each for pattern in patterns for each in sorted((ROOT / "bench" / pattern).glob("*.py"))):
            path = folder / f"{sample.parts[-3]}-{sample.stem}.zip"
            path.write_bytes(layer_of(sample))
            found[name].append(path)
    return found


def _folder(name: str, texts: Mapping[str, str], *, attacks: bool) -> Samples:
    folder = FOLDER / name.replace(", ", "-").replace(" ", "_")
    shutil.rmtree(folder, ignore_errors=True)
    for each, text in texts.items():
        # A package of its own each, so that no name hides a module and a setup.py is one.
        path = folder / "python" / "samples" / each / ("setup.py" if "setup" in each else f"{each}.py")
        path.parent.mkdir(parents=True)
        path.write_text(text)
    return Samples(name, folder, len(texts), attacks)


def _name(sample: Path) -> str:
    return f"{sample.parts[-3]}_{sample.parts[-2]}_{sample.stem}".replace("malicious_", "").replace("benign_", "")


def _install(python: str, to: Path, what: list[str]) -> None:
    words = ["install", "-q", "--no-compile", "--disable-pip-version-check", "--target", str(to), *what]
    subprocess.run([python, "-m", "pip", *words], check=True)
