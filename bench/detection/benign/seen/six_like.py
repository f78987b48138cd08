import builtins
import sys

exec_ = getattr(builtins, "exec")
string_types = (str,)


def with_metaclass(meta, *bases):
    return meta("temporary_class", bases, {})


def reraise(kind, value, trace=None):
    raise value.with_traceback(trace)


sys.modules[__name__ + ".moves"] = sys
