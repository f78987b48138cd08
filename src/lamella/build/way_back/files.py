"""The files through which a layer says what lamella left out of it."""

import re
from collections.abc import Iterable, Mapping
from importlib.resources import files
from typing import Final

from lamella.build.passes.sites import site_of
from lamella.build.proof.modules import module_of

# What `check` knows the finder by; a test holds them against the files.
FINDER_SHA256: Final = "a11e547211d042f34f7594ccf6e54ec3a95ed0c11ddcedbe16463509765335a2"
START_SHA256: Final = "e02930c480d4c608821cfd1587de9a031652d51f5e839ba2978e5b446f4359d8"
FINDER_PATH: Final = "python/_lamella_absent.py"
START_PATH: Final = "python/_lamella_absent.pth"
ORIGIN: Final = "lamella-absent==1"

_START: Final = b"import _lamella_absent\n"
_METADATA: Final = (
    "Metadata-Version: 2.1\nName: lamella-absent-{name}\nVersion: 1\nSummary: Modules left out of {layer}\n"
)


def way_back(layer: str, removed: Iterable[str]) -> Mapping[str, bytes]:
    """Return path -> content of the finder, what starts it, its list and its metadata; nothing when no module went.

    The list and the metadata bear the layer's name, so that several layers in one function stand beside each other.

    Args:
        layer: Its name.
        removed: Paths of every removed file.
    """
    modules = sorted(path for path in removed if site_of(path) and module_of(path) and not path.endswith(".pyc"))
    if not modules:
        return {}
    name = re.sub(r"[-_.]+", "_", layer).lower()
    listed = f"python/_lamella_absent.{name}.txt"
    info = f"python/lamella_absent_{name}-1.dist-info"
    record = [FINDER_PATH, START_PATH, listed, f"{info}/METADATA", f"{info}/RECORD"]
    return {
        FINDER_PATH: files("lamella.build.way_back").joinpath("_lamella_absent.py").read_bytes(),
        START_PATH: _START,
        listed: "".join(f"{line}\n" for line in (layer, *modules)).encode(),
        f"{info}/METADATA": _METADATA.format(name=name.replace("_", "-"), layer=layer).encode(),
        # The digests are filled in by the pass that rewrites every RECORD.
        f"{info}/RECORD": "".join(f"{path.removeprefix('python/')},,\n" for path in sorted(record)).encode(),
    }
