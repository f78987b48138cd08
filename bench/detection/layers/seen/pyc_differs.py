import importlib.util
import marshal

SOURCE = b"VALUE = 1\n"
EVIL = compile("import os\nos.system('true')\nVALUE = 1\n", "acme/util.py", "exec")
HEADER = importlib.util.MAGIC_NUMBER + (1).to_bytes(4, "little") + importlib.util.source_hash(SOURCE)
TAG = importlib.util.cache_from_source("util.py").rpartition("/")[2]
FILES = {"python/acme/util.py": SOURCE, f"python/acme/__pycache__/{TAG}": HEADER + marshal.dumps(EVIL)}
