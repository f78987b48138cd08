import hashlib
from base64 import b64encode
from pathlib import Path

from lamella.cloud.shim.names import layer_version_name
from lamella.cloud.shim.zips import ZipStore

LAYER = layer_version_name("arn:aws:lambda:eu-west-1:111122223333:layer:data:7")
OTHER = layer_version_name("arn:aws:lambda:eu-west-1:111122223333:layer:data:8")


def digest(content: bytes) -> str:
    return b64encode(hashlib.sha256(content).digest()).decode()


def never() -> bytes:
    raise AssertionError("it is here already")


def test_a_layer_outlives_its_version_and_the_store(tmp_path: Path) -> None:
    kept = ZipStore(tmp_path).keep_layer(LAYER, digest(b"zip"), lambda: b"zip")
    assert kept is not None
    again = ZipStore(tmp_path)
    assert again.layer(LAYER) == kept
    assert kept.read_bytes() == b"zip"
    assert again.layer(OTHER) is None


def test_the_same_bytes_are_kept_once(tmp_path: Path) -> None:
    store = ZipStore(tmp_path)
    first = store.keep_layer(LAYER, digest(b"zip"), lambda: b"zip")
    assert store.keep_layer(OTHER, digest(b"zip"), never) == first
    assert store.kept(digest(b"zip"), never) == first
    assert len(list((tmp_path / "zips").iterdir())) == 1


def test_other_bytes_than_expected_are_not_kept(tmp_path: Path) -> None:
    store = ZipStore(tmp_path)
    assert store.keep_layer(LAYER, digest(b"zip"), lambda: b"other") is None
    assert store.layer(LAYER) is None
    assert store.held(digest(b"zip")) is None
