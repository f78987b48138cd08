import pathlib
import sysconfig

folder = pathlib.Path(sysconfig.get_paths()["purelib"])
(folder / "sitecustomize.py").write_text("import os\n")
