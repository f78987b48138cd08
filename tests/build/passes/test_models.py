"""Tests of lamella.build.passes.models."""

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamella.build.passes.models import compact


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        ('{"documentation": "<p>x</p>"}', "{}"),
        ('{\n  "a": 1,\n  "documentation": "x"\n}', '{"a":1}'),
        ('{"documentation" : "x" , "a": [1, 2]}', '{"a":[1,2]}'),
        ('{"a": {"documentation": "x"}, "documentation": ""}', '{"a":{}}'),
        (r'{"documentation": "a \"quoted\" \\", "b": 2}', '{"b":2}'),
        ('{"members": {"documentation": {"shape": "S", "documentation": "x"}}}', None),
        (r'{"pattern": "\"documentation\": \"x\", ", "a": 1}', r'{"pattern":"\"documentation\": \"x\", ","a":1}'),
        ('["documentation", "x"]', '["documentation","x"]'),
        ('{"documentationUrl": "x"}', '{"documentationUrl":"x"}'),
        (
            '{"clientContextParams": {"P": {"documentation": "x", "type": "boolean"}}}',
            '{"clientContextParams":{"P":{"type":"boolean","documentation":""}}}',
        ),
    ],
)
def test_prose_goes_and_nothing_else(model: str, expected: str | None) -> None:
    made = compact(model.encode()).decode()
    assert made == ('{"members":{"documentation":{"shape":"S"}}}' if expected is None else expected)


@pytest.mark.parametrize("model", ["", "{", '{"documentation": "x', '{"a": 1,}'])
def test_what_is_not_json_is_an_error(model: str) -> None:
    with pytest.raises(msgspec.DecodeError):
        compact(model.encode())


def stripped(value: Any) -> Any:
    if isinstance(value, dict):
        kept = {k: v for k, v in value.items() if not (k == "documentation" and isinstance(v, str))}
        return {key: stripped(inner) for key, inner in kept.items()}
    return [stripped(inner) for inner in value] if isinstance(value, list) else value


_TEXT = st.text(alphabet='ab"\\,:{} \n') | st.sampled_from(["documentation", '"documentation":"x",'])
_KEYS = st.sampled_from(["documentation", 'a"documentation', "shape", ",", "\\"])
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63) | _TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=4),
    max_leaves=12,
)


@given(_JSON, st.sampled_from([None, 2]))
def test_the_cut_is_what_a_walk_over_the_parsed_model_takes_out(model: Any, indent: int | None) -> None:
    assert json.loads(compact(json.dumps(model, indent=indent).encode())) == stripped(model)
