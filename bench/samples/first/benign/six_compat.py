import sys

PY3 = sys.version_info[0] == 3

if PY3:
    import builtins
    exec_ = getattr(builtins, "exec")
    print_ = getattr(builtins, "print")
    input_ = getattr(builtins, "input")
else:
    def exec_(_code_, _globs_=None, _locs_=None):
        """Execute code in a namespace."""
        if _globs_ is None:
            frame = sys._getframe(1)
            _globs_, _locs_ = frame.f_globals, _locs_ or frame.f_locals
        exec("""exec _code_ in _globs_, _locs_""")


class _MovedItems(object):
    def __getattr__(self, name):
        old, new = {"urllib_parse": ("urlparse", "urllib.parse"), "queue": ("Queue", "queue")}[name]
        __import__(new if PY3 else old)
        return sys.modules[new if PY3 else old]


moves = _MovedItems()
