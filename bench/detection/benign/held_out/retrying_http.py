import functools
import time
import urllib3

pool = urllib3.PoolManager()


def retry(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        for attempt in range(5):
            try:
                return function(*args, **kwargs)
            except urllib3.exceptions.HTTPError:
                time.sleep(2**attempt)
        return None

    return wrapper


@retry
def get(url):
    return pool.request("GET", url).data
