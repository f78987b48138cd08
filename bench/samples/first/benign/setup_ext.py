import os
import subprocess
import sys

from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext


class BuildExt(build_ext):
    def build_extensions(self):
        cc = self.compiler.compiler_type
        args = ["/O2"] if cc == "msvc" else ["-O3", "-fvisibility=hidden"]
        for ext in self.extensions:
            ext.extra_compile_args = args + os.environ.get("CFLAGS", "").split()
        try:
            build_ext.build_extensions(self)
        except Exception as exc:
            print(f"could not build the accelerator, going on without: {exc}", file=sys.stderr)


def pkgconfig(*names):
    try:
        return subprocess.check_output(["pkg-config", "--cflags", *names], text=True).split()
    except (OSError, subprocess.CalledProcessError):
        return []


here = os.path.dirname(os.path.abspath(__file__))
about = {}
with open(os.path.join(here, "src", "fastcsv", "__version__.py")) as fh:
    exec(fh.read(), about)
setup(name="fastcsv", version=about["__version__"], ext_modules=[Extension("fastcsv._speed", ["src/_speed.c"])],
      cmdclass={"build_ext": BuildExt})
