import pytest

from lamella.archive.modules import Offer, TopLevel
from lamella.build.removals import Removals, Why
from lamella.model.tested import Failed, Listed
from lamella.sandbox.probe.answer import Raised, Trouble
from lamella.sandbox.probe.verdict import Facts, of_import, of_offer

GONE = {
    "python/foo/gone.py": Why("prune", "tests", "unused"),
    "python/foo/unseen/__init__.py": Why("traced", "unseen", "no test reads it"),
    "python/foo/data.json": Why("prune", "tests", "unused"),
}
FACTS = Facts(
    Offer(
        (TopLevel("foo", "python/foo/__init__.py", "foo"), TopLevel("yaml", "python/yaml/__init__.py", "pyyaml")),
        (),
        frozenset({"foo", "foo.a", "yaml"}),
        {"foo": frozenset({"pyyaml", "absent", "left-out"}), "pyyaml": frozenset(), "bar": frozenset({"left-out"})},
    ),
    Removals(GONE, (3, 12)),
    frozenset({"left-out"}),
)


def missing(name: str) -> Trouble:
    message = f"No module named '{name}'"
    return Trouble("ModuleNotFoundError", message, name, ("trace\n",), (Raised("ModuleNotFoundError", message, name),))


def raised(kind: str, message: str, *chain: Raised) -> Trouble:
    return Trouble(kind, message, "", ("trace\n",), (Raised(kind, message), *chain))


@pytest.mark.parametrize(
    ("trouble", "distribution", "expected"),
    [
        (missing("optional"), "pyyaml", "needs `optional`, which is not in the layer; pyyaml does not require it"),
        (
            missing("optional.part"),
            "",
            "needs `optional.part`, which is not in the layer; its owner does not require it",
        ),
        (missing("winreg"), "foo", "needs `winreg`, which only another operating system has"),
        (missing("left_out"), "foo", "needs `left_out`, which `exclude` leaves to the runtime or to another layer"),
        (missing("renamed"), "bar", "needs `renamed`, which `exclude` leaves to the runtime or to another layer"),
        (
            raised(
                "ImportError", "install pytest", Raised("ModuleNotFoundError", "No module named 'pytest'", "pytest")
            ),
            "pyyaml",
            "needs `pytest`, which is not in the layer; pyyaml does not require it",
        ),
    ],
)
def test_reasons_outside_the_layer_are_listed_and_fail_only_an_import_that_was_asked_for(
    trouble: Trouble, distribution: str, expected: str
) -> None:
    assert of_offer(trouble, distribution, "x", FACTS) == Listed(expected)
    assert isinstance(of_import(trouble, FACTS), Failed)


@pytest.mark.parametrize(
    ("trouble", "reason"),
    [
        (missing("absent"), "needs `absent`; foo requires absent, which the layer does not have"),
        (missing("other_name"), "needs `other_name`; foo requires absent, which the layer does not have"),
        (missing("foo.b"), "needs `foo.b`, which is not in the layer's `foo`"),
        (missing("distutils.core"), "needs `distutils`, which Python has no longer since 3.12"),
        (missing("foo.gone"), "needs `foo.gone`, which the pass prune left out"),
        (
            raised("ImportError", "libgomp.so.1: cannot open shared object file: No such file or directory"),
            "needs libgomp.so.1, which neither the layer nor the runtime has",
        ),
        (
            raised("OSError", "wrapped", Raised("OSError", "libx-1.2.so.3: cannot open shared object file: No such")),
            "needs libx-1.2.so.3, which neither the layer nor the runtime has",
        ),
        (
            raised("ImportError", "/lib64/libc.so.6: version `GLIBC_2.38' not found (required by /opt/python/x.so)"),
            "needs GLIBC_2.38, which is newer than the runtime's",
        ),
        (raised("ImportError", "cannot import name 'gone' from 'foo' (/opt/python/foo/__init__.py)"),
         "needs `foo.gone`, which the pass prune left out"),
        (raised("ValueError", "no luck\nmore"), "ValueError: no luck"),
        (raised("ValueError", "", Raised("ModuleNotFoundError", "No module named 'x'", "x")), "ValueError: no message"),
        (
            raised("FileNotFoundError", "[Errno 2] No such file or directory: '/opt/python/foo/data.json'"),
            "FileNotFoundError: [Errno 2] No such file or directory: '/opt/python/foo/data.json'",
        ),
        (Trouble("ProcessEnded", "the process ended while it imported: SIGSEGV"),
         "ProcessEnded: the process ended while it imported: SIGSEGV"),
    ],
)  # fmt: skip
def test_the_layers_faults_fail(trouble: Trouble, reason: str) -> None:
    assert isinstance(of_import(trouble, FACTS), Failed)
    offered = of_offer(trouble, "foo", "x", FACTS)
    assert isinstance(offered, Failed)
    assert offered.reason == reason


def test_what_no_test_of_a_traced_layer_uses_is_listed_with_its_keep_line_but_fails_a_test() -> None:
    trouble = missing("foo.unseen")
    offered = of_offer(trouble, "foo", "foo", FACTS)
    assert offered == Listed(
        "needs `foo.unseen`, which the pass traced left out: no test of the layer uses it; "
        'to have it back: keep = ["python/foo/unseen/**"]',
        ("python/foo/unseen/__init__.py",),
    )
    asked = of_import(trouble, FACTS)
    assert isinstance(asked, Failed)
    assert asked.blamed == ("python/foo/unseen/__init__.py",)


def test_modules_shipped_by_accident_are_listed_whatever_they_do() -> None:
    assert of_offer(raised("SystemExit", "usage"), "foo", "setup", FACTS) == Listed(
        "shipped beside the package's own modules by accident: SystemExit: usage"
    )
    assert isinstance(of_offer(missing("foo.gone"), "foo", "tests", FACTS), Failed)


def test_an_entry_point_that_drop_took_away_is_listed_and_a_module_that_needs_it_fails() -> None:
    dropped = Facts(FACTS.offer, Removals({"python/foo/x.py": Why("drop", "drop", "")}, (3, 12)))
    assert of_offer(missing("foo.x"), "foo", "", dropped) == Listed(
        "needs `foo.x`, which the pass drop left out, as the layer's `drop` says"
    )
    assert isinstance(of_offer(missing("foo.x"), "foo", "foo", dropped), Failed)


def test_details_show_the_layers_frames_only() -> None:
    frames = [
        "Traceback (most recent call last):\n",
        '  File "/var/task/probe.py", line 85, in _answer\n    load()\n',
        '  File "<frozen importlib._bootstrap>", line 1387, in _gcd_import\n',
        '  File "/var/lang/lib/python3.12/importlib/__init__.py", line 90, in import_module\n',
        '  File "/opt/python/foo/__init__.py", line 1, in <module>\n    1 / 0\n',
        "ZeroDivisionError: division by zero\n",
    ]
    failed = of_import(Trouble("ZeroDivisionError", "division by zero", "", tuple(frames)), FACTS)
    assert failed.details == "".join([frames[0], frames[4], frames[5]]).rstrip()


@pytest.mark.parametrize(("rule", "listed"), [("headers", True), ("static-libraries", True), ("tests", False)])
def test_an_entry_point_to_a_folder_of_files_for_compilers_is_listed(rule: str, listed: bool) -> None:  # noqa: FBT001 - a column of the table
    gone = {f"python/foo/lib/{name}": Why("prune", rule, "unused") for name in ("libm.a", "pkgconfig/foo.pc")}
    facts = Facts(FACTS.offer, Removals(gone, (3, 12)))
    reason = "needs the folder `foo.lib`, all of which prune left out"
    keep = 'to have it back: keep = ["python/foo/lib/libm.a", "python/foo/lib/pkgconfig/foo.pc"]'
    failed = Failed(reason, keep, "trace", tuple(gone))
    offered = of_offer(missing("foo.lib"), "foo", "", facts)
    assert offered == (Listed(f"{reason}: its files are for compilers") if listed else failed)
    assert of_offer(missing("foo.lib"), "foo", "foo", facts) == failed


NO_CLICK = Raised("ModuleNotFoundError", "No module named 'click'", "click")


@pytest.mark.parametrize(
    ("trouble", "listed"),
    [
        (raised("SystemExit", "1", NO_CLICK), True),
        (raised("x.DidNotEnable", "click not installed", NO_CLICK), True),
        (raised("ValueError", "something else", NO_CLICK), False),
        (raised("SystemExit", "1"), False),
    ],
)
def test_optional_packages_are_told_by_other_errors_too(trouble: Trouble, listed: bool) -> None:  # noqa: FBT001 - a column of the table
    expected = Listed("needs `click`, which is not in the layer; pyyaml does not require it")
    offered = of_offer(trouble, "pyyaml", "", FACTS)
    assert offered == expected if listed else isinstance(offered, Failed)


def test_a_part_that_only_another_package_imports_is_listed() -> None:
    message = "the foo package should be imported before foo_binary"
    assert of_offer(raised("ImportError", message), "foo", "foo_binary", FACTS) == Listed(
        f"it is imported by another package only: ImportError: {message}"
    )
    assert isinstance(of_offer(raised("ValueError", message), "foo", "foo_binary", FACTS), Failed)
