"""What shell commands do, told by their text."""

import re
from dataclasses import dataclass
from typing import Final

from lamella.check.code.value import HOLE, Label
from lamella.check.finding import Severity
from lamella.check.rule import Rule


@dataclass(frozen=True, slots=True)
class Judged:
    """What is wrong with a command."""

    rule: Rule
    severity: Severity
    message: str


_H, _C, _M = Severity.HIGH, Severity.CRITICAL, Severity.MEDIUM
_FETCH = r"(?:\bcurl\b|\bwget\b|\bfetch\b|invoke-webrequest|\biwr\b|downloadstring|downloadfile|\bcertutil\b|bitsadmin|start-bitstransfer)"
_SHELLS = r"(?:ba|z|da|k|c|fi)?sh\b|python[0-9.]*\b|perl\b|node\b|ruby\b|iex\b|powershell"
_PATTERNS: Final = tuple(
    (re.compile(pattern, re.IGNORECASE | re.DOTALL), Judged(rule, severity, message))
    for pattern, rule, severity, message in (
        (r"/dev/(?:tcp|udp)/", Rule.REVERSE_SHELL, _C, "a shell that is tied to a network connection"),
        (r"\b(?:nc|ncat|netcat)\b[^|;&]*\s-(?:[a-z]*e|[a-z]*c)\b", Rule.REVERSE_SHELL, _C, "netcat that runs a shell"),
        (r"mkfifo.*\b(?:nc|ncat|netcat|openssl)\b", Rule.REVERSE_SHELL, _C, "a shell behind a pipe to the network"),
        (r"\bsocat\b.*exec:", Rule.REVERSE_SHELL, _C, "socat that runs a program"),
        (rf"{_FETCH}.*(?:\||;|&&|\$\(|<\()\s*(?:sudo\s+)?(?:/\S*/)?(?:{_SHELLS})", Rule.HOSTILE_COMMAND, _C, "a command that downloads and runs"),
        (rf"(?:{_SHELLS})\s+(?:-c\s+)?['\"]?[<$]\(\s*{_FETCH}", Rule.HOSTILE_COMMAND, _C, "a command that downloads and runs"),
        (rf"{_FETCH}.*chmod\s+(?:\+x|[0-7]*7[0-7]*)", Rule.HOSTILE_COMMAND, _C, "a command that downloads and makes it executable"),
        (r"(?:invoke-expression|iex)\b.*(?:download|webclient|iwr|webrequest)", Rule.HOSTILE_COMMAND, _C, "PowerShell that downloads and runs"),
        (r"powershell.*\s-(?:e|enc|encodedcommand|ec)\s", Rule.HOSTILE_COMMAND, _H, "PowerShell with an encoded command"),
        (r"powershell.*-w(?:indowstyle)?\s+hidden", Rule.HOSTILE_COMMAND, _H, "PowerShell in a hidden window"),
        (rf"(?:base64\s+(?:-d|--decode|-D)|xxd\s+-r|openssl\s+enc\s+-d).*\|\s*(?:{_SHELLS})", Rule.HOSTILE_COMMAND, _H, "a decoded command"),
        (r"\b(?:echo|printf)\b.*\|\s*base64\s+-[dD]", Rule.HOSTILE_COMMAND, _H, "a decoded command"),
        (r"\brm\s+-[a-z]*r[a-z]*f?[a-z]*\s+(?:--no-preserve-root\s+)?(?:/|~|\$HOME)(?:\*|\s|$)", Rule.HOSTILE_COMMAND, _C, "a command that deletes everything"),
        (r":\(\)\s*\{\s*:\|:", Rule.HOSTILE_COMMAND, _C, "a fork bomb"),
        (r"\bcrontab\b(?!\s+-l)|/etc/cron|schtasks\b.*?/create|systemctl\s+(?:--user\s+)?enable|reg(?:\.exe)?\s+add\b.*\\run|launchctl\s+load", Rule.PERSISTENCE, _H, "a command that starts something later again"),
        (r"\|\s*(?:\S*/)?(?:curl|wget)\b[^|;]*(?:-d|--data\S*|-T|--upload-file|-F|--post-file)[\s=]+['\"]?(?:@-|-\b|\S*@-)", Rule.HOSTILE_COMMAND, _H, "a command that sends another's output away"),
        (r">>?\s*\S*(?:\.bashrc|\.profile|\.bash_profile|\.zshrc|authorized_keys|/etc/rc\.local)", Rule.PERSISTENCE, _H, "a command that changes a start-up file"),
        (r"\bxmrig\b|stratum\+|minerd\b|cryptonight", Rule.MINER, _H, "a mining program"),
        (r"(?:curl|wget|nc)\b.*(?:\$\(env\)|`env`|\$AWS_|\$\{AWS_|printenv|/proc/self/environ|-d\s+@?\S*(?:\.aws|\.ssh|environ))", Rule.CREDENTIALS_SENT, _C, "a command that sends credentials"),
        (r"\b(?:env|printenv|set)\b\s*\|[^|]*\b(?:curl|wget|nc|base64)\b", Rule.ENVIRONMENT_SENT, _H, "a command that sends the environment"),
        (r"cat\s+\S*(?:\.aws/credentials|id_rsa|/etc/shadow)", Rule.PRIVATE_FILES_READ, _H, "a command that reads credentials"),
        (r"169\.254\.169\.254|169\.254\.170\.2", Rule.CREDENTIALS_SENT, _H, "a command that asks the metadata service for credentials"),
        (r"LD_PRELOAD=", Rule.LD_PRELOAD, _H, "a command with a library that is loaded into every process"),
        (r"history\s+-c|unset\s+HISTFILE|chattr\s+\+i|setenforce\s+0|iptables\s+-F", Rule.HOSTILE_COMMAND, _H, "a command that hides or disarms"),
        (r"\bchmod\s+(?:[ugo]*\+[rx]*s|[2467][0-7]{3})\b", Rule.HOSTILE_COMMAND, _H, "a command that gives a program its owner's rights"),
    )
)  # fmt: skip
_SENDS = re.compile(
    r"\b(?:curl|wget|nc|ncat|nslookup|dig|host|ping|scp|ssh|ftp|tftp|http|aws\s+s3|powershell|sendmail|mail|rsync)\b"
)
_INSTALLS = re.compile(
    r"\bpip[0-9.]*['\"]?,?\s+(?:-\S+\s+)*['\"]?install\b|\beasy_install\b|\bnpm\s+i(?:nstall)?\b", re.IGNORECASE
)
_TOOLS = re.compile(
    r"^\s*(?:\S*/)?(?:git|hg|svn|uname|pkg-config|cmake|make|ninja|gcc|g\+\+|cc|clang|ld|ldconfig|nvcc|brew|llvm-config|which|where|java|javac|lsb_release"
    r"|sysctl|xcode-select|xcrun|rustc|cargo|go|node|npm|dpkg|rpm|getconf|locale|sw_vers|lscpu|nvidia-smi|nproc|tput|stty|less|more|man|pandoc|dot|ffmpeg"
    r"|pre-commit|pytest|tox|mypy|ruff|black|sphinx-build|poetry|flit|hatch|uv|docker|protoc|swig|cython|meson|fc-list|file|ps|id|hostname|ip|ifconfig|df|du|ls|python[0-9.]*)\b"
)


def judge(command: str) -> Judged | None:
    """Return what is wrong with a command, the worst first; `None` where nothing is known to be."""
    hits = [judged for pattern, judged in _PATTERNS if pattern.search(command)]
    return max(hits, key=lambda judged: judged.severity, default=None)


def sends(command: str) -> bool:
    """Whether a command can send data away."""
    return _SENDS.search(command) is not None


_UPLOADS = re.compile(
    r"\b(?:curl|wget)\b.*(?:--data\S*|\s-d|\s-T|\s-F|--upload-file|--form|--post-(?:data|file))\b.*https?://[\w.-]+\.[a-z]+|\b(?:curl|wget)\b.*https?://[\w.-]+\.[a-z]+.*(?:--data\S*|\s-d|\s-T|\s-F|--upload-file|--form|--post-(?:data|file))\b",
    re.DOTALL,
)


def uploads(command: str) -> bool:
    """Whether a command sends data to an address that it names."""
    return _UPLOADS.search(command) is not None


def installs(command: str) -> bool:
    """Whether a command installs packages."""
    return _INSTALLS.search(command.replace(HOLE, " ")) is not None


def is_tool(command: str) -> bool:
    """Whether a command is one of those that honest installations and libraries run."""
    return _TOOLS.match(command.replace(HOLE, "python")) is not None


_DROPS = re.compile(r"(?:-o|-O|--output|--output-document|-OutFile)[\s=]+['\"]?([^\s'\"|;&]+)")


def downloaded_to(command: str) -> tuple[str, ...]:
    """Return the files that a command downloads to."""
    return tuple(_DROPS.findall(command)) if re.search(_FETCH, command, re.IGNORECASE) else ()


_OUTCOMES: Final = (
    (re.compile(rf"^\s*(?:\S*/)?{_FETCH}", re.IGNORECASE), (Label.DOWNLOADED, "")),
    (re.compile(r"^\s*(?:\S*/)?(?:env|printenv)\s*$|^\s*(?:ba|z)?sh\s+-c\s+(?:env|printenv|export|set)\s*$|\bcat\s+/proc/\S+/environ"), (Label.ENVIRONMENT, "")),
    (re.compile(r"\b(?:cat|type|more|head)\s+\S*(?:\.aws/credentials|id_rsa|id_ed25519|\.netrc|/etc/shadow|\.kube/config|\.docker/config)"), (Label.PRIVATE_FILE, "")),
    (re.compile(r"\baws\s+(?:sts\s+(?:assume-role|get-session-token)|secretsmanager\s+get-secret-value|configure\s+export-credentials)|\bgcloud\s+auth\s+print|\bgh\s+auth\s+token"), (Label.AWS_SECRET, "credentials of a command")),
)  # fmt: skip


def outcome_of(command: str) -> tuple[Label, str] | None:
    """Return what the output of a command holds, where that is private or comes from the network."""
    return next((label for pattern, label in _OUTCOMES if pattern.search(command)), None)
