import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pytest

from lamella.change.rollout.function import FunctionRef
from lamella.change.rollout.gates import Reading, Verdict
from lamella.change.rollout.history import Entry
from lamella.change.rollout.state import Phase, State
from lamella.render.rollout_chart import MOST_BARS, bars, timeline
from lamella.render.rollout_html import rollout_page
from sample_rollouts import (
    BAKING,
    FAILED,
    HISTORY,
    HOSTILE,
    IRELAND,
    PASSED,
    STARTED,
    UNRESTORED,
    at,
    with_facts,
)

VOID = frozenset({"meta", "input", "br"})


class Page(HTMLParser):
    """Holds that every element is closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def page_of(state: State, entries: tuple[Entry, ...] = HISTORY) -> str:
    return rollout_page(state, entries, at(20))


@pytest.mark.parametrize(("state", "entries"), [(STARTED, ()), (BAKING, HISTORY[:6]), (UNRESTORED, HISTORY)])
def test_the_page_is_well_formed_and_loads_nothing(state: State, entries: tuple[Entry, ...]) -> None:
    text = page_of(state, entries)
    page = Page(text)
    assert page.open == []
    assert not [tag for tag, attributes in page.tags if attributes.keys() & {"src", "href", "style", "onclick"}]
    assert not re.search(r"url\(|@import|https?://", text.replace("https://hooks", ""))
    policy = next(tag["content"] for _, tag in page.tags if tag.get("http-equiv") == "Content-Security-Policy")
    assert policy
    assert policy.startswith("default-src 'none'")
    for tag in ("style", "script"):
        [body] = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        assert f"{tag}-src 'sha256-{base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()}'" in policy
    assert re.findall(r"\{\{\w*\}\}", text) == []
    assert "s3cret" not in text


def test_every_row_has_every_column() -> None:
    tables = re.findall(r"<table>(.*?)</table>", page_of(UNRESTORED), re.DOTALL)
    assert len(tables) == 3
    for each in tables:
        headings = each.count("<th ")
        rows = re.findall(r"<tr class=.*?</tr>", each, re.DOTALL)
        assert rows
        assert {row.count("<td ") for row in rows} == {headings}


def test_functions_tell_what_became_of_them_and_why() -> None:
    text = Page(page_of(UNRESTORED)).text
    for expected in (
        "AccessDenied: lambda:UpdateAlias",
        "init of report in 111122223333 eu-west-1: 1,840 ms, at most 480 ms",
        "unzipped it would be 262,200,000 bytes, over 262,144,000",
        "To restore by hand",
        "aws lambda update-alias",
        "1 function could not be restored",
    ):
        assert expected in text
    assert "To restore by hand" not in Page(page_of(BAKING)).text


def test_hostile_names_stay_text() -> None:
    ref = FunctionRef(IRELAND, HOSTILE)
    entries = (*HISTORY, Entry(at(17), Phase.FAILED, 2, HOSTILE, ref, replace(FAILED, evidence=HOSTILE)))
    hostile = with_facts(UNRESTORED, "report", why=HOSTILE, readings=(replace(FAILED, gate=HOSTILE, value=HOSTILE),))
    hostile = replace(hostile, head=replace(hostile.head, why=HOSTILE, layer=HOSTILE))
    page = Page(page_of(hostile, entries))
    assert not [tag for tag, _ in page.tags if tag == "img"]
    assert "\x1b" not in page.text


def rectangles(svg: str) -> list[tuple[str, float, float]]:
    root = ET.fromstring(svg)  # noqa: S314 - our own
    return [(each.attrib["class"], float(each.attrib["x"]), float(each.attrib["width"])) for each in root.iter("rect")]


def test_the_timeline_has_a_bar_for_each_phase_of_each_stage() -> None:
    svg = timeline(HISTORY, UNRESTORED.head, at(99))
    found = rectangles(svg)
    assert [css for css, _, _ in found] == ["moving", "moving", "baking", "baking", "moving", "baking", "rolling-back"]
    per_minute = (1000 - 130 - 8) / 16
    assert [round(width / per_minute, 2) for _, _, width in found] == [1, 1, 9, 1, 2, 1, 1]
    assert [each.text for each in ET.fromstring(svg).iter("text") if each.text][-3:] == [  # noqa: S314 - our own
        "stage 1",
        "stage 2",
        "rolling back",
    ]
    assert svg.count('class="failed"') == 1
    assert timeline((), UNRESTORED.head, at(99)) == ""


def test_a_timeline_of_one_moment_is_one() -> None:
    assert rectangles(timeline(HISTORY[:1], STARTED.head, at(0))) == [("moving", 130.0, 862.0)]


def test_bars_are_shares_of_the_threshold_and_the_worst_comes_first() -> None:
    slow = replace(FAILED, number=960.0)
    svg = bars("init", [(None, PASSED), (None, slow), (None, replace(FAILED, number=None))])
    limit = 260 + 480 / 2
    assert f'class="limit" x1="{limit:.1f}"' in svg
    assert rectangles(svg) == [("fail", 260, 480.0), ("pass", 260, 120.0)]


@pytest.mark.parametrize(
    ("number", "limit", "share"), [(1.0, 0.0, 1.0), (0.0, 0.0, 1 / 480), (99.0, 1.0, 1.0), (-1.0, 5.0, 1 / 480)]
)
def test_bars_end_at_the_edge(number: float, limit: float, share: float) -> None:
    reading = Reading("errors", Verdict.FAIL, "", "", "", number, limit)
    [(_, _, width)] = rectangles(bars("errors", [(None, reading)]))
    assert width == pytest.approx(480 * share, abs=0.1)


def test_a_gate_without_numbers_has_no_chart() -> None:
    assert bars("alarm", [(None, replace(PASSED, limit=None))]) == ""
    many = [(None, PASSED)] * (MOST_BARS + 5)
    assert len(rectangles(bars("errors", many))) == MOST_BARS
    more = with_facts(BAKING, "report", readings=(PASSED,) * (MOST_BARS + 5))
    assert "6 more readings in the table" in Page(page_of(more)).text
