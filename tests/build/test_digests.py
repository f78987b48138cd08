from dataclasses import replace

from lamella.build.digests import is_record, record_digest, tree_sha256
from lamella.model.tree import File

SOURCE = File("python/a.py", 1, "s1", 0o644, "a==1")
CACHED = File("python/__pycache__/a.cpython-312.pyc", 1, "p1", 0o644, "a==1", source_sha256="s1")
ALONE = File("python/a.pyc", 1, "p1", 0o644, "a==1", source_sha256="s1")


def test_bytecode_beside_a_source_does_not_count() -> None:
    assert tree_sha256([SOURCE], {}) == tree_sha256([SOURCE, CACHED], {})


def test_bytecode_alone_counts_as_its_source() -> None:
    other_compiler = replace(ALONE, sha256="p2")
    other_source = replace(ALONE, source_sha256="s2")
    assert tree_sha256([ALONE], {}) == tree_sha256([other_compiler], {}) != tree_sha256([other_source], {})


def test_content_mode_and_path_count() -> None:
    digests = {
        tree_sha256([file], {})
        for file in (
            SOURCE,
            replace(SOURCE, sha256="s2"),
            replace(SOURCE, mode=0o755),
            replace(SOURCE, path="python/b.py"),
        )
    }
    assert len(digests) == 4


def test_a_record_counts_without_bytecode() -> None:
    with_bytecode = b"a.py,sha256=x,1\n__pycache__/a.cpython-312.pyc,,\n"
    assert record_digest(with_bytecode) == record_digest(b"a.py,sha256=x,1\n") != record_digest(b"b.py,sha256=x,1\n")
    assert is_record("python/a-1.dist-info/RECORD")
    assert not is_record("python/a/RECORD")
