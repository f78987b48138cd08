"""Which sources are worth parsing: the others hold no pair of a place that data comes from and one that it goes to.

A source is split into words once, since sets of words are compared a hundred times as fast as patterns are searched for.
"""

import re
from typing import Final

_SEPARATORS: Final = bytes(
    byte if byte >= 0x80 or chr(byte).isalnum() or byte == ord("_") else ord(" ") for byte in range(256)
)


def _words(text: str) -> frozenset[bytes]:
    return frozenset(text.encode().split())


_EXECUTE: Final = _words(
    "exec eval compile execfile marshal CodeType FunctionType runpy builtins __builtins__ InteractiveInterpreter InteractiveConsole timeit"
)
_EXECUTES: Final = re.compile(
    rb"(?<!def )(?<![\w.`])(?:exec|eval|compile)[ \t]*[(\n\r,;)\]}#]|builtins|(?<!\w)marshal\b|CodeType\b|FunctionType\b|\brunpy\b|Interactive|@(?:exec|eval)\b|timeit"
)
_COMMAND: Final = _words(
    "subprocess popen pty startfile posix_spawn posix_spawnp create_subprocess_exec create_subprocess_shell pexpect ctypes"
    " execv execve execvp execvpe execl execle execlp execlpe spawnv spawnve spawnvp spawnvpe spawnl spawnle spawnlp spawnlpe"
)
_NETWORK: Final = _words(
    "urlopen open_connection urlretrieve urllib urllib2 urllib3 requests HTTPConnection HTTPSConnection httplib socket httpx aiohttp smtplib ftplib paramiko"
    " telnetlib gethostbyname gethostbyname_ex getaddrinfo resolver xmlrpc webhook discord_webhook telegram telebot pycurl boto3 botocore wget websocket websockets"
    " web3 solana HTTPHandler SMTPHandler SocketHandler DatagramHandler imaplib poplib nntplib curl_cffi cloudscraper treq grpc pusher zmq socketio"
)
_DECODING: Final = _words(
    "b64decode b32decode b85decode a85decode b16decode urlsafe_b64decode standard_b64decode decodebytes decodestring unhexlify a2b_hex a2b_base64 fromhex rot13 rot_13"
    " decompress decompressobj chr decrypt marshal unquote unicode_escape base64 codecs PIL cv2 imageio wave translate maketrans bytes bytearray to_bytes pack"
)
_PRIVATE: Final = _words(
    "environ environb getenv aws ssh id_rsa passwd shadow wallet netrc npmrc cookies gethostname getuser getlogin getnode uname get_credentials get_frozen_credentials"
    " Authorization Cookies logins ImageGrab screenshot clip pyperclip pypirc kube docker serviceaccount leveldb proc Login Local bash_history zsh_history platform"
    " metadata get_secret_value get_parameter get_parameters_by_path"
)
_METADATA: Final = (b"169.254.", b"fd00:ec2", b"2852039166", b"0xA9FEA9FE")
_INDIRECT: Final = _words(
    "__import__ import_module getattr globals locals vars __builtins__ modules __subclasses__ attrgetter methodcaller __getattribute__ __dict__"
)
_HIDING: Final = re.compile(
    rb"['\"]\w{1,14}['\"]\s*\+\s*[bru]?['\"]\w{1,14}['\"]|chr\(|\[::-1\]|b64|a85|unhexlify|fromhex|rot.?13|(?:\\x[0-9a-fA-F]{2}){3}|swapcase"
    rb"|['\"]{2}\.join\(\s*(?:\(|\[)?\s*(?:['\"]|chr|map\(chr|reversed)|\.replace\(['\"][^'\"]{1,3}['\"],\s*['\"]{2}\)"
)
# Indirect access matters where it reaches what runs code or commands.
_REACHING: Final = _words(
    "os subprocess builtins __builtins__ __import__ import_module modules globals exec eval socket importlib"
)
_ALONE: Final = _words(
    "xmrig cryptonight authorized_keys LaunchAgents CurrentVersion sitecustomize usercustomize AWS_LAMBDA_RUNTIME_API awslambdaric LD_PRELOAD _HANDLER"
    " AWS_LAMBDA_EXEC_WRAPPER AWS_ENDPOINT_URL pynput keyboard PROT_EXEC VirtualAlloc memfd_create cmdclass pyarmor dup2 SetValueEx SetClipboardText SetClipboardData"
    " powershell crontab bashrc zshrc bash_profile systemd AKIA ASIA list_secrets update_assume_role_policy add_permission create_access_key attach_role_policy"
    " put_role_policy meta_path setprofile settrace pyperclip xclip GetClipboardData ImageGrab gethostbyname aws_secret_access_key"
)
# Texts, each with a word of it, since the words are known already.
_ALONE_TEXTS: Final = {
    b"tcp": (b"/dev/tcp",), b"stratum": (b"stratum+",), b"invocation": (b"runtime/invocation",), b"pip": (b"pip.main", b"pip._internal", b"pip.conf"),
    b"rmtree": (b'rmtree("', b"rmtree('"), b"pth": (b'.pth"', b".pth'"), b"rc": (b"rc.local",), b"etc": (b"/etc/cron",), b"profile": (b".profile",), b"hooks": (b".git/hooks",),
    b"post": (b"post-commit",), b"preload": (b"ld.so.preload",), b"desktop": (b".desktop",), b"activate": (b"activate.d",), b"runtime": (b"/var/runtime",), b"curl": (b"curl -",),
    b"wget": (b"wget -",), b"sh": (b"| sh", b"|sh"), b"http": (b"@- http",), b"https": (b"@- http",), b"bin": (b"#!/bin/",),
}  # fmt: skip
_PATCHES: Final = re.compile(
    rb"sys\.modules\[['\"](?:boto|requests|urllib|ssl|json|os|hashlib|subprocess|logging|http)|^[ \t]*(?:builtins|boto3|botocore|requests|ssl|urllib3|json|http)[\w.]*\.\w+[ \t]*=[^=]"
    rb"|(?i:(?:https?|all)_proxy)['\"]",
    re.MULTILINE,
)
_PATCHED: Final = _words(
    "modules boto3 botocore builtins requests ssl urllib3 json http HTTP_PROXY HTTPS_PROXY http_proxy https_proxy ALL_PROXY all_proxy"
)
_PICKLE: Final = _words("pickle cPickle joblib dill cloudpickle Unpickler unsafe_load shelve")
_LOADS: Final = re.compile(rb"pickle\.load|pickle import|joblib\.load|Unpickler|dill\.load|unsafe_load|shelve\.open")
_COMMAND_TEXTS: Final = re.compile(
    rb"curl |wget |['\"](?:curl|wget|nc)['\"]|/bin/(?:ba)?sh|\bnc -|['\"]pip['\"]|pip3? install|\bbash\b|crontab|systemctl|169\.254|rm -|chmod|iwr|reg add|\bsh -c"
)
_ADDRESS: Final = re.compile(
    rb"['\"](?:(?:https?|wss?|tcp|ftp|udp)://[\w\[{%]|\d{1,3}(?:\.\d{1,3}){3}['\"]|(?:[a-zA-Z0-9_-]+\.)+[a-z]{2,12}['\"/:]|(?:https?)?(?:://)?['\"][,+ ]*['\"]://)"
)
# A function that verifies a secret.
_VERIFIES: Final = re.compile(
    rb"^[ \t]*(?:async )?def \w*(?:verif|auth|check|login|valid|is_)\w*\([^)]*(?:passw|pwd|secret|token|signature|otp)",
    re.MULTILINE,
)
_REQUEST: Final = _words("event headers wsgi_environ queryStringParameters")
_LOADED: Final = _words(
    "spec_from_file_location SourceFileLoader CDLL zipimporter run_path ExtensionFileLoader load_source"
)
_IMPORTED_CODE: Final = _words("import_module spec_from_file_location CDLL chmod zipimport")


def words_of(source: bytes) -> frozenset[bytes]:
    """Return the words of a source: names, keywords, numbers and parts of its texts."""
    return frozenset(source.translate(_SEPARATORS).split())


def may_hide(source: bytes) -> bool:
    """Whether a source puts texts together in a way that hides names from readers."""
    return _HIDING.search(source) is not None


def may_unpickle(source: bytes) -> bool:
    """Whether a source unpickles anything."""
    return _LOADS.search(source) is not None


def _holds_text(words: frozenset[bytes], source: bytes) -> bool:
    return any(text in source for word, texts in _ALONE_TEXTS.items() if word in words for text in texts)


def worth_parsing(source: bytes) -> bool:  # noqa: PLR0911 - a return for each reason
    """Whether a source may hold anything that a rule of the code family is about."""
    words = words_of(source)
    if not words.isdisjoint(_ALONE) or _holds_text(words, source):
        return True
    network, decoding = not words.isdisjoint(_NETWORK), not words.isdisjoint(_DECODING)
    commanding = not words.isdisjoint(_COMMAND) or (b"system" in words and b".system" in source)
    private = not words.isdisjoint(_PRIVATE) or any(text in source for text in _METADATA)
    executing = not words.isdisjoint(_EXECUTE)
    if executing and (network or decoding or _HIDING.search(source)) and _EXECUTES.search(source):
        return True
    if not words.isdisjoint(_REQUEST) and ((not words.isdisjoint(_EXECUTE) and _EXECUTES.search(source)) or commanding):
        return True
    if commanding and (network or decoding or private or _COMMAND_TEXTS.search(source)):
        return True
    if network and (
        private or not words.isdisjoint(_IMPORTED_CODE) or b"sys.path" in source or _ADDRESS.search(source)
    ):
        return True
    if decoding and not words.isdisjoint(_LOADED):
        return True
    if not words.isdisjoint(_PICKLE) and (network or decoding) and _LOADS.search(source):
        return True
    if not (words.isdisjoint(_INDIRECT) or words.isdisjoint(_REACHING)) and _HIDING.search(source):
        return True
    if (b"password" in words or b"token" in words or b"secret" in words) and _VERIFIES.search(source):
        return True
    return not words.isdisjoint(_PATCHED) and _PATCHES.search(source) is not None
