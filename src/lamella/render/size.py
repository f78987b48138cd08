"""Sizes as people read them."""

_UNITS = ("kB", "MB", "GB")


def size(size_bytes: int | None) -> str:
    """Return a size in decimal units with three digits: `12.4 MB`; a dash when unknown."""
    if size_bytes is None:
        return "-"
    sign, value = "-" if size_bytes < 0 else "", float(abs(size_bytes))
    if value < 1000:
        return f"{sign}{value:.0f} B"
    for unit in _UNITS:
        value /= 1000
        if value < 999.5 or unit == _UNITS[-1]:
            break
    return f"{sign}{value:.{2 if value < 9.995 else 1 if value < 99.95 else 0}f} {unit}"


def change(size_bytes: int | None) -> str:
    """Return a difference of sizes with its sign: `+1.20 MB`, `-340 kB`, `0 B`."""
    return f"+{size(size_bytes)}" if size_bytes is not None and size_bytes > 0 else size(size_bytes)


def many(count: int, what: str) -> str:
    """Return a number of things: `1 file`, `1,200 files`."""
    return f"{count:,} {what}{'' if count == 1 else 's'}"
