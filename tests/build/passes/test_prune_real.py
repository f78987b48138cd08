"""The passes on real wheels: after them each package still does what broke when folders were removed by name."""

import json
import os
import platform
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from uv import find_uv_bin

from lamella.build.passes import metadata, prune, record
from lamella.build.staged import parse_record
from lamella.model.layer import Slimming
from lamella.model.tree import Tree
from units import Unit, on_disk

PINS = (
    "numpy==2.1.3 scipy==1.14.1 pandas==2.2.3 scikit-learn==1.6.1 scikit-image==0.25.0 lazy_loader==0.4 "
    "imageio==2.36.1 networkx==3.4.2 pillow==11.0.0 tifffile==2024.9.20 packaging==24.2 joblib==1.4.2 "
    "threadpoolctl==3.5.0 sympy==1.13.3 mpmath==1.3.0 python-dateutil==2.9.0.post0 pytz==2024.2 tzdata==2024.2 "
    "six==1.16.0 jedi==0.19.2 parso==0.8.4 jinja2==3.1.4 markupsafe==3.0.2"
)
MACHINE = {"aarch64": "arm64"}.get(platform.machine(), platform.machine())
TARGET = f"python3.{sys.version_info.minor}/{MACHINE}"

pytestmark = pytest.mark.e2e


@pytest.fixture(name="packages", scope="module")
def _packages(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Unit, Unit]:
    """An import path after the passes, release by release; and everything before and after."""
    folder = tmp_path_factory.mktemp("installed")
    command = [find_uv_bin(), "pip", "install", "-q", "--no-deps", "--only-binary", ":all:", "--target", str(folder)]
    subprocess.run(
        [*command, "--python", sys.executable, *PINS.split()],
        check=True,
        env={**os.environ, "UV_PYTHON_DOWNLOADS": "never"},
    )
    before = on_disk(folder, TARGET)
    after = Unit(Tree.of(before.tree.target, ()), before.by_digest)
    for info in sorted(folder.glob("*.dist-info")):
        paths = {f"python/{path}" for path in parse_record((info / "RECORD").read_text())}
        files = [replace(file, origin="x==1") for file in before.tree.files if file.path in paths]
        one = replace(before, tree=Tree.of(before.tree.target, files))
        one = one.after(metadata.apply(one.tree, one, Slimming()))
        one = one.after(prune.apply(one.tree, one, Slimming()))
        one = one.after(record.apply(one.tree, one))
        after = Unit(
            Tree.of(one.tree.target, (*after.tree.files, *one.tree.files)), {**after.by_digest, **one.by_digest}
        )
    return after.write(tmp_path_factory.mktemp("slim")), before, after


@pytest.mark.parametrize(
    ("trap", "source"),
    [
        (
            "numpy imports its testing package, which looks at the platform",
            "import numpy as n, numpy.testing as t; t.assert_allclose(n.linalg.inv(n.eye(2)), n.eye(2))",
        ),
        (
            "scipy.special and scipy.stats import each other's private modules",
            "import scipy.stats, scipy.signal, scipy.io, scipy.datasets; assert scipy.stats.norm.cdf(0) == 0.5",
        ),
        (
            "pandas.testing leads to pandas._testing",
            "import pandas as p; d = p.DataFrame({'a': [1]}); p.testing.assert_frame_equal(d, d); d.style.to_html()",
        ),
        (
            "sympy.testing is imported by sympy; mpmath imports mpmath.tests",
            "import sympy, mpmath; x = sympy.Symbol('x'); assert str(sympy.diff(x**2)) == '2*x'",
        ),
        (
            "scikit-image reads its stubs when it is imported",
            "import skimage, skimage.filters, skimage.data; assert skimage.data.coins().shape == (303, 384)",
        ),
        (
            "scikit-learn reads a README.txt; its estimator checks import from tests",
            "import sklearn.utils.estimator_checks, sklearn.datasets as d; assert d.load_sample_images().images",
        ),
        (
            "jedi reads typeshed's stubs",
            "import jedi; assert jedi.Script('import json; json.du').complete()[0].name == 'dump'",
        ),
        (
            "an entry point of networkx leads into a folder of tests",
            "import importlib.metadata as m; assert [p.load() for p in m.entry_points(name='nx_loopback')]",
        ),
        (
            "jinja2.tests is a module of template tests",
            "import jinja2.tests; jinja2.Template('{{ 1 is odd }}').render()",
        ),
    ],
)
def test_traps(packages: tuple[Path, Unit, Unit], trap: str, source: str) -> None:
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-B", "-c", f"import sys; sys.path.insert(0, {str(packages[0])!r}); {source}"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{trap}: {done.stderr}"


def test_what_goes(packages: tuple[Path, Unit, Unit]) -> None:
    _, before, after = packages
    left = after.tree.paths()
    # The one test that a module imports: scipy/special/_precompute/hyp2f1_data.py.
    assert [path for path in left if "/tests/test_" in path] == ["python/scipy/special/tests/test_hyp2f1.py"]
    assert not any(path.endswith((".pyx", "/INSTALLER", "/WHEEL")) for path in left)
    assert not any(path.startswith("python/bin/") for path in left)
    assert {path.split("/")[1] for path in left if path.endswith(".pyi")} == {"jedi", "lazy_loader", "skimage"}
    assert after.tree.size_bytes < 0.85 * before.tree.size_bytes


def test_distributions_are_told_as_before(packages: tuple[Path, Unit, Unit], tmp_path: Path) -> None:
    ask = (
        "import sys, json, importlib.metadata as m; path = [sys.argv[1]]; print(json.dumps(sorted("
        "[d.name, d.version, sorted(d.requires or []), sorted(map(str, d.entry_points)), "
        "sorted({k for k, v in m.packages_distributions().items() if d.name in v} - {'bin'})] "
        "for d in m.distributions(path=path))))"
    )

    def answer(path: Path) -> object:
        command = [sys.executable, "-I", "-S", "-B", "-c", f"import sys; sys.path.insert(0, {str(path)!r}); {ask}"]
        return json.loads(subprocess.run([*command, str(path)], check=True, capture_output=True, text=True).stdout)

    assert answer(packages[0]) == answer(packages[1].write(tmp_path))
