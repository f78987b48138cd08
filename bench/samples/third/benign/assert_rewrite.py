"""Import hook that gives failing asserts in test modules a helpful message."""
import ast
import fnmatch
import importlib.abc
import importlib.machinery
import importlib.util
import marshal
import os
import struct
import sys

TAG = f"{sys.implementation.cache_tag}-arw1.pyc"


class Rewriter(ast.NodeTransformer):
    def visit_Assert(self, node):
        if node.msg is None and isinstance(node.test, ast.Compare):
            text = ast.unparse(node.test)
            left = ast.unparse(node.test.left)
            node.msg = ast.parse(f"{text!r} + ', left: ' + repr({left})", mode="eval").body
        return node


class RewriteHook(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def __init__(self, patterns=("test_*.py", "*_test.py")):
        self.patterns = patterns

    def find_spec(self, name, path=None, target=None):
        spec = importlib.machinery.PathFinder.find_spec(name, path)
        if spec is None or not spec.has_location or spec.submodule_search_locations:
            return None
        if not any(fnmatch.fnmatch(os.path.basename(spec.origin), p) for p in self.patterns):
            return None
        return importlib.util.spec_from_file_location(name, spec.origin, loader=self)

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        fn = module.__spec__.origin
        cache = os.path.join(os.path.dirname(fn), "__pycache__",
                             os.path.basename(fn)[:-3] + "." + TAG)
        mtime = int(os.stat(fn).st_mtime)
        code = self._read(cache, mtime)
        if code is None:
            with open(fn, "rb") as fh:
                tree = Rewriter().visit(ast.parse(fh.read(), fn))
            code = compile(ast.fix_missing_locations(tree), fn, "exec", dont_inherit=True)
            self._write(cache, mtime, code)
        exec(code, module.__dict__)

    @staticmethod
    def _read(path, mtime):
        try:
            with open(path, "rb") as fh:
                raw = fh.read()
            if raw[:4] == importlib.util.MAGIC_NUMBER and struct.unpack("<L", raw[4:8])[0] == mtime:
                return marshal.loads(raw[8:])
        except (OSError, ValueError, EOFError, struct.error):
            pass
        return None

    @staticmethod
    def _write(path, mtime, code):
        try:
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "wb") as fh:
                fh.write(importlib.util.MAGIC_NUMBER + struct.pack("<L", mtime) + marshal.dumps(code))
        except OSError:
            pass


def install():
    sys.meta_path.insert(0, RewriteHook())
