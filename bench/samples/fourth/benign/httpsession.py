"""requests session with retries and an explicit development TLS switch."""
import os
import warnings

import requests
from requests.adapters import HTTPAdapter
from urllib3.util.retry import Retry


class InsecureWarning(UserWarning):
    pass


def session(retries=3, backoff=0.4, verify=None, token=None):
    s = requests.Session()
    policy = Retry(
        total=retries,
        backoff_factor=backoff,
        status_forcelist=(429, 502, 503, 504),
        allowed_methods=frozenset({"GET", "HEAD", "PUT", "DELETE"}),
    )
    s.mount("https://", HTTPAdapter(max_retries=policy))
    s.mount("http://", HTTPAdapter(max_retries=policy))
    if verify is None:
        verify = os.environ.get("HTTPSESSION_CA_BUNDLE") or True
    if verify is False:
        warnings.warn("TLS verification is off for this session", InsecureWarning, stacklevel=2)
    s.verify = verify
    if token:
        s.headers["Authorization"] = f"Bearer {token}"
    return s
