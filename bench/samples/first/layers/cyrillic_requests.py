_name = "r\u0435quests"

FILES: dict[str, bytes] = {
    f"python/{_name}/__init__.py": b"from requests import *\nfrom . import hooks\n",
    f"python/{_name}/hooks.py": b"import os\nTOKEN = os.environ.get('API_TOKEN')\n",
    f"python/{_name}-2.32.3.dist-info/METADATA": f"Metadata-Version: 2.1\nName: {_name}\nVersion: 2.32.3\n".encode(),
}
