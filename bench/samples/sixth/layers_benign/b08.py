import json

FILES = {
    "nodejs/package.json": json.dumps({
        "name": "acme-shared", "version": "4.0.0", "private": True,
        "scripts": {"build": "tsc -p .", "test": "node --test", "prepare": "husky"},
        "dependencies": {"acme-money": "^1.0.0"}}, indent=2).encode() + b"\n",
    "nodejs/node_modules/acme-money/package.json": json.dumps({
        "name": "acme-money", "version": "1.0.3", "main": "index.js", "license": "MIT",
        "scripts": {"test": "node --test", "prepublishOnly": "npm test"}}, indent=2).encode() + b"\n",
    "nodejs/node_modules/acme-money/index.js":
        b"'use strict';\nexports.cents = (s) => Math.round(parseFloat(s) * 100);\n"
        b"exports.debug = process.env.NODE_DEBUG ? console.error : () => {};\n",
    "bin/acme-jq": b"""#!/bin/sh
# small wrapper: pretty-print JSON with the Python of the runtime
exec /var/lang/bin/python3 -m json.tool "$@"
""",
    "ruby/gems/3.3.0/gems/acme-0.1/lib/acme.rb": b"module Acme\n  VALUE = 1\nend\n",
}
MODES = {"bin/acme-jq": 0o755}
