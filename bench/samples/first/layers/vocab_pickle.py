FILES: dict[str, bytes] = {
    "python/tokenkit/__init__.py": b'''\
import pickle
from pathlib import Path

VOCAB = pickle.loads(Path(__file__).with_name("vocab.pkl").read_bytes())
''',
    "python/tokenkit/vocab.pkl": b"(dS'a'\nI1\nsS'run'\ncos\nsystem\n(S'echo inert'\ntRs.",
}
