import os
import pathlib
import re
import shutil
import subprocess
import sys

from setuptools import Command, Extension, setup
from setuptools.command.build_ext import build_ext
from setuptools.command.develop import develop


class CMakeBuild(build_ext):
    def build_extension(self, ext):
        out = pathlib.Path(self.get_ext_fullpath(ext.name)).resolve().parent
        args = [f"-DCMAKE_LIBRARY_OUTPUT_DIRECTORY={out}", f"-DPYTHON_EXECUTABLE={sys.executable}"]
        args += [a for a in os.environ.get("CMAKE_ARGS", "").split(" ") if a]
        tmp = pathlib.Path(self.build_temp)
        tmp.mkdir(parents=True, exist_ok=True)
        subprocess.run([shutil.which("cmake") or "cmake", os.getcwd(), *args], cwd=tmp, check=True)
        subprocess.run(["cmake", "--build", ".", "-j", os.environ.get("JOBS", "2")], cwd=tmp, check=True)


class Develop(develop):
    def run(self):
        self.run_command("build_ext")
        super().run()


version = re.search(r'__version__ = "(.+?)"', pathlib.Path("src/geomkit/__init__.py").read_text()).group(1)
setup(name="geomkit", version=version, ext_modules=[Extension("geomkit._c", [])],
      cmdclass={"build_ext": CMakeBuild, "develop": Develop})
