import pickle
from collections import OrderedDict
from datetime import date
from decimal import Decimal

_HOLIDAYS = OrderedDict([(date(2025, 1, 1), "New Year"), (date(2025, 12, 25), "Christmas")])
_RATES = {"EUR": Decimal("1.00"), "USD": Decimal("1.08"), "codes": frozenset({"EUR", "USD"})}

FILES = {
    "python/acme_data/holidays.pkl": pickle.dumps(_HOLIDAYS, protocol=4),
    "python/acme_data/rates.pkl": pickle.dumps(_RATES, protocol=2),
    "python/acme_data/__init__.py": b'''import pathlib
import pickle


def load(name):
    return pickle.loads(pathlib.Path(__file__).with_name(name + ".pkl").read_bytes())
''',
    "python/dataclasses_extra.py": b"from dataclasses import *\n\n\ndef to_json(obj):\n    import json\n    return json.dumps(asdict(obj))\n",
}
