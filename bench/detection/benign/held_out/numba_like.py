import linecache
import types


def specialise(function, constants):
    code = function.__code__.replace(co_consts=tuple(constants))
    made = types.FunctionType(code, function.__globals__, function.__name__)
    linecache.checkcache()
    return made
