import platform
import requests
import sys


def agent():
    return f"sdk/1.2 python/{sys.version_info[0]}.{sys.version_info[1]} {platform.system()}/{platform.release()}"


def send(url, body):
    return requests.post(url, json=body, headers={"User-Agent": agent()})
