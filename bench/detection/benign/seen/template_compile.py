import ast


class Environment:
    def from_string(self, source):
        tree = ast.parse(self._generate(source))
        return compile(tree, "<template>", "exec")

    def _generate(self, source):
        return "def root(context):\n    yield " + repr(source)

    def render(self, source, context):
        scope = {}
        exec(self.from_string(source), scope)
        return "".join(scope["root"](context))
