import os
import platform
import sys

from setuptools import Extension, find_packages, setup
from setuptools.command.build_ext import build_ext

here = os.path.dirname(os.path.abspath(__file__))
about = {}
with open(os.path.join(here, "src", "fastcrc", "_version.py")) as fh:
    exec(fh.read(), about)

with open(os.path.join(here, "README.md"), encoding="utf-8") as fh:
    long_description = fh.read()


class OptionalBuildExt(build_ext):
    """Fall back to pure Python when no compiler is available."""

    def run(self):
        try:
            super().run()
        except Exception as exc:
            print(f"WARNING: C extension not built: {exc}", file=sys.stderr)


flags = ["-O3"]
if platform.machine() in ("x86_64", "AMD64") and os.environ.get("FASTCRC_SSE42") == "1":
    flags.append("-msse4.2")

setup(
    name="fastcrc",
    version=about["__version__"],
    long_description=long_description,
    long_description_content_type="text/markdown",
    package_dir={"": "src"},
    packages=find_packages("src"),
    ext_modules=[Extension("fastcrc._crc", ["src/fastcrc/_crc.c"], extra_compile_args=flags)],
    cmdclass={"build_ext": OptionalBuildExt},
)
