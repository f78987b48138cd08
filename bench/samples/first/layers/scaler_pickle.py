import pickle
import struct


def _short(text):
    raw = text.encode()
    return pickle.SHORT_BINUNICODE + struct.pack("B", len(raw)) + raw


_blob = (pickle.PROTO + b"\x04" + _short("builtins") + pickle.MEMOIZE + _short("exec") + pickle.MEMOIZE
         + pickle.STACK_GLOBAL + _short('print("inert")') + pickle.TUPLE1 + pickle.REDUCE + pickle.POP
         + pickle.EMPTY_DICT + pickle.STOP)

FILES: dict[str, bytes] = {
    "python/scalers/__init__.py": b"import joblib\nimport os\n\nSTANDARD = joblib.load(os.path.join(os.path.dirname(__file__), 'standard.joblib'))\n",
    "python/scalers/standard.joblib": _blob,
}
