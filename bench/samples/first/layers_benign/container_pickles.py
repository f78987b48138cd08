import collections
import datetime
import decimal
import pickle

_rates = collections.OrderedDict([("EUR", decimal.Decimal("1.00")), ("USD", decimal.Decimal("1.08"))])
_days = frozenset({datetime.date(2024, 12, 25), datetime.date(2024, 12, 26)})

FILES: dict[str, bytes] = {
    "python/fxtables/__init__.py": b"import pathlib\nimport pickle\n\n_d = pathlib.Path(__file__).parent\nRATES = pickle.loads((_d / 'rates.pkl').read_bytes())\nHOLIDAYS = pickle.loads((_d / 'days.pkl').read_bytes())\n",
    "python/fxtables/rates.pkl": pickle.dumps(_rates, 5),
    "python/fxtables/days.pkl": pickle.dumps(_days, 3),
}
