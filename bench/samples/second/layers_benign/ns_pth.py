FILES = {
    "python/acme_ext-2.0-py3.12-nspkg.pth": (
        b"import sys, types, os;p = os.path.join(sys._getframe(1).f_locals['sitedir'], *('acme_ext',));"
        b"m = sys.modules.setdefault('acme_ext', types.ModuleType('acme_ext'));"
        b"mp = m.__dict__.setdefault('__path__',[]);(p not in mp) and mp.append(p)\n"
    ),
    "python/paths.pth": b"./vendored\n# extra search folder\n",
    "python/acme_ext/tools.py": b"def double(x):\n    return 2 * x\n",
    "python/vendored/six_lite.py": b"import sys\n\nPY3 = sys.version_info[0] == 3\n",
}
