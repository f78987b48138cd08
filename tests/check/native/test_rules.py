"""Native code against what a runtime has."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from subjects import subject_of

from lamella.check.native.facts import NativeFacts, Unreadable, read_native
from lamella.check.native.rules import check_native
from lamella.check.subject import Subject
from lamella.model.target import Target

ELF = b"\x7fELF\x02\x01\x01" + bytes(9) + (3).to_bytes(2, "little") + (62).to_bytes(2, "little") + bytes(100)
PATH = "python/p/_core.so"
FINE = NativeFacts("x86_64", library=True, needed=("libc.so.6",), relro=True, versions=(("libc.so.6", "GLIBC_2.17"),))


def with_facts(
    facts: NativeFacts | Unreadable, files: dict[str, bytes] | None = None, target: str = "python3.12/x86_64"
) -> Subject:
    subject = subject_of({PATH: ELF, **(files or {})}, target=Target.parse(target))
    return replace(subject, native={(0, PATH): facts})


CASES = [
    (FINE, {}, "python3.12/x86_64", set()),
    (FINE, {}, "python3.12/arm64", {"foreign-machine"}),
    (Unreadable("i386", "32 bit"), {}, "python3.12/x86_64", {"foreign-machine"}),
    (replace(FINE, versions=(("libc.so.6", "GLIBC_2.35"),)), {}, "python3.12/x86_64", {"glibc-too-new"}),
    (replace(FINE, versions=(("libc.so.6", "GLIBC_2.34"),)), {}, "python3.12/x86_64", set()),
    (replace(FINE, versions=(("libc.so.6", "GLIBC_2.28"),)), {}, "python3.11/x86_64", {"glibc-too-new"}),
    (replace(FINE, versions=(("libstdc++.so.6", "GLIBCXX_3.4.30"),)), {}, "python3.12/x86_64", {"libstdcxx-too-new"}),
    (replace(FINE, versions=(("libstdc++.so.6", "CXXABI_1.3.13"),)), {}, "python3.12/x86_64", set()),
    (replace(FINE, versions=(("libstdc++.so.6", "GLIBCXX_3.4.30"),)), {"lib/libstdc++.so.6": b""}, "python3.12/x86_64", set()),
    (replace(FINE, needed=("libgomp.so.1",)), {}, "python3.12/x86_64", {"library-not-found"}),
    (replace(FINE, needed=("libgomp.so.1",)), {"lib/libgomp.so.1": b""}, "python3.12/x86_64", set()),
    (replace(FINE, needed=("libx.so",), run_paths=("$ORIGIN/../p.libs",)), {"python/p.libs/libx.so": b""}, "python3.12/x86_64", set()),
    (replace(FINE, run_paths=("/home/build/lib",)), {}, "python3.12/x86_64", {"run-path-outside"}),
    (replace(FINE, run_paths=("$ORIGIN/../../..",)), {}, "python3.12/x86_64", {"run-path-outside"}),
    (replace(FINE, executable_stack=True), {}, "python3.12/x86_64", {"executable-stack"}),
    (replace(FINE, relro=False), {}, "python3.12/x86_64", {"no-relro"}),
    (replace(FINE, misplaced=1), {}, "python3.12/x86_64", {"broken-segment"}),
]  # fmt: skip


@pytest.mark.parametrize(("facts", "files", "target", "rules"), CASES, ids=range(len(CASES)))
def test_facts_against_a_runtime(
    facts: NativeFacts | Unreadable, files: dict[str, bytes], target: str, rules: set[str]
) -> None:
    assert {each.rule.code for each in check_native(with_facts(facts, files, target)).findings} == rules


@pytest.mark.parametrize(
    ("name", "flagged"), [("a.png", True), ("a.py", True), ("a.so", False), ("tool", False), ("liba.so.1.2", False)]
)
def test_native_code_under_another_name(name: str, flagged: bool) -> None:  # noqa: FBT001
    found = check_native(subject_of({f"python/p/{name}": ELF})).findings
    assert ("disguised-native" in {each.rule.code for each in found}) is flagged


def test_what_cannot_be_read_is_not_examined() -> None:
    examined = check_native(with_facts(Unreadable("x86_64", "cut short")))
    assert [each.path for each in examined.unexamined] == [PATH]


def test_the_interpreter_itself_is_read() -> None:
    import sys  # noqa: PLC0415
    from pathlib import Path  # noqa: PLC0415

    facts = read_native(Path(sys.executable).resolve().read_bytes())
    assert isinstance(facts, NativeFacts)
    assert "libc.so.6" in facts.needed
    assert any(version.startswith("GLIBC_2.") for _, version in facts.versions)
    assert facts.misplaced is None


@settings(max_examples=200)
@given(st.binary(max_size=300), st.integers(0, 119), st.integers(0, 255))
def test_any_bytes_are_read_or_refused(more: bytes, place: int, value: int) -> None:
    changed = bytearray(ELF + more)
    changed[place] = value
    assert isinstance(read_native(bytes(changed)), NativeFacts | Unreadable)
