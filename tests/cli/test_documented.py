"""Every verb has a page that names each of its options and choices, and no other."""

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from lamella.cli.main import VERBS, parser

COMMANDS = Path(__file__).parents[2] / "docs" / "commands"
HELP = {"-h", "--help"}
OPTION = re.compile(r"(?<![\w-])--?[a-z][a-z0-9-]*")
CALL = re.compile(r"^(?:\$ )?(?:\w+=\S+ )*lamella (\w[^|>\n]*)", re.MULTILINE)


def children(of: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """Return the verbs below a parser."""
    found: dict[str, argparse.ArgumentParser] = {}
    for action in of._actions:  # noqa: SLF001 - argparse shows its actions nowhere else
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
            found |= action.choices
    return found


def actions(of: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    """Yield the arguments of a parser and of the verbs below it."""
    for action in of._actions:  # noqa: SLF001
        if not isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
            yield action
    for under in children(of).values():
        yield from actions(under)


def options(of: argparse.ArgumentParser) -> set[str]:
    """Return the option strings of a parser and of the verbs below it."""
    return {option for action in actions(of) for option in action.option_strings} - HELP


def tabled(page: str) -> set[str]:
    """Return the option strings in the first cells of a page's tables."""
    cells = [line.replace("\\|", "/").split("|")[1] for line in page.splitlines() if line.startswith("| `-")]
    return {option for cell in cells for code in re.findall(r"`([^`]*)`", cell) for option in OPTION.findall(code)}


def called(page: str, of: argparse.ArgumentParser) -> set[str]:
    """Return the options in the page's calls of the verb."""
    verb = of.prog.split()[-1]
    return {option for call in CALL.findall(page) if call.split()[0] == verb for option in OPTION.findall(call)}


VERB_PARSERS = children(parser())


def page_of(verb: str) -> str:
    return (COMMANDS / f"{verb}.md").read_text("utf-8")


def test_each_verb_has_a_page_and_each_page_a_verb() -> None:
    assert {path.stem for path in COMMANDS.glob("*.md")} == {verb.name for verb in VERBS} == set(VERB_PARSERS)


@pytest.mark.parametrize("verb", VERB_PARSERS)
def test_the_page_is_headed_and_names_each_verb_below(verb: str) -> None:
    page = page_of(verb)
    assert page.startswith(f"# lamella {verb}\n")
    for under in children(VERB_PARSERS[verb]):
        assert f"lamella {verb} {under}" in page


@pytest.mark.parametrize("verb", VERB_PARSERS)
def test_the_tables_of_options_are_complete_and_name_no_other(verb: str) -> None:
    assert tabled(page_of(verb)) == options(VERB_PARSERS[verb])


@pytest.mark.parametrize("verb", VERB_PARSERS)
def test_calls_in_the_page_use_options_that_exist(verb: str) -> None:
    assert called(page_of(verb), VERB_PARSERS[verb]) <= options(VERB_PARSERS[verb]) | HELP


@pytest.mark.parametrize("verb", VERB_PARSERS)
def test_each_choice_is_in_the_page(verb: str) -> None:
    page = page_of(verb)
    for action in actions(VERB_PARSERS[verb]):
        for choice in action.choices or ():
            assert re.search(rf"(?<!\w){re.escape(str(choice))}(?!\w)", page), f"{action.dest}: {choice}"


@pytest.mark.parametrize("heading", ["## Exit codes", "## Least IAM policy"])
@pytest.mark.parametrize("verb", VERB_PARSERS)
def test_the_page_has_its_sections(verb: str, heading: str) -> None:
    _, found, section = page_of(verb).partition(f"\n{heading}\n")
    assert found
    assert section.partition("\n## ")[0].strip()


@pytest.mark.parametrize("verb", VERB_PARSERS)
def test_the_page_is_finished(verb: str) -> None:
    assert not re.search(r"[A-Z]+_TRANSCRIPT|TODO|being written", page_of(verb))


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.name)
def test_each_argument_has_a_help_text(verb: object) -> None:
    for action in actions(VERB_PARSERS[getattr(verb, "name", "")]):
        assert action.help, action.dest


def test_the_reader_of_pages_sees_options() -> None:
    page = "| `-o FOLDER`, `--out FOLDER` | x |\n| `--slim off\\|safe` | `--not-this` |\n"
    page += "$ A=1 lamella build --made-up x | tool --theirs\n$ lamella build -z\n$ lamella diff --other\n"
    assert tabled(page) == {"-o", "--out", "--slim"}
    assert called(page, VERB_PARSERS["build"]) == {"--made-up", "-z"}
