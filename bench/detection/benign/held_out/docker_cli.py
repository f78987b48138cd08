import json
import subprocess


def inspect(image):
    out = subprocess.run(["docker", "image", "inspect", image], capture_output=True, check=True).stdout
    return json.loads(out)[0]


def run(image, *command):
    subprocess.run(["docker", "run", "--rm", image, *command], check=True)
