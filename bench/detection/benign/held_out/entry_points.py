from importlib import metadata


def load_all(group):
    found = {}
    for point in metadata.entry_points(group=group):
        module, _, attribute = point.value.partition(":")
        target = __import__(module, fromlist=["_"])
        for part in attribute.split("."):
            target = getattr(target, part)
        found[point.name] = target
    return found
