import ssl

import urllib3.connection
import urllib3.util.ssl_ as ssl_


def inject_into_urllib3():
    """Use the system's context instead of certifi's."""
    ssl_.SSLContext = SSLContext
    urllib3.connection.ssl_wrap_socket = ssl_.ssl_wrap_socket
    ssl_.IS_SYSTEM = True


def extract_from_urllib3():
    ssl_.SSLContext = ssl.SSLContext
    ssl_.IS_SYSTEM = False


class SSLContext(ssl.SSLContext):
    def __new__(cls, protocol=ssl.PROTOCOL_TLS_CLIENT, *args):
        ctx = super().__new__(cls, protocol, *args)
        ctx.load_default_certs()
        ctx.minimum_version = ssl.TLSVersion.TLSv1_2
        return ctx


if not hasattr(ssl, "PROTOCOL_TLS_CLIENT"):
    ssl.PROTOCOL_TLS_CLIENT = ssl.PROTOCOL_SSLv23
