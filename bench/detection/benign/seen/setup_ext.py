import os
import subprocess
from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext


class CMakeBuild(build_ext):
    def build_extension(self, ext):
        subprocess.check_call(["cmake", "-S", os.path.abspath("."), "-B", self.build_temp])
        subprocess.check_call(["cmake", "--build", self.build_temp])


setup(name="fast", ext_modules=[Extension("fast._core", [])], cmdclass={"build_ext": CMakeBuild})
