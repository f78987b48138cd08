"""Every rule: its stable code, its family, how bad and how certain it is, and what it says.

The member's name is the code in capitals. Severity and confidence are what a finding has unless it says otherwise.
"""

from enum import Enum, StrEnum


class Family(StrEnum):
    """The groups of rules; each can be asked for alone."""

    LAYOUT = "layout"
    NATIVE = "native"
    STARTUP = "startup"
    CODE = "code"
    SECRETS = "secrets"
    PROVENANCE = "provenance"
    ADVISORIES = "advisories"
    LICENCES = "licences"
    POLICY = "policy"

    @property
    def cheap(self) -> bool:
        """Whether builds run it by default: no source is parsed and nothing is compiled for it."""
        return self in {Family.LAYOUT, Family.NATIVE, Family.STARTUP, Family.PROVENANCE, Family.LICENCES}


_LAYOUT, _NATIVE, _STARTUP, _CODE = Family.LAYOUT, Family.NATIVE, Family.STARTUP, Family.CODE
_SECRETS, _PROVENANCE, _ADVISORIES = Family.SECRETS, Family.PROVENANCE, Family.ADVISORIES
_LICENCES, _POLICY = Family.LICENCES, Family.POLICY


class Rule(Enum):
    """A rule. `Rule.PTH_CODE.code` is `pth-code`; docs/rules/FAMILY.md explains each under its code."""

    HOSTILE_ARCHIVE = _LAYOUT, "CRITICAL", "HIGH", "a zip that breaks a rule that honest zips keep"
    NOT_ON_PATH = _LAYOUT, "MEDIUM", "HIGH", "Python files lie where no Lambda runtime looks"
    UNREAD_FOLDER = _LAYOUT, "LOW", "HIGH", "a top-level folder that no Lambda runtime reads"
    WRONG_MINOR = _LAYOUT, "MEDIUM", "HIGH", "site-packages of another Python minor than the target's"
    FOREIGN_EXTENSION = _LAYOUT, "HIGH", "HIGH", "an extension module for another Python minor"
    UNREADABLE_MODE = _LAYOUT, "HIGH", "HIGH", "a file or folder that Lambda's user may not read"
    SETUID = _LAYOUT, "MEDIUM", "HIGH", "a file that runs with the rights of its owner"
    WORLD_WRITABLE = _LAYOUT, "LOW", "HIGH", "a file that everybody may write"
    STALE_BYTECODE = _LAYOUT, "LOW", "HIGH", "bytecode that Python will not use"
    TWO_RELEASES = _LAYOUT, "MEDIUM", "HIGH", "two releases of one package"
    MIXED_RELEASES = _LAYOUT, "MEDIUM", "HIGH", "a package is a mixture of several layers"
    MIXED_BOTO3 = _LAYOUT, "MEDIUM", "HIGH", "boto3 and botocore of two releases that do not fit"
    OVER_LIMIT = _LAYOUT, "HIGH", "HIGH", "larger than AWS allows"
    TOO_MANY_LAYERS = _LAYOUT, "HIGH", "HIGH", "more layers than AWS allows"
    FILE_AGAINST_FOLDER = _LAYOUT, "MEDIUM", "HIGH", "a file of one layer is a folder of another"

    FOREIGN_MACHINE = _NATIVE, "HIGH", "HIGH", "native code for another machine than the target's"
    GLIBC_TOO_NEW = _NATIVE, "HIGH", "HIGH", "native code needs a newer C library than the runtime has"
    LIBSTDCXX_TOO_NEW = _NATIVE, "HIGH", "MEDIUM", "native code needs a newer C++ library than the runtime has"
    LIBRARY_NOT_FOUND = (
        _NATIVE, "LOW", "MEDIUM", "a library that neither the layer nor the runtime is known to have")  # fmt: skip
    RUN_PATH_OUTSIDE = _NATIVE, "LOW", "HIGH", "native code looks for libraries outside the layer"
    EXECUTABLE_STACK = _NATIVE, "LOW", "HIGH", "native code asks for an executable stack"
    NO_RELRO = _NATIVE, "INFO", "HIGH", "native code without read-only relocations"
    BROKEN_SEGMENT = _NATIVE, "HIGH", "HIGH", "native code that the loader refuses"
    DISGUISED_NATIVE = _NATIVE, "HIGH", "MEDIUM", "native code under another kind of name"

    PTH_CODE = _STARTUP, "HIGH", "HIGH", "a .pth file runs code at every cold start"
    PTH_PATH = _STARTUP, "LOW", "HIGH", "a .pth file adds a folder or an archive to the search path"
    SITECUSTOMIZE = _STARTUP, "HIGH", "MEDIUM", "a module that Python imports without being asked"
    EXTENSION = _STARTUP, "MEDIUM", "HIGH", "a Lambda extension starts with every environment"
    NOT_EXECUTABLE = _STARTUP, "MEDIUM", "HIGH", "a Lambda extension without the right to be executed"
    EXEC_WRAPPER = _STARTUP, "MEDIUM", "MEDIUM", "a script made to wrap the runtime"
    LD_PRELOAD = _STARTUP, "HIGH", "HIGH", "a library is loaded into every process"
    RUNTIME_API_REWRITE = _STARTUP, "CRITICAL", "HIGH", "the address of the Runtime API is changed"
    RUNTIME_FILE = _STARTUP, "HIGH", "HIGH", "a file that stands in for a part of the runtime"
    SHADOWED_MODULE = _STARTUP, "HIGH", "HIGH", "a module that hides one of the standard library or the runtime"
    NPM_HOOK = _STARTUP, "MEDIUM", "MEDIUM", "an npm package runs a command when it is installed"

    DECODED_EXEC = _CODE, "HIGH", "HIGH", "decoded data is executed"
    DOWNLOADED_EXEC = _CODE, "CRITICAL", "HIGH", "downloaded data is executed"
    DOWNLOAD_RUN = _CODE, "HIGH", "MEDIUM", "a downloaded file is run"
    REMOTE_COMMAND = _CODE, "CRITICAL", "HIGH", "a command from the network is run"
    REVERSE_SHELL = _CODE, "CRITICAL", "HIGH", "a shell is tied to a network connection"
    HOSTILE_COMMAND = _CODE, "HIGH", "HIGH", "a command that downloads and runs, hides or destroys"
    CREDENTIALS_SENT = _CODE, "CRITICAL", "HIGH", "credentials are sent away"
    ENVIRONMENT_SENT = _CODE, "HIGH", "HIGH", "the whole environment is sent away"
    SECRET_SENT = _CODE, "MEDIUM", "MEDIUM", "a secret of the environment is sent away"
    PRIVATE_FILE_SENT = _CODE, "HIGH", "HIGH", "a file with credentials is sent away"
    PRIVATE_FILES_READ = _CODE, "MEDIUM", "MEDIUM", "files with credentials of several programs are read"
    HOST_SENT = _CODE, "MEDIUM", "MEDIUM", "what identifies the machine or the user is sent away"
    UNASKED_CONTACT = _CODE, "HIGH", "MEDIUM", "code that nobody calls contacts a fixed address"
    FIXED_ACCOUNT = _CODE, "HIGH", "MEDIUM", "data goes to an AWS account that is fixed in the code"
    UNASKED_GRANT = _CODE, "HIGH", "MEDIUM", "code that nobody calls changes rights or code in the AWS account"
    FIXED_PASSWORD = _CODE, "HIGH", "MEDIUM", "a fixed password is accepted besides the right one"
    INPUT_CAPTURED = _CODE, "HIGH", "MEDIUM", "keys, screen or clipboard are captured"
    HIDDEN_NAME = _CODE, "HIGH", "MEDIUM", "the name of a dangerous function is put together to hide it"
    HIDDEN_CODE = _CODE, "HIGH", "MEDIUM", "code is hidden from readers"
    SHELLCODE = _CODE, "HIGH", "MEDIUM", "memory is made executable and called"
    PERSISTENCE = _CODE, "HIGH", "MEDIUM", "a file that others run at their start is written"
    INSTALL_HOOK = _CODE, "HIGH", "MEDIUM", "an installation runs commands or reaches the network"
    INSTALL_AT_RUN = _CODE, "MEDIUM", "MEDIUM", "packages are installed when the module is imported"
    RUNTIME_TAMPERED = _CODE, "HIGH", "MEDIUM", "the Lambda runtime or its settings are changed"
    PATCHED_MODULE = _CODE, "MEDIUM", "MEDIUM", "a function of the SDK or the standard library is replaced"
    MINER = _CODE, "HIGH", "HIGH", "a mining pool is named"
    BYTECODE_DIFFERS = _CODE, "CRITICAL", "HIGH", "bytecode does other things than its source"
    UNSOURCED_BYTECODE = _CODE, "MEDIUM", "MEDIUM", "bytecode without a source to compare it with"
    UNSAFE_PICKLE = _CODE, "HIGH", "HIGH", "a pickle that calls functions when it is loaded"
    ODD_ENCODING = _CODE, "HIGH", "HIGH", "a source in an encoding that hides what it says"
    BIDI_TEXT = _CODE, "HIGH", "HIGH", "characters that make a source read otherwise than it runs"
    HOMOGLYPH = _CODE, "MEDIUM", "MEDIUM", "a name with letters of several scripts that look alike"

    PRIVATE_KEY = _SECRETS, "HIGH", "MEDIUM", "a private key"
    PROVIDER_TOKEN = _SECRETS, "HIGH", "HIGH", "a key or token of a service"

    RECORD_MISMATCH = _PROVENANCE, "CRITICAL", "HIGH", "a file is not what its package's RECORD says"
    UNOWNED_CODE = _PROVENANCE, "HIGH", "HIGH", "code inside a package that its RECORD does not name"
    LOCK_MISMATCH = _PROVENANCE, "CRITICAL", "HIGH", "a file is not what the locked wheel holds"
    NOT_IN_LOCK = _PROVENANCE, "MEDIUM", "HIGH", "a package that the lock file does not name"
    MANIFEST_MISMATCH = _PROVENANCE, "CRITICAL", "HIGH", "a file is not what lamella built"
    NOT_IN_MANIFEST = _PROVENANCE, "HIGH", "HIGH", "a file that lamella did not put there"
    MISSING_FILE = _PROVENANCE, "MEDIUM", "HIGH", "a file that lamella put there is gone"
    ATTESTATION_INVALID = _PROVENANCE, "HIGH", "HIGH", "an attestation does not prove who published a package"
    LOOKALIKE_NAME = _PROVENANCE, "HIGH", "MEDIUM", "a package is named almost like a popular one"

    VULNERABLE = _ADVISORIES, "MEDIUM", "HIGH", "a release with a known vulnerability"
    MALICIOUS_RELEASE = _ADVISORIES, "CRITICAL", "HIGH", "a release that is known to be malicious"
    YANKED = _ADVISORIES, "LOW", "HIGH", "a release that its publisher took back"

    LICENCE_DENIED = _LICENCES, "HIGH", "HIGH", "a licence that the file denies"
    LICENCE_NOT_ALLOWED = _LICENCES, "MEDIUM", "HIGH", "a licence that the file does not allow"
    LICENCE_UNKNOWN = _LICENCES, "INFO", "HIGH", "a package that names no licence lamella can read"

    PUBLIC_GRANT = _POLICY, "HIGH", "HIGH", "every AWS account may read the layer version"
    UNWANTED_GRANT = _POLICY, "MEDIUM", "HIGH", "a grant that the file does not want"
    UNKNOWN_PUBLISHER = _POLICY, "MEDIUM", "HIGH", "a function uses a layer of an account that is not known"
    DELETED_LAYER = _POLICY, "MEDIUM", "HIGH", "a function uses a layer version that cannot be read"

    def __init__(self, family: Family, severity: str, confidence: str, message: str) -> None:
        self.family = family
        self.severity = severity
        self.confidence = confidence
        self.message = message

    @property
    def code(self) -> str:
        """The stable name, such as `pth-code`."""
        return self.name.lower().replace("_", "-")

    @property
    def docs(self) -> str:
        """Where it is explained, relative to the project."""
        return f"docs/rules/{self.family.value}.md#{self.code}"

    @classmethod
    def of(cls, code: str) -> "Rule | None":
        """Return the rule of a code."""
        return cls.__members__.get(code.upper().replace("-", "_"))
