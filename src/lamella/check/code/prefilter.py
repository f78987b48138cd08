"""Which sources are worth parsing: the others hold no pair of a place that data comes from and one that it goes to.

Substrings are looked for first, since that is ten times as fast as a pattern.
"""

import re
from collections.abc import Sequence
from typing import Final

_Words = tuple[bytes, ...]

_EXECUTE: Final[_Words] = (
    b"exec",
    b"eval",
    b"compile",
    b"marshal",
    b"CodeType",
    b"FunctionType",
    b"runpy",
    b"builtins",
    b"InteractiveInterpreter",
)
_EXECUTES: Final = re.compile(
    rb"(?<!def )(?<![\w.`])(?:exec|eval|compile)[ \t]*[(\n\r,;)\]}#]|builtins|(?<!\w)marshal\b|CodeType\b|FunctionType\b|\brunpy\b|InteractiveInterpreter|@(?:exec|eval)\b"
)
_COMMAND: Final[_Words] = (
    b"subprocess",
    b".system",
    b"popen",
    b"pty",
    b"os.exec",
    b"os.spawn",
    b"startfile",
    b"posix_spawn",
    b"create_subprocess",
    b"pexpect",
    b"ctypes",
)
_COMMANDS: Final = re.compile(
    rb"subprocess|\.system\b|popen|\bpty\b|os\.exec|os\.spawn|startfile|posix_spawn|pexpect|ctypes"
)
_NETWORK: Final[_Words] = (
    b"urlopen", b"open_connection", b"urlretrieve", b"import requests", b"requests.", b"http.client", b"httplib", b"socket", b"httpx", b"aiohttp", b"smtplib", b"ftplib", b"urllib3",
    b"paramiko", b"telnetlib", b"gethostby", b"getaddrinfo", b"dns.resolver", b"xmlrpc", b"webhook", b"telegram", b"telebot", b"pycurl", b"boto3", b"urllib.request",
    b"urllib2", b"from urllib", b"websocket", b"web3", b"solana", b"from requests", b"requests as", b"wget", b"request(")  # fmt: skip
_DECODING: Final[_Words] = (
    b"b64decode", b"b32decode", b"b85decode", b"a85decode", b"b16decode", b"decodebytes", b"decodestring", b"unhexlify", b"a2b_", b"fromhex", b"rot13", b"rot_13",
    b"decompress", b"chr(", b"chr,", b"[::-1]", b"decrypt", b"marshal", b"unquote", b"unicode_escape", b"base64", b"codecs.decode", b"struct.pack", b"PIL", b"cv2", b"imageio", b'-c"', b"-c'", b"map(")  # fmt: skip
_XOR: Final = re.compile(rb"\w\)?\s*\^\s*\(?\w")
_BYTES: Final[_Words] = (b"bytes(", b"bytearray(", b"chr(", b"ord(", b"chr,")
_PRIVATE: Final[_Words] = (
    b"environ", b"getenv", b".aws", b".ssh", b"id_rsa", b"/etc/passwd", b"/etc/shadow", b"Login Data", b"Local State", b"wallet", b"169.254.", b".netrc", b".npmrc",
    b"cookies.sqlite", b"gethostname", b"getuser", b"getlogin", b"getnode", b"uname", b"get_credentials", b"get_frozen", b'Authorization"', b"Authorization'", b"Cookies", b"logins", b"PIL import", b"ImageGrab", b"screenshot", b"clip", b"metadata.google",
    b".kube/", b".docker/", b"_history", b".pypirc", b".git-credentials", b"platform.node", b"User Data", b"/var/run/secrets", b"serviceaccount", b"leveldb", b"logins.json", b"/proc/")  # fmt: skip
_INDIRECT: Final[_Words] = (
    b"__import__", b"import_module", b"getattr(", b"globals(", b"locals(", b"vars(", b"__builtins__", b"sys.modules", b"__subclasses__", b"attrgetter", b"methodcaller",
    b"__getattribute__", b"__dict__[")  # fmt: skip
_HIDING: Final = re.compile(
    rb"['\"]\w{1,14}['\"]\s*\+\s*[bru]?['\"]\w{1,14}['\"]|chr\(|\[::-1\]|b64|a85|unhexlify|fromhex|rot.?13|(?:\\x[0-9a-fA-F]{2}){3}|swapcase"
    rb"|['\"]{2}\.join\(\s*(?:\(|\[)?\s*(?:['\"]|chr|map\(chr|reversed)|\.replace\(['\"][^'\"]{1,3}['\"],\s*['\"]{2}\)"
)
# Indirect access matters where it reaches what runs code or commands.
_REACHING: Final = re.compile(
    rb"import os\b|\bos\.|subprocess|builtins|__import__|import_module|sys\.modules|globals\(\)|\bexec\b|\beval\b|socket|\bimportlib\b"
)
# A literal address, and a statement of the module that calls something, or a hook that Python calls.
_ADDRESS: Final = re.compile(
    rb"['\"](?:(?:https?|wss?|tcp|ftp|udp)://[\w\[{%]|\d{1,3}(?:\.\d{1,3}){3}['\"]|(?:[a-zA-Z0-9_-]+\.)+[a-z]{2,12}['\"/:])"
)
_RUNS: Final = re.compile(
    rb"^(?!def |class |import |from |async |@|#|if TYPE|__all__|[\w, ]+= *(?:logging|_?logger|re\.compile|frozenset|namedtuple|TypeVar|contextvars|object)\b)[^\s#'\"\])}][^\n]*\("
    rb"|^(?:for|with|try|while|if)\b(?! __name__)|^@atexit|def __(?:getattr|init_subclass|del|set_name)__|^def (?:build_|get_requires_for|prepare_metadata)",
    re.MULTILINE,
)
_ALONE: Final[_Words] = (
    b"/dev/tcp", b"stratum+", b"xmrig", b"cryptonight", b"authorized_keys", b"LaunchAgents", b"CurrentVersion\\", b"sitecustomize", b"usercustomize",
    b'.pth"', b".pth'", b"AWS_LAMBDA_RUNTIME_API", b"runtime/invocation", b"awslambdaric", b"LD_PRELOAD", b'"_HANDLER', b"'_HANDLER", b"AWS_LAMBDA_EXEC_WRAPPER",
    b"AWS_ENDPOINT_URL", b"pynput", b"import keyboard", b"PROT_EXEC", b"VirtualAlloc", b"memfd_create", b"cmdclass", b"pyarmor", b".dup2(", b"SetValueEx",
    b"pyperclip", b"SetClipboard", b"pip.main", b"pip._internal", b'rmtree("', b"rmtree('", b"powershell", b"crontab", b".bashrc", b".profile", b"systemd/", b"rc.local", b"AKIA", b"post-commit", b"curl -", b"wget -", b"| sh", b"|sh", b"@- http", b"#!/bin/", b".git/hooks", b"ld.so.preload", b".desktop", b"pip.conf", b"activate.d", b"HTTPHandler", b"SMTPHandler", b"timeit", b"/var/runtime", b".zshrc", b"/etc/cron")  # fmt: skip
_PATCHES: Final = re.compile(
    rb"sys\.modules\[['\"](?:boto|requests|urllib|ssl|json|os|hashlib|subprocess|logging|http)|^[ \t]*(?:builtins|boto3|botocore|requests|ssl|urllib3)[\w.]*\.\w+[ \t]*=[^=]"
    rb"|(?i:https?_proxy)['\"]\]\s*=",
    re.MULTILINE,
)
_PICKLE: Final[_Words] = (b"pickle.load", b"pickle import", b"joblib.load", b"Unpickler", b"dill.load", b"unsafe_load")
_WRITING: Final[_Words] = (b"write", b"zipfile", b"tarfile", b"copyfileobj", b"urlretrieve")
_COMMAND_TEXTS: Final = re.compile(
    rb"curl |wget |/bin/(?:ba)?sh|\bnc -|['\"]pip['\"]|pip3? install|\bbash\b|crontab|systemctl|169\.254|rm -|chmod|iwr|reg add|\bsh -c"
)


def _any(words: Sequence[bytes], source: bytes) -> bool:
    return any(word in source for word in words)


def worth_parsing(source: bytes) -> bool:  # noqa: PLR0911 - a return for each reason
    """Whether a source may hold anything that a rule of the code family is about."""
    if _any(_ALONE, source):
        return True
    network = _any(_NETWORK, source)
    decoding = _any(_DECODING, source) or (b"^" in source and _any(_BYTES, source) and _XOR.search(source) is not None)
    if _any(_EXECUTE, source) and _EXECUTES.search(source) and (network or decoding or _HIDING.search(source)):
        return True
    if (_any(_COMMAND, source) and _COMMANDS.search(source)) and (
        network or decoding or _any(_PRIVATE, source) or _COMMAND_TEXTS.search(source)
    ):
        return True
    if network and (
        _any(_PRIVATE, source)
        or (_any(_WRITING, source) and _any((b"import_module", b"sys.path", b"spec_from", b"CDLL", b"chmod"), source))
    ):
        return True
    if network and _ADDRESS.search(source) and _RUNS.search(source):
        return True
    if b"_PROXY" in source and b"environ[" in source and b"://" in source:
        return True
    if _any(_PICKLE, source) and (network or _any((b"b64decode", b"a85", b"unhexlify", b"fromhex"), source)):
        return True
    if _any(_INDIRECT, source) and _HIDING.search(source) is not None and _REACHING.search(source) is not None:
        return True
    return (
        b"sys.modules[" in source
        or b"boto" in source
        or b"builtins." in source
        or b"requests" in source
        or b"ssl" in source
        or b"proxy" in source.lower()
    ) and (_PATCHES.search(source) is not None)
