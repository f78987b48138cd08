def _create_fn(name, args, body, *, globals=None, locals=None, return_type=None):
    locals = {} if locals is None else locals
    note = ""
    if return_type is not None:
        locals["__return_type__"] = return_type
        note = "->__return_type__"
    text = f" def {name}({','.join(args)}){note}:\n" + "\n".join(f"  {b}" for b in body)
    local_vars = ", ".join(locals.keys())
    text = f"def __create_fn__({local_vars}):\n{text}\n return {name}"
    ns = {}
    exec(text, globals, ns)
    return ns["__create_fn__"](**locals)


def add_eq(cls):
    mine = "".join(f"self.{f}," for f in cls.__annotations__)
    theirs = mine.replace("self.", "other.")
    body = ["if other.__class__ is self.__class__:", f" return ({mine})==({theirs})", "return NotImplemented"]
    cls.__eq__ = _create_fn("__eq__", ("self", "other"), body)
    return cls
