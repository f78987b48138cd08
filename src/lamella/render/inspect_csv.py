"""The packages of an inspection as CSV."""

import csv
import io

from lamella.archive.inspection import Inspection

COLUMNS = ("layer", "path", "package", "version", "root", "files", "size_bytes", "zipped_bytes", "taken")


def inspect_csv(found: Inspection) -> str:
    """Return one row a package; the row without a name sums up the files that belong to none."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(COLUMNS)
    for each in found.packages:
        writer.writerow(
            (
                each.layer + 1,
                found.layers[each.layer].origin.label,
                each.name,
                each.version,
                each.root,
                each.files,
                each.size_bytes,
                "" if each.zipped_bytes is None else each.zipped_bytes,
                "yes" if each.taken else "no",
            )
        )
    return buffer.getvalue().rstrip("\n")
