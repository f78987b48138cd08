import pytest

from lamella.profile.packages import package_of

FILES = {
    "json": "/var/lang/lib/python3.12/json/__init__.py",
    "sys": "",
    "boto3": "/var/lang/lib/python3.12/site-packages/boto3/__init__.py",
    "awslambdaric": "/var/runtime/awslambdaric/__init__.py",
    "app": "/var/task/app.py",
    "dateutil": "/opt/python/dateutil/__init__.py",
    "own": "/opt/python/own.py",
    "space": "",
    "space.part": "/opt/python/space/part.py",
}
OWNERS = {"python/dateutil/__init__.py": "python-dateutil", "python/space/part.py": "space-part"}


@pytest.mark.parametrize(
    ("module", "expected"),
    [
        ("json", "(standard library)"),
        ("json.gone", "(standard library)"),
        ("sys", "(standard library)"),
        ("boto3", "boto3 (runtime)"),
        ("awslambdaric", "(runtime)"),
        ("app", "(function)"),
        ("dateutil", "python-dateutil"),
        ("dateutil.gone.deep", "python-dateutil"),
        ("own", "own"),
        ("space", "space-part"),
        ("space.part", "space-part"),
        ("missing.module", "missing"),
    ],
)
def test_package_of(module: str, expected: str) -> None:
    assert package_of(FILES, OWNERS)(module) == expected
