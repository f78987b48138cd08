"""Runs inside the sandbox, as the handler's module in place of the function's own.

It imports the function's module in the way that `-X importtime` counts, answers events through its handler, and notes
which modules they use. The event {"lamella.profile": "report"} gives the notes. Standard library only; Python 3.10 on.
"""

import os
import sys
import threading
import types
from typing import Any

_QUESTION = "lamella.profile"
_VARIABLE = "LAMELLA_PROFILED_HANDLER"
_used: set[str] = set()


class _Watched(types.ModuleType):
    def __getattribute__(self, name: str) -> Any:  # noqa: ANN401 - a module's attributes are of any type
        if not name.startswith("__"):
            _used.add(super().__getattribute__("__name__"))
        return super().__getattribute__(name)


def _quietly(owner: object, name: str) -> object:
    # A proxy's own `__getattr__` must not run because of the probe.
    try:
        return object.__getattribute__(owner, name)
    except AttributeError:
        return None


def _note_callable(called: object) -> None:
    # A function and a class tell their module themselves, a method its class does.
    for owner in (called, _quietly(called, "__objclass__"), type(_quietly(called, "__self__"))):
        module = _quietly(owner, "__module__")
        if isinstance(module, str):
            _used.add(module)


def _note_frame(frame: types.FrameType) -> None:
    # The code of a generated method has no file of its own; its globals are the module's.
    _used.add(str(frame.f_globals.get("__name__")))


def _profile(frame: types.FrameType, event: str, argument: object) -> None:
    if event == "call":
        _note_frame(frame)
    elif event == "c_call":
        _note_callable(argument)


def _watch() -> None:
    for module in list(sys.modules.values()):
        if type(module) is types.ModuleType and _files.get(module.__name__):
            module.__class__ = _Watched
    if sys.version_info >= (3, 12):
        tool = next(number for number in range(6) if sys.monitoring.get_tool(number) is None)

        def ran(_code: types.CodeType, _offset: int) -> object:
            _note_frame(sys._getframe(1))  # noqa: SLF001 - the documented way to the caller's globals
            return sys.monitoring.DISABLE

        def resumed(_code: types.CodeType, _offset: int) -> None:
            _note_frame(sys._getframe(1))  # noqa: SLF001 - as above

        def called(_code: types.CodeType, _offset: int, function: object, _first: object) -> None:
            if not isinstance(function, types.FunctionType):
                _note_callable(function)

        events = sys.monitoring.events
        sys.monitoring.use_tool_id(tool, "lamella")
        for event, callback in ((events.PY_START, ran), (events.PY_RESUME, resumed), (events.CALL, called)):
            sys.monitoring.register_callback(tool, event, callback)
        sys.monitoring.set_events(tool, events.PY_START | events.PY_RESUME | events.CALL)
    else:
        threading.setprofile(_profile)
        sys.setprofile(_profile)


def _report() -> dict[str, Any]:
    return {"files": _files, "used": sorted(_used & _files.keys())}


def handler(event: Any, context: Any) -> Any:  # noqa: ANN401 - events and answers are of any type
    """Answer an event as the function does."""
    if isinstance(event, dict) and event.get(_QUESTION) == "report":
        return _report()
    return _handler(event, context)


_name = os.environ.pop(_VARIABLE)
os.environ["_HANDLER"] = _name
_module, _, _function = _name.rpartition(".")
_module = _module.replace("/", ".")
# `importlib.import_module` would not be counted.
__import__(_module)
_handler = getattr(sys.modules[_module], _function)
_files = {
    name: str(getattr(module, "__file__", None) or "")
    for name, module in list(sys.modules.items())
    if name not in {__name__, "__main__"}
}
if os.environ.pop("LAMELLA_PROFILED_USE", None):
    _watch()
