"""Checks a signed file of a bundle with jwcrypto (Debian: python3-jwcrypto), which shares no code with ours.

Use: python3 jws.py FILE.jws [TRUST-LIST.jws]

It prints whose certificate stands in the head and the SHA-256 of that (of the signer of a trust list it is the fingerprint
that the State reads to you), whether the signature holds by its key, and, with a trust list, as what that list names the
certificate. It exits 0 where all of this holds, else 1. Whether the certificate was taken back it does not look up.
"""

import base64
import hashlib
import json
import sys

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jwcrypto import jwk, jws


def opened(file):
    """The certificate in the head, and what it has signed; it is signed where this returns."""
    text = open(file).read().strip()
    head = json.loads(base64.urlsafe_b64decode(text.split(".")[0] + "=="))
    certificate = base64.b64decode(head["x5c"][0])
    key = x509.load_der_x509_certificate(certificate).public_key()
    pem = key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    token = jws.JWS()
    token.allowed_algs = ["ES256"]
    token.deserialize(text, jwk.JWK.from_pem(pem))
    return certificate, token.payload


def services(trust_list):
    """What a trust list names: the words for what it is there, with its certificates and other keys."""
    for entity in json.loads(trust_list)["LoTE"]["TrustedEntitiesList"]:
        for service in entity["TrustedEntityServices"]:
            information = service["ServiceInformation"]
            identity = information["ServiceDigitalIdentity"]
            certificates = [base64.b64decode(one["val"]) for one in identity.get("X509Certificates", [])]
            yield information["ServiceName"][0]["value"], certificates, identity.get("OtherIds", [])


def tell(file):
    """Prints what is known of a signed file; the certificate, and what it has signed."""
    certificate, payload = opened(file)
    print(f"{file}: the signature holds")
    print(f"  by {x509.load_der_x509_certificate(certificate).subject.rfc4514_string()}")
    print(f"  certificate {hashlib.sha256(certificate).hexdigest()}")
    return certificate, payload


def main(file, trust_list=None):
    certificate, _ = tell(file)
    if trust_list is None:
        return
    _, listed = tell(trust_list)
    names = [name for name, certificates, _ in services(listed) if certificate in certificates]
    print(f"  names the certificate of {file}: {', '.join(names) or 'no'}")
    for name, _, others in services(listed):
        for key in others:
            if "+" in key:
                print(f"  names for {name}: {key}")
    if not names:
        sys.exit(1)


try:
    main(*sys.argv[1:])
except (jws.InvalidJWSSignature, jws.InvalidJWSObject) as reason:
    print(f"refused: {reason}")
    sys.exit(1)
