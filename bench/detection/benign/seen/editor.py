import os
import shlex
import subprocess
import tempfile


def edit(text):
    editor = os.environ.get("EDITOR", "vi")
    with tempfile.NamedTemporaryFile("w+", suffix=".txt") as file:
        file.write(text)
        file.flush()
        subprocess.call([*shlex.split(editor), file.name])
        file.seek(0)
        return file.read()
