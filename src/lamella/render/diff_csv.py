"""The packages of a difference as CSV."""

import csv
import io

from lamella.archive.difference import Difference

COLUMNS = (
    "package",
    "change",
    "before_version",
    "after_version",
    "before_size_bytes",
    "after_size_bytes",
    "before_zipped_bytes",
    "after_zipped_bytes",
    "files_added",
    "files_removed",
    "files_changed",
)


def diff_csv(found: Difference) -> str:
    """Return one row for each package that differs; the row without a name is the files that belong to none."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(COLUMNS)
    for each in found.packages:
        zipped = (each.before.zipped_bytes, each.after.zipped_bytes)
        writer.writerow(
            (
                each.name,
                str(each.kind),
                " ".join(each.before_versions),
                " ".join(each.after_versions),
                each.before.size_bytes,
                each.after.size_bytes,
                *("" if size_bytes is None else size_bytes for size_bytes in zipped),
                each.files_added,
                each.files_removed,
                each.files_changed,
            )
        )
    return buffer.getvalue().rstrip("\n")
