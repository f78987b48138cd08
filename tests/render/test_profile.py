import base64
import csv
import hashlib
import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest

from lamella.model.target import Target
from lamella.profile.import_tree import Imported, ImportTree
from lamella.profile.statistics import Ratio
from lamella.profile.unused import Usage
from lamella.render.profile_html import profile_page
from lamella.render.profile_json import profile_csv, profile_json
from lamella.render.profile_text import profile_text, ratio_words
from lamella.sandbox.function import Function
from lamella.sandbox.measure import Measured, Pages, Sample, turns
from lamella.sandbox.outcome import Isolation, Mechanism, Report
from lamella.sandbox.profiled import Profiled, Side, Traced

ProfiledOf = Callable[..., Profiled]
FILES = {"app": "/var/task/app.py", "slow": "/opt/python/slow.py", "slow.deep": "/opt/python/deep.py", "sys": ""}
HOSTILE = "</script><img/src=x>{{style}}&amp;"


def traced(scale: int, module: str = "slow.deep", failed: tuple[str, ...] = (), unreadable: int = 0) -> Traced:
    deep = Imported(module, 4000 * scale, 4000 * scale)
    slow = Imported("slow", 3000 * scale, 7000 * scale, (deep,))
    app = Imported("app", 1000, 7000 * scale + 1000, (slow,))
    tree = ImportTree((Imported("sys", 10, 10), app), unreadable)
    return Traced(tree, app, Usage(FILES, frozenset({"app"})), {"python/slow.py": "Slow"}, 10.0 * scale, failed)


@pytest.fixture(name="profiled")
def _profiled() -> ProfiledOf:
    def profiled(sides: int = 2, pages: tuple[Pages, ...] = (Pages.WARM,), **settings: Any) -> Profiled:
        both = (
            Side(("dist/a.zip",), 1_200_000, traced(1, **settings)),
            Side(("b.zip", "c.zip"), 2_000_000, traced(2)),
        )
        samples = tuple(
            Sample(turn, Report("id", 5, (40, 100)[turn.variant], 512, (80, 100)[turn.variant], (30, 90)[turn.variant]))
            for turn in turns(sides, 3, pages)
        )
        measured = Measured(samples, Isolation(Mechanism.PROCESS, ("the network is the host's",)), (0.5, 1.25))
        function = Function(Target.parse("python3.12/x86_64"), "app.handler", memory_mb=512)
        return Profiled(function, both[:sides], measured, 3, pages, 2)

    return profiled


def test_ratio_in_words() -> None:
    assert ratio_words(Ratio(0.39, 0.37, 0.42, 0.95), 20) == "0.39 x, 95 % interval 0.37-0.42, n=20"


def test_text_of_two_sides(profiled: ProfiledOf) -> None:
    text = profile_text(profiled(), 10, width=120, color=False)
    assert text.splitlines()[:4] == [
        "app.handler on python3.12/x86_64, 512 MB, process; n=3, interleaved; load 0.50 before, 1.25 after",
        "layer: a.zip, 1.20 MB zipped",
        "against: b.zip + c.zip, 2.00 MB zipped",
        "not isolated: the network is the host's",
    ]
    assert "Init, warm pages: 0.40 x, 95 % interval 0.40-0.40, n=3." in text
    assert "Local milliseconds are not AWS milliseconds" in text
    found = {tuple(line.split()) for line in text.splitlines()}
    assert ("init", "ms", "40.0", "40.0", "40.0", "100.0", "100.0", "100.0", "0.40", "0.40-0.40") in found
    assert ("memory", "MB", "80", "80", "80", "100", "100", "100", "0.80", "0.80-0.80") in found
    assert ("Slow", "1", "3.0", "7.0", "1", "6.0", "14.0") in found
    assert ("slow", "app", "2", "7.0") in found
    assert "used by none of 2 events" in text
    assert "A candidate is no proof." in text


def test_text_of_one_side_compares_nothing(profiled: ProfiledOf) -> None:
    text = profile_text(profiled(1), 10, width=120, color=False)
    assert "against" not in text
    assert "ratio of" not in text
    assert "interleaved" not in text


def test_text_says_what_is_not_counted(profiled: ProfiledOf) -> None:
    text = profile_text(profiled(1, failed=("KeyError",), unreadable=2), 10, width=120, color=False)
    assert "an event was answered with KeyError: what it would have used is not counted" in text
    assert "2 lines of the import times could not be read" in text


def test_text_has_a_table_for_each_kind_of_pages(profiled: ProfiledOf) -> None:
    text = profile_text(profiled(2, (Pages.WARM, Pages.COLD)), 10, width=120, color=False)
    assert [line for line in text.splitlines() if line.startswith("Cold starts")] == [
        "Cold starts, warm pages",
        "Cold starts, cold pages",
    ]


def test_json(profiled: ProfiledOf) -> None:
    document = json.loads(profile_json(profiled()))
    assert document["function"] == {
        "handler": "app.handler", "target": "python3.12/x86_64", "memory_mb": 512, "timeout_s": 3.0,
    }  # fmt: skip
    assert document["load_average"] == {"before": 0.5, "after": 1.25}
    assert document["ratios"]["warm"]["init_ms"] == {"value": 0.4, "low": 0.4, "high": 0.4, "confidence": 0.95}
    side = document["sides"]["layer"]
    assert side["cold_starts"]["warm"]["init_ms"] == {"min": 40, "median": 40, "p90": 40, "samples": [40, 40, 40]}
    assert side["packages"][0] == {"package": "slow", "modules": 1, "self_us": 4000, "cumulative_us": 4000}
    assert side["unused"] == [{"module": "slow", "importer": "app", "modules": 2, "cumulative_us": 7000}]
    app = side["imports"][1]
    assert (app["module"], app["package"], app["used"]) == ("app", "(function)", True)
    assert (app["imports"][0]["module"], app["imports"][0]["used"]) == ("slow", False)


def test_json_of_one_side(profiled: ProfiledOf) -> None:
    document = json.loads(profile_json(profiled(1)))
    assert document["ratios"] is None
    assert [*document["sides"]] == ["layer"]


def test_csv_has_a_row_for_each_start(profiled: ProfiledOf) -> None:
    rows = [*csv.DictReader(profile_csv(profiled()).splitlines())]
    assert [row["side"] for row in rows] == ["layer", "against", "against", "layer", "layer", "against"]
    assert rows[1] == {
        "side": "against", "layers": "b.zip c.zip", "pages": "warm", "run": "1",
        "init_ms": "100", "init_cpu_ms": "90", "duration_ms": "5", "max_memory_mb": "100",
    }  # fmt: skip


class Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def data_of(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found
    document: dict[str, Any] = json.loads(found.group(1))
    return document


def test_page_shows_before_and_after_on_one_scale(profiled: ProfiledOf) -> None:
    data = data_of(profile_page(profiled()))
    assert [side["label"] for side in data["sides"]] == ["b.zip + c.zip", "a.zip"]
    init, own, whole, package, used, roots = data["sides"][1]["tree"]
    # The init of the traced run took 10 ms, of which 8.01 ms were imports.
    assert (init, own, whole, package, used) == ("init", 0, 10_000, -1, 1)
    assert [root[0] for root in roots] == ["sys", "app", "not imports"]
    assert roots[2][1:5] == [1990, 1990, -1, 1]
    _, _, _, number, used, children = roots[1]
    assert (data["packages"][number], used, children[0][0], children[0][4]) == ("(function)", 1, "slow", 0)


def test_page_loads_and_runs_nothing_else(profiled: ProfiledOf) -> None:
    text = profile_page(profiled())
    page = Page(text)
    assert not [attributes for _, attributes in page.tags if "src" in attributes or "href" in attributes]
    policy = next(tag["content"] for _, tag in page.tags if tag.get("http-equiv") == "Content-Security-Policy")
    assert policy
    assert policy.startswith("default-src 'none'; base-uri 'none'; form-action 'none';")
    for tag in ("style", "script"):
        [body] = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert re.findall(r"\{\{\w*\}\}", text) == []


def test_hostile_names_stay_text(profiled: ProfiledOf) -> None:
    found = profiled(module=HOSTILE)
    page = Page(profile_page(found))
    assert not [tag for tag, _ in page.tags if tag == "img"]
    assert HOSTILE in json.dumps(data_of(profile_page(found)))


@pytest.mark.parametrize("sides", [1, 2])
def test_every_row_has_every_column(profiled: ProfiledOf, sides: int) -> None:
    tables = re.findall(r"<table>(.*?)</table>", profile_page(profiled(sides)), re.DOTALL)
    assert len(tables) == 3
    for each in tables:
        columns = Page(each.rpartition("</thead>")[0].rpartition("<tr>")[2]).tags
        headings = sum(tag == "th" for tag, _ in columns)
        for body_row in re.findall(r"<tr>(.*?)</tr>", each.partition("<tbody>")[2], re.DOTALL):
            assert sum(tag == "td" for tag, _ in Page(body_row).tags) == headings
