"""What is known of functions by their qualified names: where data comes from, where it goes, what keeps it."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from lamella.check.code.callables import Sink
from lamella.check.code.value import Label

# One name for what has several; longest prefixes first.
_ALIASES: Final[Mapping[str, str]] = {
    "__builtin__": "builtins", "__builtins__": "builtins", "builtins.__dict__": "builtins", "posix": "os", "nt": "os",
    "_pickle": "pickle", "cPickle": "pickle", "cloudpickle": "pickle", "dill": "pickle", "_socket": "socket",
    "urllib2": "urllib.request", "urllib.urlopen": "urllib.request.urlopen", "six.moves": "", "io.open": "builtins.open",
    "codecs.open": "builtins.open", "_io.open": "builtins.open", "posixpath": "os.path", "ntpath": "os.path",
    "_winapi": "os", "subprocess32": "subprocess", "commands": "subprocess", "requests.api": "requests",
    "requests.sessions": "requests", "requests.session": "requests.Session", "httplib": "http.client",
    "asyncio.subprocess": "asyncio", "importlib.util": "importlib.util", "six.exec_": "builtins.exec",
    "anyio.run_process": "subprocess.run", "binascii.a2b_hex": "binascii.unhexlify", "os.environb": "os.environ",
    "pathlib.PosixPath": "pathlib.Path", "pathlib.WindowsPath": "pathlib.Path", "tqdm.tqdm": "builtins.iter",
    "gevent.socket": "socket", "gevent.subprocess": "subprocess", "eventlet.green.socket": "socket",
    "Crypto": "Cryptodome", "builtins.execfile": "builtins.exec", "_imp": "importlib", "imp": "importlib",
    "winreg.CreateKeyEx": "winreg.CreateKey", "curl_cffi.requests": "requests", "cloudscraper": "requests",
    "botocore.vendored.requests": "requests", "pip._vendor.requests": "requests", "pip._vendor.urllib3": "urllib3",
    "boto3.session.Session": "boto3.Session", "typing.cast": "typing.cast",
}  # fmt: skip

MODULES_OF_BUILTINS: Final = frozenset({"builtins"})

BUILTINS: Final = frozenset(
    {"exec", "eval", "compile", "__import__", "getattr", "setattr", "vars", "globals", "locals", "open", "chr", "ord",
     "bytes", "bytearray", "str", "int", "list", "tuple", "dict", "set", "map", "filter", "reversed", "sorted", "hex",
     "len", "range", "type", "iter", "next", "zip", "enumerate", "repr", "format", "print", "input", "max", "min", "abs", "sum",
     "__builtins__", "delattr", "breakpoint", "object", "staticmethod", "classmethod", "property", "memoryview", "dir", "any",
     "all", "frozenset", "super", "isinstance", "hasattr", "execfile", "exit", "quit", "unicode", "raw_input", "pow"})  # fmt: skip

# What an instance of these is called; a call of one returns `NAME()`.
CLASSES: Final = frozenset(
    {"requests.Session", "httpx.Client", "httpx.AsyncClient", "aiohttp.ClientSession", "urllib3.PoolManager", "pathlib.Path",
     "http.client.HTTPConnection", "http.client.HTTPSConnection", "socket.socket", "smtplib.SMTP", "smtplib.SMTP_SSL",
     "ftplib.FTP", "ftplib.FTP_TLS", "paramiko.SSHClient", "subprocess.Popen", "urllib.request.Request", "io.BytesIO",
     "io.StringIO", "telegram.Bot", "telebot.TeleBot", "dns.resolver.Resolver", "functools.partial", "threading.Thread",
     "websocket.WebSocket", "pickle.Unpickler", "discord.SyncWebhook", "discord_webhook.DiscordWebhook", "xmlrpc.client.ServerProxy",
     "concurrent.futures.ThreadPoolExecutor", "concurrent.futures.ProcessPoolExecutor", "multiprocessing.Process",
     "multiprocessing.Pool", "threading.Timer", "zipfile.ZipFile", "tarfile.TarFile", "cryptography.fernet.Fernet",
     "types.SimpleNamespace", "collections.deque", "queue.Queue", "telnetlib.Telnet", "boto3.Session", "boto3.client",
     "boto3.resource", "urllib3.HTTPConnectionPool", "urllib3.HTTPSConnectionPool", "urllib.request.build_opener", "mmap.mmap"})  # fmt: skip
# Functions that make an instance of something with another name.
MAKES: Final[Mapping[str, str]] = {
    "socket.create_connection": "socket.socket()", "requests.session": "requests.Session()", "ssl.wrap_socket": "socket.socket()",
    "websocket.create_connection": "websocket.WebSocket()", "re.compile": "re.Pattern()", "builtins.open": "file()", "os.fdopen": "file()", "os.open": "file()", "aiofiles.open": "file()",
    "tempfile.NamedTemporaryFile": "file()", "tempfile.TemporaryFile": "file()", "pathlib.Path().open": "file()",
    "websockets.connect": "websocket.WebSocket()", "socket.fromfd": "socket.socket()", "asyncio.get_event_loop": "asyncio.loop()",
    "asyncio.get_running_loop": "asyncio.loop()", "asyncio.new_event_loop": "asyncio.loop()", "tarfile.open": "tarfile.TarFile()", "pathlib.Path.home": "pathlib.Path()",
    "pathlib.Path.cwd": "pathlib.Path()",
}  # fmt: skip

_METHODS_GET = ("get", "post", "put", "patch", "delete", "head", "options", "request", "send", "stream")
_HTTP: Final = frozenset(
    [f"requests.{each}" for each in _METHODS_GET]
    + [f"httpx.{each}" for each in _METHODS_GET]
    + [f"{base}().{each}" for base in ("requests.Session", "httpx.Client", "httpx.AsyncClient", "aiohttp.ClientSession",
                                        "urllib3.PoolManager", "urllib3.HTTPConnectionPool", "urllib3.HTTPSConnectionPool")
       for each in (*_METHODS_GET, "urlopen", "ws_connect")]
    + ["urllib.request.urlopen", "urllib.request.Request", "urllib.request.urlretrieve", "urllib3.request", "aiohttp.request", "requests.Request", "httpx.Request",
       "http.client.HTTPConnection().request", "http.client.HTTPSConnection().request", "urllib.request.build_opener().open",
       "http.client.HTTPConnection().send", "http.client.HTTPSConnection().send", "http.client.HTTPConnection().endheaders", "http.client.HTTPSConnection().endheaders",
       "http.client.HTTPConnection().putheader", "http.client.HTTPSConnection().putheader", "urllib.urlretrieve", "wget.download"]
)  # fmt: skip
_NETWORK: Final = frozenset(
    {"socket.socket().send", "socket.socket().sendall", "socket.socket().sendto", "socket.socket().connect", "socket.socket().connect_ex", "socket.socket().sendmsg", "socket.create_connection",
     "smtplib.SMTP().sendmail", "smtplib.SMTP_SSL().sendmail", "smtplib.SMTP().send_message", "smtplib.SMTP_SSL().send_message",
     "ftplib.FTP().storbinary", "ftplib.FTP().storlines", "ftplib.FTP_TLS().storbinary", "websocket.WebSocket().send",
     "telegram.Bot().send_message", "telegram.Bot().send_document", "telebot.TeleBot().send_message",
     "telebot.TeleBot().send_document", "discord.SyncWebhook().send", "discord_webhook.DiscordWebhook", "xmlrpc.client.ServerProxy",
     "paramiko.SSHClient().exec_command", "telnetlib.Telnet().write", "asyncio.open_connection", "asyncio.Stream().write", "websockets.connect", "websockets.sync.client.connect", "websocket.create_connection",
     "smtplib.SMTP", "smtplib.SMTP_SSL", "ftplib.FTP", "ftplib.FTP_TLS", "telnetlib.Telnet", "imaplib.IMAP4_SSL", "imaplib.IMAP4", "poplib.POP3_SSL", "poplib.POP3",
     "paramiko.SSHClient().connect", "paramiko.Transport", "smtplib.SMTP().connect", "urllib.request.URLopener().open", "urllib.request.OpenerDirector().open",
     "logging.handlers.HTTPHandler", "logging.handlers.SMTPHandler", "logging.handlers.SocketHandler", "logging.handlers.DatagramHandler",
     "pycurl.Curl().setopt", "paho.mqtt.client.Client().connect", "paho.mqtt.publish.single", "redis.Redis", "redis.from_url", "pymongo.MongoClient",
     "kafka.KafkaProducer", "pika.ConnectionParameters", "psycopg2.connect", "pymysql.connect", "ldap3.Server", "grpc.insecure_channel", "grpc.secure_channel",
     "websockets.connect().send", "aiosmtplib.send", "trio.open_tcp_stream", "anyio.connect_tcp", "multiprocessing.connection.Client"})  # fmt: skip
# Sinks that make a request or a proxy, and send nothing yet.
MAKES_ONLY: Final = frozenset(
    {"xmlrpc.client.ServerProxy", "discord_webhook.DiscordWebhook", "requests.Session().mount"}
)
# Requests that are sent later on, by a session that shows no address.
REQUESTS: Final = frozenset({"botocore.awsrequest.AWSRequest"})
_LOOKUPS: Final = frozenset(
    {"socket.gethostbyname", "socket.gethostbyname_ex", "socket.getaddrinfo", "dns.resolver.resolve", "dns.resolver.query",
     "dns.resolver.Resolver().resolve", "dns.resolver.Resolver().query", "socket.getfqdn", "aiodns.DNSResolver"})  # fmt: skip
_SHELL: Final = frozenset(
    {"os.system", "os.popen", "os.startfile", "subprocess.run", "subprocess.call", "subprocess.check_call",
     "subprocess.check_output", "subprocess.Popen", "subprocess.getoutput", "subprocess.getstatusoutput", "pty.spawn",
     "asyncio.create_subprocess_exec", "asyncio.create_subprocess_shell", "os.posix_spawn", "os.posix_spawnp",
     "pexpect.spawn", "pexpect.run", "sh.bash", "plumbum.local", "win32api.ShellExecute", "os.popen2", "os.popen3",
     *(f"os.exec{each}" for each in ("v", "ve", "vp", "vpe", "l", "le", "lp", "lpe")),
     *(f"os.spawn{each}" for each in ("v", "ve", "vp", "vpe", "l", "le", "lp", "lpe"))})  # fmt: skip
_RUN_FILE: Final = frozenset(
    {"runpy.run_path", "ctypes.CDLL", "ctypes.cdll.LoadLibrary", "ctypes.WinDLL", "ctypes.windll.LoadLibrary",
     "importlib.util.spec_from_file_location", "importlib.machinery.SourceFileLoader", "importlib.load_source",
     "importlib.load_dynamic", "importlib.load_compiled", "ctypes.PyDLL", "sys.path.insert", "sys.path.append",
     "site.addsitedir", "zipimport.zipimporter", "importlib.machinery.ExtensionFileLoader"})  # fmt: skip
_EXECUTE: Final = frozenset(
    {"builtins.exec", "builtins.eval", "builtins.compile", "marshal.loads", "types.CodeType", "types.FunctionType",
     "code.InteractiveInterpreter().runcode", "code.interact", "runpy.run_module", "code.InteractiveInterpreter().runsource",
     "timeit.timeit", "timeit.Timer", "timeit.repeat", "cProfile.runctx", "profile.run", "pdb.run", "trace.Trace().run", "code.InteractiveConsole().push", "code.InteractiveConsole().runsource", "typing.ForwardRef", "doctest.run_docstring_examples", "cProfile.run", "importlib._bootstrap._call_with_frames_removed", "ctypes.pythonapi.PyRun_SimpleString"})  # fmt: skip
_UNPICKLE: Final = frozenset(
    {"pickle.loads", "pickle.load", "pickle.Unpickler().load", "joblib.load", "yaml.unsafe_load", "yaml.full_load", "jsonpickle.decode",
     "shelve.open", "pandas.read_pickle"})  # fmt: skip

SINKS: Final[Mapping[str, Sink]] = {
    **dict.fromkeys(_EXECUTE, Sink.EXECUTE),
    **dict.fromkeys(_UNPICKLE, Sink.UNPICKLE),
    **dict.fromkeys(_SHELL, Sink.SHELL),
    **dict.fromkeys(_RUN_FILE, Sink.RUN_FILE),
    **dict.fromkeys(_HTTP | _NETWORK, Sink.NETWORK),
    **dict.fromkeys(_LOOKUPS, Sink.LOOKUP),
}
# Methods that send where the object is not known: looked at only in modules that import something of the network.
SENDING_METHODS: Final = frozenset(
    {"post", "put", "patch", "request", "sendall", "sendto", "send", "urlopen", "sendmail", "send_message", "storbinary", "execute_webhook",
     "put_object", "send_document", "publish", "upload", "upload_fileobj", "put_item"})  # fmt: skip

# Whose result is what the network sent.
DOWNLOADS: Final = (_HTTP - {"urllib.request.Request"}) | {
    "socket.socket().recv", "socket.socket().recvfrom", "socket.socket().makefile", "http.client.HTTPConnection().getresponse",
    "http.client.HTTPSConnection().getresponse", "ftplib.FTP().retrbinary", "paramiko.SSHClient().exec_command", "websocket.WebSocket().recv",
    "dns.resolver.resolve", "dns.resolver.query", "dns.resolver.Resolver().resolve", "telnetlib.Telnet().read_all",
    "feedparser.parse", "imaplib.IMAP4", "poplib.POP3", "imaplib.IMAP4_SSL",
}  # fmt: skip
# Objects that stand for a connection, and what takes from them what the other side sent.
_CONNECTIONS: Final = (
    "socket.socket()", "telnetlib.Telnet()", "websocket.WebSocket()", "paramiko.SSHClient()", "imaplib.", "poplib.", "ftplib.FTP", "http.client.HTTP",
    "asyncio.Stream()", "zmq.", "nntplib.", "xmlrpc.client.ServerProxy()", "serial.Serial()", "aiohttp.ClientSession()", "httpx.", "requests.Session()")  # fmt: skip
_RECEIVES: Final = re.compile(
    r"\.(?:read\w*|recv\w*|receive\w*|retr\w*|fetch\w*|getresponse|get|iter_\w+|accept|makefile|expect)$"
)


def receives(name: str) -> bool:
    """Whether a function gives what the network sent."""
    return name in DOWNLOADS or (name.startswith(_CONNECTIONS) and "()" in name and _RECEIVES.search(name) is not None)


DOWNLOADING_METHODS: Final = frozenset({"recv", "recvfrom", "recv_into", "getresponse", "urlopen", "recvall"})
# Methods whose result is decoded data whatever the object is.
DECODING_METHODS: Final = frozenset(
    {"decrypt", "b64decode", "decompress", "unhexlify", "fromhex", "a85decode", "b85decode", "b32decode", "translate"}
)

# What tells machines and users apart; the detail is its kind.
SECRETS_OF_ACCOUNT: Final = frozenset(
    {"get_secret_value", "get_parameter", "get_parameters", "get_parameters_by_path", "batch_get_secret_value"}
)
AWS_SENDS: Final = frozenset(
    {
        "put_object",
        "upload_file",
        "upload_fileobj",
        "publish",
        "send_message",
        "send_message_batch",
        "put_record",
        "put_records",
        "put_events",
        "invoke",
        "put_item",
    }
)
# What gives others rights in the account, or changes what runs there.
AWS_GRANTS: Final = frozenset(
    {"update_assume_role_policy", "attach_role_policy", "put_role_policy", "attach_user_policy", "put_user_policy", "create_access_key", "create_login_profile",
     "create_user", "add_permission", "put_bucket_policy", "put_resource_policy", "update_function_code", "add_layer_version_permission", "modify_image_attribute",
     "modify_snapshot_attribute", "modify_db_snapshot_attribute", "authorize_security_group_ingress", "update_function_configuration", "create_function", "publish_layer_version",
     "create_function_url_config", "put_bucket_acl", "create_role", "add_user_to_group", "create_policy_version", "put_rule", "put_targets", "create_grant", "put_key_policy"})  # fmt: skip
HOST_FACTS: Final[Mapping[str, str]] = {
    "socket.gethostname": "host name", "socket.getfqdn": "host name", "platform.node": "host name", "platform.uname": "host name",
    "os.uname": "host name", "getpass.getuser": "user name", "os.getlogin": "user name", "pwd.getpwuid": "user name",
    "os.getcwd": "working folder", "uuid.getnode": "hardware address",
    "psutil.net_if_addrs": "addresses", "netifaces.interfaces": "addresses", "psutil.users": "user name",
     "pathlib.Path.cwd": "working folder", "pwd.getpwall": "user name",
}  # fmt: skip
HOST_VARIABLES: Final = frozenset({"USER", "USERNAME", "LOGNAME", "HOSTNAME", "COMPUTERNAME", "HOME", "USERPROFILE"})

CAPTURES: Final[Mapping[str, str]] = {
    "pyperclip.paste": "clipboard", "win32clipboard.GetClipboardData": "clipboard", "clipboard.paste": "clipboard",
    "PIL.ImageGrab.grab": "screen", "pyautogui.screenshot": "screen", "mss.mss": "screen", "pyscreenshot.grab": "screen",
    "pynput.keyboard.Listener": "keys", "keyboard.on_press": "keys", "keyboard.hook": "keys", "keyboard.record": "keys",
    "keyboard.on_release": "keys", "pyxhook.HookManager": "keys", "cv2.VideoCapture": "camera", "sounddevice.rec": "microphone",
    "pynput.keyboard.GlobalHotKeys": "keys", "tkinter.Tk().clipboard_get": "clipboard", "pyaudio.PyAudio": "microphone",
    "pandas.read_clipboard": "clipboard", "PIL.ImageGrab.grabclipboard": "clipboard",
}  # fmt: skip

# Functions whose result is what went in, in another form. For all others only the object of a method counts.
KEEPS: Final = frozenset(
    {"builtins.str", "builtins.bytes", "builtins.bytearray", "builtins.dict", "builtins.list", "builtins.tuple", "builtins.set",
     "builtins.repr", "builtins.format", "builtins.map", "builtins.filter", "builtins.zip", "builtins.sorted", "builtins.reversed",
     "builtins.iter", "builtins.next", "builtins.enumerate", "builtins.memoryview", "builtins.vars", "builtins.max", "builtins.min",
     "builtins.frozenset", "builtins.getattr", "builtins.chr", "builtins.ord", "builtins.hex",
     "json.dumps", "json.dump", "json.loads", "json.load", "pickle.dumps", "marshal.dumps", "yaml.dump", "yaml.safe_load", "yaml.load",
     "base64.b64encode", "base64.urlsafe_b64encode", "base64.b32encode", "base64.b16encode", "base64.b85encode", "base64.encodebytes",
     "base64.standard_b64encode", "base64.a85encode", "binascii.hexlify", "binascii.b2a_hex", "binascii.b2a_base64", "codecs.encode",
     "zlib.compress", "gzip.compress", "bz2.compress", "lzma.compress", "urllib.parse.urlencode", "urllib.parse.quote",
     "urllib.parse.quote_plus", "copy.copy", "copy.deepcopy", "pprint.pformat", "ast.literal_eval", "builtins.compile", "marshal.loads",
     "types.FunctionType", "types.CodeType", "io.BytesIO", "io.StringIO", "functools.reduce", "itertools.chain", "itertools.chain.from_iterable", "itertools.islice", "itertools.cycle", "itertools.zip_longest", "itertools.tee", "itertools.accumulate", "more_itertools.chunked",
     "textwrap.dedent", "textwrap.wrap", "html.unescape", "os.path.join", "os.path.expanduser", "os.path.abspath", "pathlib.Path",
     "urllib.request.Request", "ast.parse", "collections.OrderedDict", "struct.pack", "struct.unpack", "operator.add", "os.fspath",
     "builtins.pow", "codecs.decode", "shlex.split", "shlex.quote", "shlex.join", "tomllib.loads", "lxml.html.fromstring", "bs4.BeautifulSoup",
     "msgpack.packb", "orjson.dumps", "ujson.dumps", "simplejson.dumps", "zipfile.ZipFile", "tarfile.open", "types.SimpleNamespace",
     "asyncio.run", "asyncio.gather", "asyncio.wait_for", "asyncio.run_coroutine_threadsafe", "configparser.ConfigParser", "uuid.UUID", "email.mime.text.MIMEText",
     "re.findall", "re.finditer", "re.search", "re.match", "re.sub", "re.split", "re.fullmatch", *(f"re.Pattern().{each}" for each in
     ("findall", "finditer", "search", "match", "sub", "split", "fullmatch")), "glob.glob", "glob.iglob", "os.listdir", "os.scandir", "os.walk",
     "cryptography.fernet.Fernet().encrypt", "concurrent.futures.as_completed", "numpy.array", "numpy.frombuffer", "array.array",
     "typing.cast", "io.TextIOWrapper", "builtins.sum", "string.Template", "contextlib.closing", "dataclasses.asdict", "tempfile.mkdtemp"})  # fmt: skip
# Sources that are told by a method's name alone.
SECRET_METHODS: Final[Mapping[str, str]] = {
    "get_frozen_credentials": "credentials of the session", "get_credentials": "credentials of the session",
}  # fmt: skip
PICTURES: Final = frozenset(
    {"PIL.Image.open", "wave.open", "cv2.imread", "imageio.imread", "stegano.lsb.reveal", "skimage.io.imread"}
)
# The result says nothing of what went in.
FORGETS: Final = re.compile(
    r"^(hashlib|hmac|secrets|logging|warnings|argparse|unittest)\.|^builtins\.(len|isinstance|hasattr|type|print|abs|any|all|int)$"
)
# A method's result is made of its object; of these it is not.
FORGETTING_METHODS: Final = frozenset(
    {"startswith", "endswith", "isdigit", "isalnum", "count", "index", "find", "digest", "hexdigest", "status_code", "isatty",
     "exists", "is_file", "is_dir", "raise_for_status", "close", "closed", "lower_bound", "setdefault_timeout", "name", "ok", "poll"})  # fmt: skip
# Calls that hand their first argument's result on, or call it: position of the callable and where its arguments start.
CALLERS: Final[Mapping[str, tuple[int, int]]] = {
    "builtins.map": (0, 1), "builtins.filter": (0, 1), "functools.partial": (0, 1), "atexit.register": (0, 1), "asyncio.to_thread": (0, 1),
    "concurrent.futures.ThreadPoolExecutor().submit": (0, 1), "concurrent.futures.ProcessPoolExecutor().submit": (0, 1),
    "concurrent.futures.ThreadPoolExecutor().map": (0, 1), "multiprocessing.Pool().map": (0, 1), "asyncio.loop().run_in_executor": (1, 2),
    "signal.signal": (1, 2), "threading.Timer": (1, 2), "functools.reduce": (0, 1), "loop.call_soon": (0, 1), "_thread.start_new_thread": (0, 1),
    "contextvars.copy_context().run": (0, 1), "itertools.starmap": (0, 1), "sys.setprofile": (0, 1), "sys.settrace": (0, 1), "threading.setprofile": (0, 1), "threading.settrace": (0, 1),
    "weakref.finalize": (1, 2), "sys.addaudithook": (0, 1), "codecs.register": (0, 1), "gc.callbacks.append": (0, 1), "sys.meta_path.append": (0, 1),
    "sys.meta_path.insert": (1, 2), "sys.path_hooks.append": (0, 1), "sys.path_hooks.insert": (1, 2), "asyncio.loop().call_at": (1, 2),
    "sys.monitoring.register_callback": (2, 3), "warnings.showwarning": (0, 1), "concurrent.futures.ThreadPoolExecutor().apply_async": (0, 1),
    "multiprocessing.Pool().apply_async": (0, 1), "multiprocessing.Pool().apply": (0, 1), "threading.excepthook": (0, 1), "contextlib.ExitStack().callback": (0, 1), "asyncio.loop().call_later": (1, 2), "asyncio.loop().call_soon": (0, 1),
}  # fmt: skip

AWS_VARIABLES: Final = frozenset(
    {
        "AWS_SECRET_ACCESS_KEY",
        "AWS_SESSION_TOKEN",
        "AWS_ACCESS_KEY_ID",
        "AWS_SECURITY_TOKEN",
        "AWS_CONTAINER_AUTHORIZATION_TOKEN",
    }
)
SECRET_NAME: Final = re.compile(
    r"SECRET|TOKEN|PASSW|PRIVATE_?KEY|API_?KEY|ACCESS_?KEY|CREDENTIAL|CONNECTION_STRING|DATABASE_URL", re.IGNORECASE
)
# Of these a program may send the value in the header that its service asks for.
AUTHORISATION: Final = re.compile(r"auth|token|api[-_]?key|x-.*key|bearer|cookie|signature|session", re.IGNORECASE)
PRIVATE_PATH: Final = re.compile(
    r"\.aws/(credentials|config|sso)|\.ssh\b|id_(rsa|dsa|ecdsa|ed25519)|\.netrc|\.pypirc|\.npmrc|\.docker/config|\.kube/config|\.git-credentials"
    r"|/proc/(self|\d+|1|\ufffc|[a-z]*\ufffc[a-z]*)/(environ|mem)\b|/etc/(shadow|passwd)|login data|local state|cookies\.sqlite|key4\.db|logins\.json|wallet\.dat|\.gnupg"
    r"|\.config/gcloud|\.azure/|google/chrome|user data|bravesoftware|mozilla/firefox|discord/local storage|leveldb|exodus|metamask|\.bitcoin"
    r"|\.electrum|keychain|\.bash_history|\.zsh_history|/var/run/secrets(?!.*(?:/namespace|/ca\.crt))|\.env\b(?!i)|web data|application_default_credentials|\.vault-token|\.terraform\.d",
    re.IGNORECASE,
)  # fmt: skip
METADATA_SERVICE: Final = re.compile(
    r"169\.254\.169\.254|169\.254\.170\.2|fd00:ec2::254|metadata\.google\.internal|0xA9FEA9FE|2852039166"
)
RUNTIME_API: Final = re.compile(r"/runtime/(invocation|init)|2018-06-01/runtime")
COLLECTOR: Final = re.compile(
    r"webhook\.site|requestbin|pipedream\.net|interact\.?sh|oast\.|burpcollaborator|oastify|ngrok|discord(app)?\.com/api/webhooks|api\.telegram\.org"
    r"|pastebin\.|hastebin|transfer\.sh|file\.io|anonfiles|gofile|requestcatcher|beeceptor|dnslog|canarytokens|paste\.ee|rentry\.co|0x0\.st|temp\.sh"
    r"|hookbin|serveo\.net|trycloudflare|localhost\.run|hooks\.slack\.com|catbox\.moe|bashupload|\.onion\b|ix\.io|termbin|ifconfig\.me"
    r"|://\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}(?!\d)",
    re.IGNORECASE,
)  # fmt: skip
LOOPBACK: Final = re.compile(r"://([^@/\s]*@)?(127\.|localhost\d?\b|0\.0\.0\.0|\[::1\]|169\.254\.)|^(127\.|localhost$)")
# Names whose hiding is worth a finding; prefixes.
DANGEROUS: Final = ("builtins.exec", "builtins.eval", "builtins.compile", "builtins.__import__", "os.system", "os.popen", "subprocess",
              "marshal.loads", "socket", "ctypes", "pty", "requests", "urllib.request", "base64", "pickle.loads", "os.exec", "os.environ",
              "zlib", "codecs", "http.client", "marshal", "os", "builtins.open")  # fmt: skip
EVERY_SECRET: Final = "every secret of the account"  # noqa: S105 - the name of a kind of data
FOUND_KEY: Final = "what looks like a key"
NETWORK_MODULES: Final = frozenset(
    {"requests", "urllib", "urllib2", "urllib3", "http", "httplib", "socket", "httpx", "aiohttp", "smtplib", "ftplib", "telnetlib", "websocket",
     "websockets", "paramiko", "dns", "discord", "telegram", "telebot", "xmlrpc", "asyncio", "_socket", "botocore", "boto3", "pycurl", "wget", "ssl", "six",
     "discord_webhook", "dhooks", "cloudscraper", "curl_cffi", "tornado", "treq", "gevent"})  # fmt: skip
# Modules that a function trusts with its data. Others replace their own parts all the time.
TRUSTED: Final = ("boto3", "botocore", "awslambdaric", "requests", "urllib3", "ssl", "json", "hashlib", "hmac", "logging", "subprocess",
                   "http", "urllib", "builtins", "os", "bootstrap", "importlib", "s3transfer", "runtime_client", "lambda_runtime")  # fmt: skip
RUNTIME_MODULES: Final = ("awslambdaric", "bootstrap", "runtime_client", "lambda_runtime")
STARTS_LATER: Final = re.compile(
    r"\.bashrc$|\.bash_profile$|\.profile$|\.zshrc$|\.zprofile$|/etc/rc\.local|/etc/cron|/cron\.d/|crontabs?/|systemd/(system|user)|\.config/autostart"
    r"|launchagents|launchdaemons|authorized_keys|start menu.{0,40}startup|/etc/ld\.so\.preload|/etc/profile|(^|/)sitecustomize\.py|(^|/)usercustomize\.py"
    r"|\.pth$|/opt/extensions/|currentversion.run|\.git/hooks|/etc/(?:hosts|sudoers|environment|init\.d|passwd)\b|(?:^|[/\\])pip[/\\]pip\.(?:conf|ini)$"
    r"|[/\\]\.pip[/\\]pip\.conf|\.pypirc$|\.npmrc$|\.condarc$|\.ssh/config|conda/activate\.d|profile_default/startup|\.xinitrc|\.desktop$|\.vimrc$",
    re.IGNORECASE,
)
READERS: Final = frozenset({"pathlib.Path().read_text", "pathlib.Path().read_bytes", "configparser.ConfigParser().read", "linecache.getlines",
                             "sqlite3.connect", "dotenv.dotenv_values", "netrc.netrc", "fileinput.input", "io.FileIO"})  # fmt: skip
HOOKS: Final = re.compile(r"(?:setuptools|distutils)\.command\.(?:install|develop|egg_info|bdist_egg|sdist|install_lib|install_data|build_py)\b"
                           r"|^(?:install|develop|egg_info|sdist|build_py)$|setuptools\.Command$")  # fmt: skip


# No honest extension is built from what its build downloads unasked.
NETWORK_HOOKS: Final = re.compile(rf"{HOOKS.pattern}|build_ext\b|build_clib\b|\bbuild$")
# Every call of their methods goes over the network.
REMOTE_OBJECTS: Final = (
    "xmlrpc.client.ServerProxy().",
    "zmq.Context().socket().send",
    "socketio.Client().",
    "pusher.Pusher().",
)
# Methods of clients that were made with an address.
SENDS_SOMETHING: Final = re.compile(
    r"\(\)\.(?:\w+\.)*(?:send|post|publish|upload|submit|push|notify|emit|put_|invoke|report)\w*$"
)


@lru_cache(maxsize=65_536)
def canonical(name: str) -> str:
    """Return the one name of what has several."""
    prefix = name
    while prefix:
        other = _ALIASES.get(prefix, prefix)
        if other != prefix:
            return canonical(f"{other}{name[len(prefix) :]}".lstrip("."))
        prefix = prefix.rpartition(".")[0]
    return name


# Keys under which the SDK and its configuration keep secrets.
SECRET_KEYS: Final = frozenset({"aws_secret_access_key", "aws_session_token", "SecretAccessKey", "SessionToken"})


def label_of_variable(name: str) -> tuple[Label, str] | None:
    """Return what an environment variable of this name holds, when it is private."""
    parts = name.split("|")
    if any(part in AWS_VARIABLES for part in parts):
        return Label.AWS_SECRET, name
    if any(SECRET_NAME.search(part) for part in parts):
        return Label.SECRET, name
    if any(part in HOST_VARIABLES for part in parts):
        return Label.HOST, "user name"
    return None
