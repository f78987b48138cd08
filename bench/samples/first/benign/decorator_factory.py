import inspect
import itertools


class FunctionMaker:
    _counter = itertools.count()

    def __init__(self, func):
        self.name = "_lambda_" if func.__name__ == "<lambda>" else func.__name__
        self.signature = str(inspect.signature(func))
        self.names = ", ".join(inspect.signature(func).parameters)

    def make(self, template, evaldict):
        src = template % {"name": self.name, "signature": self.signature, "names": self.names}
        filename = "<%s:decorator-gen-%d>" % (__file__, next(self._counter))
        code = compile(src, filename, "single")
        exec(code, evaldict)
        return evaldict[self.name]


def decorate(func, caller):
    made = FunctionMaker(func).make("def %(name)s%(signature)s: return _call_(_func_, %(names)s)",
                                    {"_call_": caller, "_func_": func})
    made.__wrapped__ = func
    return made
