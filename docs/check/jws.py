"""Checks a signed file of a bundle with jwcrypto (Debian: python3-jwcrypto), which shares no code with ours.

Use: python3 jws.py FILE.jws [TRUST-LIST.jws [FINGERPRINT]]

It prints what the file is and of which State it says that it is, whose certificate stands in its head and the SHA-256 of
that, and the digest by which logs and receipts name the file: the SHA-256 of what was signed, not of the file.

It exits 0 where all of this holds, else 1 with `refused` and the reason:
- the signature holds by the key of that certificate;
- with a trust list: it is a list of the very State of the file, and names the certificate for files of this kind;
- with a fingerprint, as the State of that list reads it to you (64 hexadecimal digits): it is that of the list's signer;
- a receipt is of the other State than the message beside it (of the same number), and for that message at that place.

Not looked at: whether a certificate was taken back or had run out, whether a newer list says otherwise, and whether
anything lacks. `rogatory verify` looks at these.
"""

import base64
import hashlib
import json
import pathlib
import re
import sys

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jwcrypto import jwk, jws

MESSAGES = "Signer of messages and receipts"
# By the kind in the head: what it is called, where it says of which State it is, and as what that State's list names its signer.
KINDS = {
    "rogatory-message+jws": ("message", lambda said: said["from"].split(".")[0].upper(), MESSAGES),
    "rogatory-receipt+jws": ("receipt", lambda said: said["node"], MESSAGES),
    "rogatory-exhibit-report+jws": ("report on a file", lambda said: said["node"], MESSAGES),
    "rogatory-made+jws": ("list of what stands beside a bundle", lambda said: said["state"], MESSAGES),
    "rogatory-trust-list+jws": (
        "trust list",
        lambda said: said["LoTE"]["ListAndSchemeInformation"]["SchemeTerritory"],
        "Signer of this list",
    ),
}


class Refused(Exception):
    """What a file is not, in words."""


class Signed:
    """A signed file; its signature holds where this could be made."""

    def __init__(self, file):
        text = pathlib.Path(file).read_text().strip()
        head = json.loads(base64.urlsafe_b64decode(text.split(".")[0] + "=="))
        self.file = file
        self.certificate = base64.b64decode(head["x5c"][0])
        key = x509.load_der_x509_certificate(self.certificate).public_key()
        token = jws.JWS()
        token.allowed_algs = ["ES256", "PS256"]
        token.deserialize(text, jwk.JWK.from_pem(key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)))
        if head["typ"] not in KINDS:
            raise Refused(f"{file} is of no kind that is known here: {head['typ']}")
        self.kind, state_of, self.signer = KINDS[head["typ"]]
        self.said = json.loads(token.payload)
        self.state = state_of(self.said)
        self.digest = hashlib.sha256(text.rsplit(".", 1)[0].encode()).hexdigest()
        self.fingerprint = hashlib.sha256(self.certificate).hexdigest()

    def tell(self):
        print(f"{self.file}: the signature holds")
        print(f"  a {self.kind} of {self.state}, digest {self.digest}")
        print(f"  by {x509.load_der_x509_certificate(self.certificate).subject.rfc4514_string()}")
        print(f"  certificate {self.fingerprint}")

    def services(self):
        """What a trust list names: the words for what it is there, with its certificates and other keys."""
        for entity in self.said["LoTE"]["TrustedEntitiesList"]:
            for service in entity["TrustedEntityServices"]:
                information = service["ServiceInformation"]
                identity = information["ServiceDigitalIdentity"]
                certificates = [base64.b64decode(one["val"]) for one in identity.get("X509Certificates", [])]
                yield information["ServiceName"][0]["value"], certificates, identity.get("OtherIds", [])


def compare_with_message(receipt):
    """A receipt NNNN.receipt.jws beside NNNN.jws is for that message, from who got it; elsewhere only its digest is told."""
    print(f"  it is for the message {receipt.said['message']}, place {receipt.said.get('sequence', 'none')}")
    beside = re.fullmatch(r"(.*?)(\d+)\.receipt\.jws", receipt.file)
    if beside is None or not pathlib.Path(f"{beside[1]}{beside[2]}.jws").exists():
        return
    message = Signed(f"{beside[1]}{beside[2]}.jws")
    if receipt.said["message"] != message.digest:
        raise Refused(f"it is a receipt for another message than {message.file}, whose digest is {message.digest}")
    if receipt.state == message.state:
        raise Refused(f"{message.file} is of {message.state} as well: a receipt is from the other State")
    if receipt.said.get("sequence", int(beside[2])) != int(beside[2]):
        raise Refused("it is for another place than its name says")
    print(f"  that is {message.file}, of {message.state}")


def compare_with_list(signed, listed):
    names = [name for name, certificates, _ in listed.services() if signed.certificate in certificates]
    print(f"  names the certificate of {signed.file}: {', '.join(dict.fromkeys(names)) or 'no'}")
    for name, _, others in listed.services():
        for key in others:
            if "+" in key:
                print(f"  names for {name}: {key}")
    if listed.state != signed.state:
        raise Refused(f"a {signed.kind} of {signed.state} is checked by a list of {signed.state}; this is one of {listed.state}")
    if signed.signer not in names:
        raise Refused(f"the list does not name this certificate as {signed.signer}")


def main(file, trust_list=None, fingerprint=None):
    signed = Signed(file)
    signed.tell()
    if signed.kind == "receipt":
        compare_with_message(signed)
    if trust_list is None:
        return
    listed = Signed(trust_list)
    listed.tell()
    if listed.kind != "trust list":
        raise Refused(f"{trust_list} is no trust list but a {listed.kind}")
    compare_with_list(signed, listed)
    if fingerprint is None:
        print(f"NOT COMPARED: whether {listed.fingerprint} is what {listed.state} has read to you")
    elif re.sub(r"[\s:]", "", fingerprint).lower() != listed.fingerprint:
        raise Refused(f"{trust_list} has another signer than the fingerprint that you gave")
    else:
        print(f"  its signer is the one whose fingerprint you gave for {listed.state}")


try:
    main(*sys.argv[1:])
except (Refused, jws.InvalidJWSSignature, jws.InvalidJWSObject) as reason:
    print(f"refused: {reason}")
    sys.exit(1)
