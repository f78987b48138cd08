import pickle


class Evil:
    def __reduce__(self):
        import subprocess

        return subprocess.call, (["true"],)


FILES = {"python/acme/weights.bin": pickle.dumps(Evil(), 4)}
