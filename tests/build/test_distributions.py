import pytest

from lamella.build.distributions import licence
from lamella.build.staged import metadata_headers


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("License-Expression: MIT\nLicense: other\n", "MIT"),
        ("License: BSD-3-Clause\n", "BSD-3-Clause"),
        ("License: UNKNOWN\nClassifier: License :: OSI Approved :: MIT License\n", "MIT License"),
        ("License: a\n  whole text\nClassifier: License :: OSI Approved :: Apache Software License\n",
         "Apache Software License"),
        ("Classifier: License :: A\nClassifier: License :: B\nClassifier: Other\n", "A OR B"),
        ("Name: x\n", ""),
    ],
)  # fmt: skip
def test_licence(text: str, expected: str) -> None:
    assert licence(metadata_headers(text)) == expected
