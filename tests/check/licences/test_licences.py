"""Licences from metadata, and the file's lists."""

import pytest
from subjects import subject_of

from lamella.check.licences.rules import check_licences, licence_of


@pytest.mark.parametrize(
    ("headers", "expression"),
    [
        ({"license-expression": ["mit or apache-2.0"]}, "MIT OR Apache-2.0"),
        ({"license-expression": ["not a licence!"], "license": ["BSD-3-Clause"]}, "BSD-3-Clause"),
        ({"classifier": ["License :: OSI Approved :: MIT License"], "license": ["whatever"]}, "MIT"),
        ({"classifier": ["License :: OSI Approved :: BSD License"], "license": ["BSD 3-Clause"]}, "BSD-3-Clause"),
        ({"classifier": ["License :: OSI Approved :: BSD License"]}, "BSD"),
        ({"license": ["Apache 2.0"]}, "Apache-2.0"),
        ({"license": ["see LICENSE"]}, ""),
        ({"license": ["MIT License\n\nPermission is hereby granted"]}, ""),
        ({}, ""),
    ],
)
def test_what_a_package_says(headers: dict[str, list[str]], expression: str) -> None:
    assert licence_of(headers).expression == expression


@pytest.mark.parametrize(
    ("expression", "allow", "deny", "rules"),
    [
        ("MIT", (), (), []),
        ("MIT", ("MIT",), (), []),
        ("GPL-3.0-only", ("MIT",), (), ["licence-not-allowed"]),
        ("GPL-3.0-only", (), ("GPL-3.0",), ["licence-denied"]),
        ("MIT OR GPL-3.0-only", (), ("GPL-3.0",), []),
        ("MIT AND GPL-3.0-only", (), ("GPL-3.0",), ["licence-denied"]),
        ("MIT AND GPL-3.0-only", ("MIT",), (), ["licence-not-allowed"]),
        ("MIT OR GPL-3.0-only", ("MIT",), (), []),
        ("", ("MIT",), (), ["licence-unknown"]),
    ],
)
def test_lists(expression: str, allow: tuple[str, ...], deny: tuple[str, ...], rules: list[str]) -> None:
    head = f"License-Expression: {expression}\n" if expression else ""
    subject = subject_of({"python/a-1.dist-info/METADATA": f"Name: a\nVersion: 1\n{head}\n".encode()})
    assert [each.rule.code for each in check_licences(subject, allow, deny)] == rules
