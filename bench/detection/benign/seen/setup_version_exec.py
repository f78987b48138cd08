from setuptools import setup

about = {}
with open("src/pkg/version.py") as file:
    exec(file.read(), about)
setup(name="pkg", version=about["__version__"])
