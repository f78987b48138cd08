(lambda b, z: exec(z(b)))(b"eJwrKMrMK9FQysxLLSpR0gQAIFAEVQ==", lambda s: __import__("zlib").decompress(__import__("base64").b64decode(s)))
