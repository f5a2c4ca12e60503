"""A second implementation of JOSE (python3-jwcrypto) at the other end of a pipe.

Reads one JSON object from standard input and writes one to standard output:
  {"do": "open", "jwe", "decryptionKey": PEM, "verificationKey": PEM, "algorithm"} -> {"payload", "header", "outer"}
  {"do": "verify", "jws", "verificationKey": PEM, "algorithm"} -> {"payload", "header"}
  {"do": "make", "payload", "header", "signingKey": PEM, "outer", "recipientKey": PEM} -> {"jwe"}
"""

import json
import sys

from jwcrypto import jwe, jwk, jws

ask = json.load(sys.stdin)


def key(name):
    return jwk.JWK.from_pem(ask[name].encode())


if ask["do"] == "open":
    sealed = jwe.JWE(algs=["ECDH-ES+A256KW", "A256GCM"])
    sealed.deserialize(ask["jwe"], key("decryptionKey"))
    signed = jws.JWS()
    signed.allowed_algs = [ask["algorithm"]]
    signed.deserialize(sealed.payload.decode(), key("verificationKey"))
    answer = {
        "payload": signed.payload.decode(),
        "header": signed.jose_header,
        "outer": sealed.jose_header,
    }
elif ask["do"] == "verify":
    signed = jws.JWS()
    signed.allowed_algs = [ask["algorithm"]]
    signed.deserialize(ask["jws"], key("verificationKey"))
    answer = {"payload": signed.payload.decode(), "header": signed.jose_header}
else:
    signed = jws.JWS(ask["payload"].encode())
    signed.allowed_algs = [ask["header"]["alg"]]
    protected = json.dumps(ask["header"], sort_keys=True, separators=(",", ":"))
    signed.add_signature(key("signingKey"), protected=protected)
    sealed = jwe.JWE(
        signed.serialize(compact=True).encode(),
        protected=json.dumps(ask["outer"]),
        algs=["ECDH-ES+A256KW", "A256GCM"],
    )
    sealed.add_recipient(key("recipientKey"))
    answer = {"jwe": sealed.serialize(compact=True)}

json.dump(answer, sys.stdout)
