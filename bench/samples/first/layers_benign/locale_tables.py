FILES: dict[str, bytes] = {
    "python/localekit/__init__.py": b"from . import he, western\n",
    "python/localekit/he.py": "DAYS = ['ראשון', 'שני', 'שלישי', 'רביעי', 'חמישי', 'שישי', 'שבת']\nYES = 'כן'\nMARK = '\\u200f'\n".encode("utf-8"),
    "python/localekit/western.py": "# -*- coding: latin-1 -*-\nMONTHS = ['janvier', 'février', 'mars', 'août', 'décembre']\nCURRENCY = '£'\n".encode("latin-1"),
    "python/localekit-1.0.dist-info/METADATA": b"Metadata-Version: 2.1\nName: localekit\nVersion: 1.0\n",
}
