import json

FILES = {
    "nodejs/node_modules/@acme/logger/package.json": json.dumps({
        "name": "@acme/logger", "version": "4.0.0", "main": "lib/index.js", "license": "MIT",
        "scripts": {"prepare": "husky install", "test": "jest", "build": "tsc -p ."},
        "dependencies": {"ms": "^2.1.3"},
    }, indent=2).encode(),
    "nodejs/node_modules/@acme/logger/lib/index.js": b'''"use strict";
const ms = require("ms");
const level = process.env.LOG_LEVEL || "info";
exports.log = (msg, extra = {}) =>
  process.stdout.write(JSON.stringify({ level, msg, up: ms(process.uptime() * 1000), ...extra }) + "\\n");
''',
    "nodejs/node_modules/ms/package.json": b'{"name": "ms", "version": "2.1.3", "main": "index.js"}\n',
    "nodejs/node_modules/ms/index.js": b"module.exports = (n) => Math.round(n / 1000) + 's';\n",
    "nodejs/node_modules/.bin/acme-log": b"#!/usr/bin/env node\nrequire('@acme/logger').log(process.argv.slice(2).join(' '));\n",
    "nodejs/node_modules/.package-lock.json": b'{"name": "nodejs", "lockfileVersion": 3, "packages": {}}\n',
    "nodejs/.npmrc": b"registry=https://registry.npmjs.org/\n//npm.pkg.github.com/:_authToken=${NPM_TOKEN}\nfund=false\n",
}
MODES = {"nodejs/node_modules/.bin/acme-log": 0o755}
