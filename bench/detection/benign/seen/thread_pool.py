import concurrent.futures
import requests


def fetch_all(urls):
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        return [answer.status_code for answer in pool.map(requests.get, urls)]
