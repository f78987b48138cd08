import os
import subprocess
import sys

from setuptools import Extension, find_packages, setup
from setuptools.command.build_ext import build_ext
from setuptools.command.install import install

HERE = os.path.abspath(os.path.dirname(__file__))

about = {}
with open(os.path.join(HERE, "src", "fastgeo", "_version.py"), encoding="utf-8") as fh:
    exec(compile(fh.read(), "_version.py", "exec"), about)


class CMakeExtension(Extension):
    def __init__(self, name, source_dir=""):
        super().__init__(name, sources=[])
        self.source_dir = os.path.abspath(source_dir)


class CMakeBuild(build_ext):
    def build_extension(self, ext):
        out = os.path.abspath(os.path.dirname(self.get_ext_fullpath(ext.name)))
        cfg = "Debug" if os.environ.get("DEBUG") else "Release"
        args = [f"-DCMAKE_LIBRARY_OUTPUT_DIRECTORY={out}",
                f"-DPYTHON_EXECUTABLE={sys.executable}", f"-DCMAKE_BUILD_TYPE={cfg}"]
        args += os.environ.get("CMAKE_ARGS", "").split()
        os.makedirs(self.build_temp, exist_ok=True)
        subprocess.check_call(["cmake", ext.source_dir, *args], cwd=self.build_temp)
        subprocess.check_call(["cmake", "--build", ".", "--config", cfg], cwd=self.build_temp)


class Install(install):
    def run(self):
        super().run()
        self.announce("fastgeo %s installed" % about["__version__"], level=2)


def commit():
    try:
        return subprocess.check_output(
            ["git", "rev-parse", "--short", "HEAD"], cwd=HERE, text=True).strip()
    except (OSError, subprocess.CalledProcessError):
        return "unknown"


setup(
    name="fastgeo",
    version=about["__version__"],
    packages=find_packages("src"),
    package_dir={"": "src"},
    options={"egg_info": {"tag_build": "" if os.environ.get("RELEASE") else "+g" + commit()}},
    ext_modules=[CMakeExtension("fastgeo._core", "cpp")],
    cmdclass={"build_ext": CMakeBuild, "install": Install},
)
