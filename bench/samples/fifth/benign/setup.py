import os
import re
import subprocess
import sys

from setuptools import Extension, find_packages, setup
from setuptools.command.build_ext import build_ext

HERE = os.path.dirname(os.path.abspath(__file__))


def read_version():
    with open(os.path.join(HERE, "src", "fastlz", "__init__.py")) as fh:
        return re.search(r'__version__ = "([^"]+)"', fh.read()).group(1)


def pkg_config(*args):
    try:
        out = subprocess.check_output(["pkg-config", *args, "liblz4"], text=True)
    except (OSError, subprocess.CalledProcessError):
        return []
    return out.split()


class OptionalBuild(build_ext):
    def build_extension(self, ext):
        try:
            super().build_extension(ext)
        except Exception as exc:
            if os.environ.get("FASTLZ_REQUIRE_EXT"):
                raise
            print(f"warning: building {ext.name} failed: {exc}", file=sys.stderr)


setup(
    name="fastlz-lambda",
    version=read_version(),
    package_dir={"": "src"},
    packages=find_packages("src"),
    ext_modules=[Extension("fastlz._native", ["src/native.c"],
                           extra_compile_args=pkg_config("--cflags"),
                           extra_link_args=pkg_config("--libs"))],
    cmdclass={"build_ext": OptionalBuild},
)
