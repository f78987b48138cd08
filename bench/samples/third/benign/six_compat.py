"""Python 2 and 3 compatibility helpers."""
import sys
import types

PY2 = sys.version_info[0] == 2
PY3 = sys.version_info[0] == 3

if PY3:
    import builtins
    exec_ = getattr(builtins, "exec")
    text_type = str

    def reraise(tp, value, tb=None):
        try:
            if value is None:
                value = tp()
            if value.__traceback__ is not tb:
                raise value.with_traceback(tb)
            raise value
        finally:
            value = None
            tb = None
else:
    def exec_(_code_, _globs_=None, _locs_=None):
        """Execute code in a namespace."""
        if _globs_ is None:
            frame = sys._getframe(1)
            _globs_ = frame.f_globals
            if _locs_ is None:
                _locs_ = frame.f_locals
            del frame
        elif _locs_ is None:
            _locs_ = _globs_
        exec("""exec _code_ in _globs_, _locs_""")

    text_type = unicode  # noqa: F821
    exec_("""def reraise(tp, value, tb=None):
    try:
        raise tp, value, tb
    finally:
        tb = None
""")


class _LazyDescr(object):
    def __init__(self, name):
        self.name = name

    def __get__(self, obj, tp):
        result = self._resolve()
        setattr(obj, self.name, result)
        delattr(obj.__class__, self.name)
        return result


class MovedModule(_LazyDescr):
    def __init__(self, name, old, new=None):
        super(MovedModule, self).__init__(name)
        self.mod = (new or name) if PY3 else old

    def _resolve(self):
        __import__(self.mod)
        return sys.modules[self.mod]


class _Moves(types.ModuleType):
    __path__ = []


for _attr in (MovedModule("cPickle", "cPickle", "pickle"), MovedModule("queue", "Queue"),
              MovedModule("builtins", "__builtin__"), MovedModule("http_client", "httplib", "http.client")):
    setattr(_Moves, _attr.name, _attr)
moves = _Moves(__name__ + ".moves")
sys.modules[__name__ + ".moves"] = moves
