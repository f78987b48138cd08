import json
import struct

_exe = b"\x7fELF\x02\x01\x01" + bytes(9) + struct.pack("<HHIQQQIHHHHHH", 2, 183, 1, 0x10000, 64, 0, 0, 64, 56, 0, 64, 0, 0) + b"\0" * 300

FILES: dict[str, bytes] = {
    "extensions/otel-agent": _exe,
    "otel-agent/config.yaml": b"receivers:\n  otlp:\n    protocols: {grpc: {endpoint: 'localhost:4317'}}\nexporters:\n  otlphttp:\n    endpoint: ${env:OTEL_EXPORTER_OTLP_ENDPOINT}\n",
    "otel-agent/sbom.json": json.dumps({"bomFormat": "CycloneDX", "specVersion": "1.5", "components": [
        {"type": "application", "name": "otel-agent", "version": "0.115.0"}]}).encode(),
    "otel-agent/NOTICE": b"Built from https://code.otel-agent.example at v0.115.0\n",
}
MODES: dict[str, int] = {"extensions/otel-agent": 0o755}
