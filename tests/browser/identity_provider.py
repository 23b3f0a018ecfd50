"""A tiny identity provider on the loopback address: says of everybody what it was told to say."""

from __future__ import annotations

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT = "lebenslage"


class Provider:
    """OpenID Connect as far as a sign-in needs it.

    Parameters
    ----------
    claims : dict
        What the ID token says beside what the protocol asks for.
    """

    def __init__(self, claims: dict[str, Any]) -> None:
        self._claims = claims
        self._key = RSAKey.generate_key(2048, {"kid": "1", "use": "sig", "alg": "RS256"})
        self._nonces: dict[str, str] = {}
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                provider._answer(self)

            def do_POST(self) -> None:
                provider._answer(self)

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def secrets(self, dashboard: str) -> str:
        """The `secrets.toml` of a dashboard that trusts this provider."""
        return f"""[auth]
redirect_uri = "{dashboard}/oauth2callback"
cookie_secret = "0123456789abcdef0123456789abcdef"
client_id = "{CLIENT}"
client_secret = "geheim"
server_metadata_url = "{self.url}/.well-known/openid-configuration"

[lebenslage.gruppen]
quartier = "redaktion"
"""

    def _answer(self, request: BaseHTTPRequestHandler) -> None:
        path, asked = urlsplit(request.path), parse_qs(urlsplit(request.path).query)
        if path.path == "/anmelden":
            self._nonces["code"] = asked.get("nonce", [""])[0]
            back = urlencode({"code": "code", "state": asked["state"][0]})
            request.send_response(302)
            request.send_header("Location", f"{asked['redirect_uri'][0]}?{back}")
            request.end_headers()
            return
        content = {
            "/.well-known/openid-configuration": self._metadata,
            "/schluessel": lambda: {"keys": [self._key.as_dict(private=False)]},
            "/token": self._token,
        }[path.path]()
        body = json.dumps(content).encode()
        request.send_response(200)
        request.send_header("Content-Type", "application/json")
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    def _metadata(self) -> dict[str, Any]:
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/anmelden",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/schluessel",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
        }

    def _token(self) -> dict[str, Any]:
        now = int(time.time())
        token = {
            "iss": self.url,
            "aud": CLIENT,
            "sub": "1",
            "iat": now,
            "exp": now + 3600,
            "nonce": self._nonces.get("code", ""),
            **self._claims,
        }
        signed = jwt.encode({"alg": "RS256", "kid": "1"}, token, self._key)
        return {"access_token": "x", "token_type": "Bearer", "id_token": signed}
