import pytest

from lamella.sandbox.lifecycle import report
from lamella.sandbox.outcome import Report
from lamella.sandbox.telemetry.schema import Status

WARM = Report("r", 3.1, None, 128, 37)
COLD = Report("r", 3.1, 90.123, 128, 37)


HEAD = "REPORT RequestId: r\tDuration: 3.10 ms\tBilled Duration: "
MEMORY = " ms\tMemory Size: 128 MB\tMax Memory Used: 37 MB\t"
INIT = "Init Duration: 90.12 ms\t"
OUT_OF_MEMORY = "Status: error\tError Type: Runtime.OutOfMemory"


@pytest.mark.parametrize(
    ("figures", "status", "error_type", "line"),
    [
        (WARM, Status.SUCCESS, "", f"{HEAD}4{MEMORY}"),
        (COLD, Status.SUCCESS, "", f"{HEAD}94{MEMORY}{INIT}"),
        (WARM, Status.TIMEOUT, "Sandbox.Timedout", f"{HEAD}4{MEMORY}Status: timeout"),
        (COLD, Status.ERROR, "Runtime.OutOfMemory", f"{HEAD}94{MEMORY}{INIT}{OUT_OF_MEMORY}"),
    ],
)
def test_report_line(figures: Report, status: Status, error_type: str, line: str) -> None:
    assert report.report_line(figures, status, error_type) == line


@pytest.mark.parametrize(
    ("duration_ms", "init_ms", "billed"),
    [(0.2, None, 1), (2.0, None, 2), (2.0000001, None, 2), (2.001, None, 3), (0.5, 99.5, 100), (0.6, 99.5, 101)],
)
def test_billed_duration_rounds_the_sum_up(duration_ms: float, init_ms: float | None, billed: int) -> None:
    assert report.billed_ms(Report("r", duration_ms, init_ms, 128, 1)) == billed


def test_init_report_line() -> None:
    line = report.init_report_line(137_690_000, "init", Status.ERROR, "Runtime.ImportModuleError")
    assert (
        line
        == "INIT_REPORT Init Duration: 137.69 ms\tPhase: init\tStatus: error\tError Type: Runtime.ImportModuleError"
    )
    assert report.init_report_line(9_999_790_000, "init", Status.TIMEOUT, "") == (
        "INIT_REPORT Init Duration: 9999.79 ms\tPhase: init\tStatus: timeout"
    )


def test_lines_about_extensions() -> None:
    assert report.extension_line("x", "Ready", ("INVOKE", "SHUTDOWN")) == (
        "EXTENSION\tName: x\tState: Ready\tEvents: [INVOKE, SHUTDOWN]"
    )
    assert report.subscription_line("x", ("platform", "function")) == (
        "TELEMETRY\tName: x\tState: Subscribed\tTypes: [Platform, Function]"
    )
