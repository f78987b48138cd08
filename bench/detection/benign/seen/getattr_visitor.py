class Visitor:
    def visit(self, node):
        method = getattr(self, "visit_" + type(node).__name__, self.generic)
        return method(node)

    def generic(self, node):
        return None


def dispatch(module, verb):
    return getattr(module, "do_" + verb)()
