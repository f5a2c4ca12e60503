"""A second implementation of JOSE (python3-jwcrypto) at the other end of a pipe.

Reads one JSON object from standard input and writes one to standard output:
  {"do": "open", "jwe", "decryptionKey": PEM, "verificationKey": PEM, "algorithm"} -> {"payload", "header", "outer"}
  {"do": "verify", "jws", "verificationKey": PEM, "algorithm"} -> {"payload", "header"}
  {"do": "make", "payload", "header", "signingKey": PEM, "outer", "recipientKey": PEM} -> {"jwe"}
  {"do": "nest", "payload", "signingKey": PEM, "recipientKey": PEM, "otherKey": PEM, "layers": [{"layer": "jws" | "jwe",
   "header", "form": "compact" | "json", "twice"?}]} -> {"result"}; each layer wraps what the one before has made
"""

import json
import sys

from jwcrypto import jwe, jwk, jws

ask = json.load(sys.stdin)


def key(name):
    return jwk.JWK.from_pem(ask[name].encode())


def compact_json(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"))


def signature_layer(content, layer):
    signed = jws.JWS(content.encode())
    signed.allowed_algs = [layer["header"]["alg"]]
    for _ in range(2 if layer.get("twice") else 1):
        signed.add_signature(key("signingKey"), protected=compact_json(layer["header"]))
    return signed.serialize(compact=layer["form"] == "compact")


def encryption_layer(content, layer):
    algorithms = ["ECDH-ES+A256KW", "A256GCM"]
    header = dict(layer["header"])
    if not layer.get("twice"):
        sealed = jwe.JWE(content.encode(), protected=compact_json(header), algs=algorithms)
        sealed.add_recipient(key("recipientKey"))
    else:
        kid, alg = header.pop("kid"), header.pop("alg")
        sealed = jwe.JWE(content.encode(), protected=compact_json(header), algs=algorithms)
        for name, other in (("recipientKey", kid), ("otherKey", "other")):
            sealed.add_recipient(key(name), header=compact_json({"alg": alg, "kid": other}))
    return sealed.serialize(compact=layer["form"] == "compact")


if ask["do"] == "nest":
    result = ask["payload"]
    for layer in ask["layers"]:
        wrap = signature_layer if layer["layer"] == "jws" else encryption_layer
        result = wrap(result, layer)
    answer = {"result": result}
elif ask["do"] == "open":
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
