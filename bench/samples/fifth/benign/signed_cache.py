import hmac
import pickle
import zlib
from hashlib import sha256


class BadSignature(Exception):
    pass


class SignedCache:
    """Redis backed cache whose values are signed before they are unpickled."""

    def __init__(self, redis, secret, prefix="c:"):
        self.redis = redis
        self.secret = secret
        self.prefix = prefix

    def _sign(self, blob):
        return hmac.new(self.secret, blob, sha256).digest()

    def set(self, key, value, ttl=300):
        blob = zlib.compress(pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL))
        self.redis.set(self.prefix + key, self._sign(blob) + blob, ex=ttl)

    def get(self, key, default=None):
        raw = self.redis.get(self.prefix + key)
        if raw is None:
            return default
        sig, blob = raw[:32], raw[32:]
        if not hmac.compare_digest(sig, self._sign(blob)):
            raise BadSignature(key)
        return pickle.loads(zlib.decompress(blob))
