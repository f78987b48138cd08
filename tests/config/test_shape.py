import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamella.config.keypath import KeyPath
from lamella.config.shape import allowed, decode
from lamella.config.wire import Document, LayerTable
from lamella.errors import ConfigError

WHERE = KeyPath("lamella.toml")

SCALARS = st.one_of(st.text(max_size=8), st.integers(), st.booleans(), st.floats(allow_nan=False), st.dates())
KEYS = st.one_of(
    st.sampled_from([*LayerTable.__struct_encode_fields__, *Document.__struct_encode_fields__]), st.text(max_size=4)
)
TABLES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=4)),
    max_leaves=12,
)


@given(st.dictionaries(KEYS, TABLES, max_size=5))
def test_what_msgspec_refuses_is_refused_with_words(table: dict[str, object]) -> None:
    try:
        expected = msgspec.convert(table, Document)
    except msgspec.ValidationError:
        with pytest.raises(ConfigError, match=r"^lamella\.toml: "):
            decode(table, Document, WHERE)
    else:
        assert decode(table, Document, WHERE) == expected


def test_every_type_of_the_file_has_words() -> None:
    for field in msgspec.inspect.type_info(Document).fields:  # type: ignore[attr-defined]
        assert allowed(field.type)
