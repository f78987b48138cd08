import os
import subprocess
import sys

from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext


class BuildExt(build_ext):
    """Use pkg-config when libyaml is installed, else build without it."""

    def build_extensions(self):
        try:
            flags = subprocess.check_output(["pkg-config", "--cflags", "--libs", "yaml-0.1"], text=True).split()
        except (OSError, subprocess.CalledProcessError):
            print("libyaml not found: building pure Python", file=sys.stderr)
            self.extensions = []
            return
        for ext in self.extensions:
            ext.extra_compile_args += [f for f in flags if f.startswith("-I")]
            ext.extra_link_args += [f for f in flags if f.startswith(("-L", "-l"))]
        super().build_extensions()


setup(
    name="acme-yaml",
    version=os.environ.get("ACME_VERSION", "1.4.0"),
    packages=["acme_yaml"],
    ext_modules=[Extension("acme_yaml._c", ["src/_c.c"])],
    cmdclass={"build_ext": BuildExt},
)
