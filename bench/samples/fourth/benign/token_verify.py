"""Validate Cognito access tokens."""
import functools

import jwt
from jwt import PyJWKClient


class TokenError(Exception):
    pass


@functools.lru_cache(maxsize=8)
def _client(issuer):
    return PyJWKClient(f"{issuer}/.well-known/jwks.json", cache_keys=True, lifespan=3600)


def peek_issuer(token):
    """Return the issuer claim without trusting it, for routing only."""
    body = jwt.decode(token, options={"verify_signature": False})
    return body.get("iss")


def verify(token, issuers, client_id):
    issuer = peek_issuer(token)
    if issuer not in issuers:
        raise TokenError("unknown issuer")
    try:
        key = _client(issuer).get_signing_key_from_jwt(token)
        claims = jwt.decode(token, key.key, algorithms=["RS256"], issuer=issuer)
    except jwt.PyJWTError as exc:
        raise TokenError(str(exc)) from exc
    if claims.get("token_use") != "access" or claims.get("client_id") != client_id:
        raise TokenError("token is not for this client")
    return claims
