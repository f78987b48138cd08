from pathlib import Path
import os
import shutil
import subprocess
import sys

from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext
from setuptools.command.develop import develop


class CMakeBuild(build_ext):
    def build_extension(self, ext):
        out = Path(self.get_ext_fullpath(ext.name)).resolve().parent
        tmp = Path(self.build_temp) / ext.name
        tmp.mkdir(parents=True, exist_ok=True)
        args = [f"-DCMAKE_LIBRARY_OUTPUT_DIRECTORY={out}", f"-DPYTHON_EXECUTABLE={sys.executable}",
                *os.environ.get("CMAKE_ARGS", "").split()]
        subprocess.run(["cmake", str(Path(__file__).parent.resolve()), *args], cwd=tmp, check=True)
        subprocess.run(["cmake", "--build", ".", "-j", str(os.cpu_count() or 1)], cwd=tmp, check=True)


class Develop(develop):
    def run(self):
        super().run()
        hooks = Path(".git/hooks")
        if hooks.is_dir() and shutil.which("pre-commit"):
            subprocess.run(["pre-commit", "install"], check=False)


setup(name="fastgeo", version="1.4.2", packages=["fastgeo"], ext_modules=[Extension("fastgeo._core", [])],
      cmdclass={"build_ext": CMakeBuild, "develop": Develop})
