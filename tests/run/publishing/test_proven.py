from types import SimpleNamespace
from typing import cast

import pytest

from lamella.build.outcome import Built, Job
from lamella.errors import RefusedError
from lamella.model.layer import Layer
from lamella.model.layer_test import FunctionTest, LayerTest
from lamella.model.target import Target
from lamella.model.tested import Check, Failed, Kind, NotRun, Passed, Tested, not_run
from lamella.run.publishing.proven import hold_tests

X86 = Target.parse("python3.12/x86_64")
IMPORTS = LayerTest(imports=("six",))
FUNCTION = LayerTest(functions=(FunctionTest("f", "app.handler", "events.json"),))


def built(name: str, test: LayerTest) -> Built:
    made = SimpleNamespace(job=Job(Layer(name, ("six",), (X86,), test=test), X86))
    return cast("Built", made)


def result(name: str, *outcomes: Passed | Failed | NotRun) -> Tested:
    return Tested(name, str(X86), tuple(Check(f"m{at}", Kind.MODULE, it) for at, it in enumerate(outcomes)))


def test_layers_with_tests_are_tested_and_no_others() -> None:
    asked: list[str] = []

    def test(each: Built) -> Tested:
        asked.append(each.job.layer.name)
        return result(each.job.layer.name, Passed())

    three = [built("a", IMPORTS), built("b", LayerTest(runs=9)), built("c", FUNCTION)]
    assert hold_tests(three, test) == ()
    assert asked == ["a", "c"]


def test_what_cannot_be_run_here_is_noted_once() -> None:
    why = "cannot run here: this machine is x86_64"
    assert hold_tests([built("a", IMPORTS)], lambda _: not_run("a", str(X86), why)) == (
        f"tests of a python3.12/x86_64 were not run: {why}",
    )
    both = result("a", NotRun("x"), NotRun("x"), Passed())
    assert hold_tests([built("a", IMPORTS)], lambda _: both) == ("tests of a python3.12/x86_64 were not run: x",)


def test_a_failed_test_ends_the_publication_with_its_reason() -> None:
    with pytest.raises(RefusedError) as caught:
        hold_tests([built("a", IMPORTS)], lambda _: result("a", Failed("no module six"), NotRun("x")))
    assert caught.value.what == "a python3.12/x86_64 fails its tests, so nothing was published"
    assert caught.value.why == "module m0: no module six"
    assert "--skip-tests" in caught.value.hint
    with pytest.raises(RefusedError) as caught:
        hold_tests([built("a", IMPORTS)], lambda _: result("a", *[Failed("x")] * 12))
    assert caught.value.why.splitlines()[-1] == "and 2 more"
