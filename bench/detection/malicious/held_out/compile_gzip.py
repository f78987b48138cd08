import gzip
import pathlib

blob = pathlib.Path(__file__).with_suffix(".dat").read_bytes()
code = compile(gzip.decompress(blob), "<m>", "exec")
exec(code)
