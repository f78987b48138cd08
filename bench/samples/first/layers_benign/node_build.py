import json

FILES: dict[str, bytes] = {
    "nodejs/node_modules/csv-slim/package.json": json.dumps({
        "name": "csv-slim", "version": "3.2.0", "main": "lib/index.js", "bin": {"csv-slim": "bin/cli.js"},
        "scripts": {"test": "node --test", "build": "tsc -p .", "prepublishOnly": "npm run build", "lint": "eslint lib"},
    }, indent=2).encode(),
    "nodejs/node_modules/csv-slim/lib/index.js": b"exports.parse = (t, sep = process.env.CSV_SEP || ',') => t.split('\\n').map((l) => l.split(sep));\n",
    "nodejs/node_modules/csv-slim/bin/cli.js": b"#!/usr/bin/env node\nconst { parse } = require('../lib');\nprocess.stdout.write(JSON.stringify(parse(require('fs').readFileSync(0, 'utf8'))));\n",
}
MODES: dict[str, int] = {"nodejs/node_modules/csv-slim/bin/cli.js": 0o755}
LINKS: dict[str, str] = {"nodejs/node_modules/.bin/csv-slim": "../csv-slim/bin/cli.js"}
