"""The ways to make a layer that lamella is compared with, each a shell script in a folder of its own."""

import shutil
from dataclasses import dataclass
from pathlib import Path

RECIPE = """
rm -rf layer optimized-layer.zip
"$PYTHON" -m pip install -q --disable-pip-version-check --target layer/python --compile -r requirements.txt
find layer/python -name "*.pyc" -delete
find layer/python -name "*.pyo" -delete
find layer/python -name "__pycache__" -type d -exec rm -rf {} +
find layer/python -name "*.dist-info" -type d -exec rm -rf {} +
find layer/python -name "tests" -type d -exec rm -rf {} +
cd layer && zip -q -r9 ../optimized-layer.zip .
"""

PIP_ZIP = """
rm -rf layer layer.zip
"$PYTHON" -m pip install -q --disable-pip-version-check --target layer/python -r requirements.txt
cd layer && zip -q -r9 ../layer.zip .
"""

UV_ZIP = """
rm -rf layer layer.zip
"$UV" pip install -q --target layer/python --python "$PYTHON" -r requirements.txt
cd layer && zip -q -r9 ../layer.zip .
"""

SAM_ZIP = """
rm -rf build layer.zip
"$SAM" build -t template.yaml -b build --no-cached >/dev/null
cd build/Layer && zip -q -r9 ../../layer.zip .
"""

_TEMPLATE = """
AWSTemplateFormatVersion: "2010-09-09"
Transform: AWS::Serverless-2016-10-31
Resources:
  Layer:
    Type: AWS::Serverless::LayerVersion
    Metadata: {BuildMethod: python3.12}
    Properties:
      ContentUri: source
      CompatibleRuntimes: [python3.12]
"""


@dataclass(frozen=True, slots=True)
class Peer:
    """A way to make a layer: its name, the script, and the archive that it leaves."""

    name: str
    script: str
    archive: str


PEERS = (
    Peer("recipe", RECIPE, "optimized-layer.zip"),
    Peer("uv+zip", UV_ZIP, "layer.zip"),
    Peer("sam+zip", SAM_ZIP, "layer.zip"),
)
PIP = Peer("pip+zip", PIP_ZIP, "layer.zip")


def prepare(peer: Peer, requirements: Path, folder: Path) -> Path:
    """Lay out what the peer's script needs, and return the folder that it runs in."""
    place = folder / peer.name
    shutil.rmtree(place, ignore_errors=True)
    (place / "source").mkdir(parents=True)
    shutil.copy(requirements, place / "requirements.txt")
    shutil.copy(requirements, place / "source" / "requirements.txt")
    (place / "template.yaml").write_text(_TEMPLATE)
    (place / "run.sh").write_text("set -eu\n" + peer.script)
    return place
