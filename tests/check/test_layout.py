"""Where files lie, and whether they can be read there."""

import pytest
from subjects import subject_of

from detection_layers import honest
from lamella.check.layout import check_layout

A = {"python/a.py": b"A = 1\n"}
CASES = [
    (A, {}, set()),
    (honest(), {}, set()),
    ({"a.py": b""}, {}, {"not-on-path"}),
    ({**A, "docs/a.txt": b""}, {}, {"unread-folder"}),
    ({**A, "licenses/MIT": b""}, {}, set()),
    ({"python/lib/python3.11/site-packages/a.py": b""}, {}, {"wrong-minor"}),
    ({"python/lib/python3.12/site-packages/a.py": b""}, {}, set()),
    ({"python/a.cpython-311-x86_64-linux-gnu.so": b""}, {}, {"foreign-extension"}),
    ({"python/a.cpython-312-x86_64-linux-gnu.so": b"", "python/b.abi3.so": b""}, {}, set()),
    (A, {"python/a.py": 0o600}, {"unreadable-mode"}),
    (A, {"python/a.py": 0o4755}, {"setuid"}),
    (A, {"python/a.py": 0o666}, {"world-writable"}),
    ({**A, "python/__pycache__/a.cpython-312.pyc": b"\xcb\x0d\x0d\x0a" + bytes(12)}, {}, {"stale-bytecode"}),
    ({**A, "python/__pycache__/a.cpython-311.pyc": b"\xa7\x0d\x0d\x0a" + bytes(12)}, {}, {"stale-bytecode"}),
    ({"python/r-1.dist-info/METADATA": b"Name: r\nVersion: 1\n\n", "python/r-2.dist-info/METADATA": b"Name: r\nVersion: 2\n\n"}, {},
     {"two-releases"}),
    ({"python/botocore/__init__.py": b""}, {}, {"mixed-boto3"}),
    ({"python/botocore/__init__.py": b"", "python/boto3/__init__.py": b""}, {}, set()),
]  # fmt: skip


@pytest.mark.parametrize(("files", "modes", "rules"), CASES, ids=range(len(CASES)))
def test_one_layer(files: dict[str, bytes], modes: dict[str, int], rules: set[str]) -> None:
    assert {each.rule.code for each in check_layout(subject_of(files, modes=modes))} == rules


def test_several_layers() -> None:
    many = [{f"python/m{number}.py": b""} for number in range(6)]
    assert {each.rule.code for each in check_layout(subject_of(*many))} == {"too-many-layers"}
    clash = check_layout(subject_of({"python/a": b""}, {"python/a/b.py": b""}))
    assert {each.rule.code for each in clash} == {"file-against-folder"}
    mixed = check_layout(
        subject_of({"python/p/__init__.py": b"", "python/p/old.py": b""}, {"python/p/__init__.py": b"1"})
    )
    assert "mixed-releases" in {each.rule.code for each in mixed}
