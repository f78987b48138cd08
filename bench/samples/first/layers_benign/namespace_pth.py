_nspkg = (
    "import sys, types, os;has_mfs = sys.version_info > (3, 5);p = os.path.join(sys._getframe(1).f_locals['sitedir'], "
    "*('acme',));importlib = has_mfs and __import__('importlib.util');has_mfs and __import__('importlib.machinery');"
    "m = has_mfs and sys.modules.setdefault('acme', importlib.util.module_from_spec("
    "importlib.machinery.PathFinder.find_spec('acme', [os.path.dirname(p)])));"
    "m = m or sys.modules.setdefault('acme', types.ModuleType('acme'));"
    "mp = (m or []) and m.__dict__.setdefault('__path__',[]);(p not in mp) and mp.append(p)\n"
)

FILES: dict[str, bytes] = {
    "python/acme.tools-1.4-py3.12-nspkg.pth": _nspkg.encode(),
    "python/acme/tools/__init__.py": b"def identity(x):\n    return x\n",
    "python/acme.tools-1.4.dist-info/METADATA": b"Metadata-Version: 2.1\nName: acme.tools\nVersion: 1.4\n",
    "python/acme.tools-1.4.dist-info/namespace_packages.txt": b"acme\n",
}
