import csv
import json

from lamella.fleet.fleet import Gap
from lamella.fleet.grants import Audit, Audited, Verdict
from lamella.model.arn import LayerArn
from lamella.model.grant import Statement
from lamella.model.place import Place
from lamella.render.grants import COLUMNS, grants_csv, grants_json, grants_text

HERE = Place("111122223333", "eu-west-1")
ARN = LayerArn.at(HERE, "data").version(7)
WANTED = Audited(ARN, "data", Statement("mine", "999988887777"), Verdict.WANTED, "the file shares data so")
PUBLIC = Audited(ARN, "data", Statement("odd", "*"), Verdict.PUBLIC, "every AWS account can read it")
GAP = Gap(HERE, "policy of data:3", "AccessDeniedException")
AUDIT = Audit(2, (WANTED, PUBLIC), (GAP,))


def text(audit: Audit, *, everything: bool = False) -> str:
    return grants_text(audit, everything=everything, width=150, color=False)


def test_text_shows_findings_and_gaps() -> None:
    shown = text(AUDIT)
    assert shown.splitlines()[0] == "111122223333 eu-west-1"
    assert "odd" in shown
    assert "everyone" in shown
    assert "mine" not in shown
    assert "policy of data:3" in shown
    assert shown.endswith("2 versions, 2 statements: 1 finding; 1 gap: what is there is unknown")


def test_text_shows_everything_when_asked() -> None:
    assert "mine" in text(AUDIT, everything=True)


def test_text_without_findings() -> None:
    assert text(Audit(1, (WANTED,), ())) == "1 version, 1 statement: no findings"


def test_json_has_every_statement() -> None:
    document = json.loads(grants_json(AUDIT))
    assert document["findings"] == 1
    assert document["versions"] == 2
    assert document["statements"][1] == {
        "arn": "arn:aws:lambda:eu-west-1:111122223333:layer:data:7",
        "layer": "data",
        "statement_id": "odd",
        "principal": "*",
        "organization_id": None,
        "verdict": "public",
        "why": "every AWS account can read it",
    }
    assert document["gaps"] == [
        {
            "account": "111122223333",
            "region": "eu-west-1",
            "what": "policy of data:3",
            "why": "AccessDeniedException",
        }
    ]


def test_csv_has_a_row_for_each_statement() -> None:
    rows = list(csv.reader(grants_csv(AUDIT).splitlines()))
    assert tuple(rows[0]) == COLUMNS
    assert [row[4] for row in rows[1:]] == ["mine", "odd"]
    assert {len(row) for row in rows} == {len(COLUMNS)}
