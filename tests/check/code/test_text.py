"""What a source's text hides."""

import pytest

from lamella.check.code.python import examine_source

CASES = {
    "# -*- coding: rot13 -*-\nx": {"odd-encoding"},
    "#!/usr/bin/python\n# vim: set fileencoding=utf-7 :\nx = 1": {"odd-encoding"},
    "# -*- coding: utf-8 -*-\nx = 1": set(),
    "# -*- coding: latin-1 -*-\nx = 1": set(),
    "x = 'a\u202eb'": {"bidi-text"},
    "x = 'שלום'": set(),
    "ab\u3164c = 1": {"bidi-text"},
    "def \u0435xec(x): ...": {"homoglyph"},
    "переменная = 1": set(),
    "x = 'Привет, p\u0440'": set(),
    "x = 1" + " " * 150 + ";import os": {"hidden-code"},
    "x = 1" + " " * 150 + "# a comment": set(),
    "TABLE = [\n    1," + " " * 120 + "2,\n]": set(),
    "from pyarmor_runtime_000 import __pyarmor__\n__pyarmor__(__name__)": {"hidden-code"},
    "\n".join(f"_0x{n:06x} = {n}" for n in range(10)): {"hidden-code"},
    "URL = 'stratum+tcp://pool.invalid:1'": {"miner"},
    "URL = 'tcp://pool.invalid:1'": set(),
}


@pytest.mark.parametrize(("source", "rules"), CASES.items(), ids=range(len(CASES)))
def test_what_the_text_hides(source: str, rules: set[str]) -> None:
    assert {each.rule.code for each in examine_source(source.encode(), "m.py").findings} == rules
