def resolve(path):
    head, *rest = path.split(".")
    found = __import__(head)
    for part in rest:
        found = getattr(found, part)
    return found


resolve("so"[::-1] + ".metsys"[::-1][::1].replace("system.", ".system"))("true")
