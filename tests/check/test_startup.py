"""What runs without being asked."""

import pytest
from subjects import subject_of

from detection_layers import honest
from lamella.build.way_back.files import way_back
from lamella.check.finding import Severity
from lamella.check.startup import check_startup

SITE = "python/lib/python3.12/site-packages"
NSPKG = (
    b"import sys, types, os;has_mfs = sys.version_info > (3, 5);p = os.path.join(sys._getframe(1).f_locals['sitedir'], *('zope',));"
    b"importlib = has_mfs and __import__('importlib.util');m = 1\n"
)
DISTUTILS = (
    b"import os; var = 'SETUPTOOLS_USE_DISTUTILS'; enabled = os.environ.get(var, 'local') == 'local'; enabled and "
    b"__import__('_distutils_hack')"
)
H, M, L = Severity.HIGH, Severity.MEDIUM, Severity.LOW
CASES = [
    ({"python/a.pth": b"import x\n"}, {}, {("pth-code", H)}),
    ({"python/a.pth": b"\xef\xbb\xbfimport x\r"}, {}, {("pth-code", H)}),
    ({f"{SITE}/a.pth": b"# c\n\nimport\tx\n"}, {}, {("pth-code", H)}),
    ({"python/a.pth": b"vendor\n", "python/vendor/x.py": b""}, {}, {("pth-path", L)}),
    ({"python/a.pth": b"v.zip\n"}, {}, {("pth-path", M)}),
    ({"python/pkg/a.pth": b"import x\n"}, {}, set()),
    ({"python/distutils-precedence.pth": DISTUTILS}, {}, {("pth-code", L)}),
    ({"python/zope-nspkg.pth": NSPKG}, {}, {("pth-code", L)}),
    ({"python/a.pth": DISTUTILS + b"; print(1)"}, {}, {("pth-code", H)}),
    ({"python/sitecustomize.py": b""}, {}, {("sitecustomize", H)}),
    ({"python/pkg/sitecustomize.py": b"", "python/pkg/__init__.py": b""}, {}, set()),
    ({"extensions/a": b"#!/bin/sh\n"}, {"extensions/a": 0o755}, {("extension", M)}),
    ({"extensions/a": b"#!/bin/sh\n"}, {}, {("not-executable", M)}),
    ({"extensions/a/README": b"x"}, {}, set()),
    ({"bin/w": b'#!/bin/sh\nexec "$@"\n'}, {"bin/w": 0o755}, {("exec-wrapper", M)}),
    ({"bin/w": b"#!/bin/sh\necho hello\n"}, {"bin/w": 0o755}, set()),
    ({"bin/w": b"#!/bin/sh\nexport LD_PRELOAD=/x\n"}, {"bin/w": 0o755}, {("ld-preload", H)}),
    ({"bin/w": b"#!/bin/sh\nAWS_LAMBDA_RUNTIME_API=1:2\n"}, {}, {("runtime-api-rewrite", Severity.CRITICAL)}),
    ({"bin/w": b'#!/bin/sh\n[ "$AWS_LAMBDA_RUNTIME_API" == x ]\n'}, {}, set()),
    ({"bootstrap": b"\x7fELF"}, {}, {("runtime-file", H)}),
    ({"python/json.py": b""}, {}, {("shadowed-module", H)}),
    ({"python/awslambdaric/__init__.py": b""}, {}, {("shadowed-module", H)}),
    ({"python/boto3/__init__.py": b""}, {}, {("shadowed-module", H)}),
    ({"python/pkg/json.py": b"", "python/pkg/__init__.py": b""}, {}, set()),
    (honest(), {}, set()),
]  # fmt: skip


@pytest.mark.parametrize(("files", "modes", "rules"), CASES, ids=range(len(CASES)))
def test_what_starts(files: dict[str, bytes], modes: dict[str, int], rules: set[tuple[str, Severity]]) -> None:
    assert {(each.rule.code, each.severity) for each in check_startup(subject_of(files, modes=modes))} == rules


def test_lamellas_own_finder_is_known_by_its_content() -> None:
    own = dict(way_back("data", ["python/a/b.py"]))
    assert check_startup(subject_of(own)) == ()
    changed = {path: content + b"\n# more" if path.endswith(".py") else content for path, content in own.items()}
    assert {each.rule.code for each in check_startup(subject_of(changed))} == {"pth-code"}
