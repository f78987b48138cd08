"""The environment variables and the command lines of the runtime and of extensions.

Sources: AWS's developer guide, "Defined runtime environment variables", and the emulator's rule of what extensions see.
"""

from lamella.errors import UsageError
from lamella.sandbox.function import Function

WRAPPER = "AWS_LAMBDA_EXEC_WRAPPER"
DEFAULT_REGION = "us-east-1"
_HIDDEN_FROM_EXTENSIONS = frozenset({"AWS_XRAY_CONTEXT_MISSING"})


_RESERVED = frozenset({
    "_HANDLER", "_X_AMZN_TRACE_ID", "AWS_EXECUTION_ENV", "AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_FUNCTION_VERSION",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "AWS_LAMBDA_INITIALIZATION_TYPE", "AWS_LAMBDA_LOG_GROUP_NAME",
    "AWS_LAMBDA_LOG_STREAM_NAME", "AWS_LAMBDA_RUNTIME_API", "LAMBDA_TASK_ROOT", "LAMBDA_RUNTIME_DIR",
})  # fmt: skip


def hold_unreserved(function: Function) -> None:
    """Hold a function's variables against the names that Lambda reserves.

    Lambda reserves Region and credentials too; here a function may set them, since there is no role to take them from.

    Raises:
        UsageError: One is reserved.
    """
    taken = sorted(_RESERVED & function.environ.keys())
    if taken:
        raise UsageError(
            f"a function cannot set {', '.join(taken)}",
            why="Lambda reserves the name and refuses such a configuration",
            hint="choose another name",
        )


def region(function: Function) -> str:
    """Return the Region that the function believes to be in: its own AWS_REGION, or us-east-1."""
    return function.environ.get("AWS_REGION", DEFAULT_REGION)


def runtime_environ(function: Function, address: str, log_stream: str) -> dict[str, str]:
    """Return the runtime's variables; the function's own win except over those that Lambda reserves.

    Args:
        function: Whose.
        address: Of the Runtime API, as seen from inside.
        log_stream: `2026/01/31/[$LATEST]...`.
    """
    return (
        _defaults()
        | _credentials()
        | dict(function.environ)
        | _platform(function, address)
        | {
            "_HANDLER": function.handler,
            "AWS_EXECUTION_ENV": f"AWS_Lambda_{function.target.runtime}",
            "AWS_LAMBDA_LOG_GROUP_NAME": f"/aws/lambda/{function.name}",
            "AWS_LAMBDA_LOG_STREAM_NAME": log_stream,
            "LAMBDA_TASK_ROOT": "/var/task",
            "LAMBDA_RUNTIME_DIR": "/var/runtime",
        }
    )


def extension_environ(function: Function, address: str) -> dict[str, str]:
    """Return an extension's variables: without those of the runtime's process."""
    both = _defaults() | _credentials() | dict(function.environ) | _platform(function, address)
    return {
        name: value for name, value in both.items() if not name.startswith("_") and name not in _HIDDEN_FROM_EXTENSIONS
    }


def runtime_argv(function: Function) -> tuple[str, ...]:
    """Return the runtime's command line, behind the function's wrapper where it has one."""
    major, minor = function.target.python_minor
    command = (f"/var/lang/bin/python{major}.{minor}", "/var/runtime/bootstrap.py")
    wrapper = function.environ.get(WRAPPER, "")
    return (wrapper, *command) if wrapper else command


def _defaults() -> dict[str, str]:
    return {
        "LANG": "en_US.UTF-8",
        "TZ": ":UTC",
        "PATH": "/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin",
        "LD_LIBRARY_PATH": (
            "/var/lang/lib:/lib64:/usr/lib64:/var/runtime:/var/runtime/lib:/var/task:/var/task/lib:/opt/lib"
        ),
        "AWS_XRAY_CONTEXT_MISSING": "LOG_ERROR",
        "AWS_XRAY_DAEMON_ADDRESS": "169.254.79.129:2000",
    }


def _credentials() -> dict[str, str]:
    """Made up: nothing inside can reach AWS with them. The function's own variables may give real ones."""
    return {
        "AWS_ACCESS_KEY_ID": "ASIALAMELLALOCAL0000",
        "AWS_SECRET_ACCESS_KEY": "lamella-local-secret",
        "AWS_SESSION_TOKEN": "lamella-local-token",
    }


def _platform(function: Function, address: str) -> dict[str, str]:
    return {
        "AWS_REGION": region(function),
        "AWS_DEFAULT_REGION": region(function),
        "AWS_LAMBDA_FUNCTION_NAME": function.name,
        "AWS_LAMBDA_FUNCTION_VERSION": function.version,
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(function.memory_mb),
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "AWS_LAMBDA_RUNTIME_API": address,
    }
