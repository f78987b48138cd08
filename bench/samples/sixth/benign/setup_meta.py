from pathlib import Path

from setuptools import find_packages, setup

here = Path(__file__).parent
about = {}
exec((here / "src" / "acme" / "__version__.py").read_text(encoding="utf-8"), about)

requires = [line.strip() for line in (here / "requirements.txt").read_text().splitlines()
            if line.strip() and not line.startswith("#")]

setup(
    name=about["__title__"],
    version=about["__version__"],
    author=about["__author__"],
    package_dir={"": "src"},
    packages=find_packages("src"),
    install_requires=requires,
    entry_points={"console_scripts": ["acme = acme.cli:main"]},
)
