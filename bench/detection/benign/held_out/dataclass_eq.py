def _create_fn(name, args, body, globals_):
    text = f"def {name}({', '.join(args)}):\n" + "\n".join(f"  {line}" for line in body)
    scope = {}
    exec(f"def __create_fn__():\n {text.replace(chr(10), chr(10) + ' ')}\n return {name}", globals_, scope)
    return scope["__create_fn__"]()
