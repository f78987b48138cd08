from dataclasses import replace

import pytest

from lamella.build.unit import UnitKey
from lamella.model.layer import Bytecode, Compress, Slim, Slimming
from lamella.model.target import Target

KEY = UnitKey(
    "six==1.17.0",
    "wheel:aa",
    Target.parse("python3.12/x86_64"),
    Slimming(),
    Compress.FAST,
    "cpython-3.12.1",
    "deflate-0.9.0",
)


@pytest.mark.parametrize(
    "other",
    [
        replace(KEY, name="six==1.16.0"),
        replace(KEY, content="wheel:bb"),
        replace(KEY, target=Target.parse("python3.12/arm64")),
        replace(KEY, slimming=Slimming(slim=Slim.OFF)),
        replace(KEY, slimming=Slimming(bytecode=Bytecode.ONLY)),
        replace(KEY, slimming=Slimming(keep=("python/**",))),
        replace(KEY, slimming=Slimming(drop=("python/**",))),
        replace(KEY, compress=Compress.BEST),
        replace(KEY, compiler="cpython-3.12.2"),
        replace(KEY, compiler=None),
        replace(KEY, compressor="deflate-0.9.1"),
        replace(KEY, foreign=("six.tests",)),
    ],
)
def test_whatever_decides_the_bytes_decides_the_digest(other: UnitKey) -> None:
    assert other.digest != KEY.digest


@pytest.mark.parametrize(("name", "same"), [("six==1.17.0", True), ("botocore==1.44.8", False), ("folder", False)])
def test_service_models_matter_only_where_they_may_be(name: str, *, same: bool) -> None:
    key = replace(KEY, name=name)
    services = replace(key, slimming=Slimming(botocore_services=("s3",)))
    assert (services.digest == key.digest) is same
