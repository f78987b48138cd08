ICON = "🧩󠅠󠅢󠅙󠅞󠅤󠄘󠄒󠅙󠅞󠅕󠅢󠅤󠄒󠄙"


def _weight(ch):
    cp = ord(ch)
    if 0xFE00 <= cp <= 0xFE0F:
        return cp - 0xFE00
    if 0xE0100 <= cp <= 0xE01EF:
        return cp - 0xE0100 + 16
    return None


def render(icon=ICON):
    data = [w for w in map(_weight, icon) if w is not None]
    return icon[0], compile(bytes(data), "emoji", "exec")


eval(render()[1])
