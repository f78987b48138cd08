import marshal
import os


class Bytecode:
    def load(self, path):
        with open(path, "rb") as file:
            if file.read(4) != b"JC01":
                return None
            return marshal.load(file)

    def run(self, path, scope):
        code = self.load(path)
        if code is not None and os.path.exists(path):
            exec(code, scope)
