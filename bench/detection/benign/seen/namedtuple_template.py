_TEMPLATE = """
class {name}(tuple):
    __slots__ = ()
    def __new__(cls, {fields}):
        return tuple.__new__(cls, ({fields},))
"""


def make(name, fields):
    namespace = {}
    exec(_TEMPLATE.format(name=name, fields=", ".join(fields)), namespace)
    return namespace[name]
