import { type Attack, guardsIn, proof, testsIn } from '../attack.ts'

const gate = guardsIn('src/envelope/gate.ts')
const verifying = guardsIn('src/envelope/verify.ts')
const opening = guardsIn('src/envelope/open.ts')
const onSignatures = testsIn('test/envelope/verify.test.ts')
const onSeals = testsIn('test/envelope/seal.test.ts')

const knownAlgorithm = gate(
  'readWholeHeader',
  "if (!isSignatureAlgorithm(header.alg)) return refuse('ENVELOPE_ALGORITHM_NOT_ALLOWED')",
)
const sixMembers = gate(
  'readWholeHeader',
  "if (!isObjectOf(header, ['alg', 'cty', 'iat', 'typ', 'x5c', 'x5t#S256']))",
  "if (typeof header !== 'object' || header === null || Array.isArray(header))",
)
const sixSealedMembers = gate(
  'gateJwe',
  "if (!isObjectOf(header, ['alg', 'cty', 'enc', 'epk', 'kid', 'typ']))",
  "if (typeof header !== 'object' || header === null || Array.isArray(header))",
)
const notEmpty = gate('decodeBase64url', "if (text === '') return null")
const oneSpelling = gate(
  'decodeBase64url',
  "return bytes.toString('base64url') === text ? bytes : null",
  'return bytes',
)

/** Attacks on how a message is signed and sealed. */
export const envelopeAttacks: readonly Attack[] = [
  {
    number: 1,
    name: 'Algorithm confusion: HS256 with the public key for its secret',
    expected: 'refused: the header names an algorithm of the table, and the key is a key and no text',
    codes: ['ENVELOPE_ALGORITHM_NOT_ALLOWED'],
    proofs: [
      proof(
        knownAlgorithm,
        onSignatures('attack 1: HS256 with a public key for its secret is no algorithm of this exchange'),
      ),
    ],
    beside: 'jose is given a `KeyObject` and the one algorithm, and takes no public key for a secret',
  },
  {
    number: 2,
    name: '`alg: none` in any spelling, an empty signature, none at all',
    expected: 'refused',
    codes: ['ENVELOPE_ALGORITHM_NOT_ALLOWED', 'ENVELOPE_INVALID'],
    proofs: [
      proof(
        knownAlgorithm,
        onSignatures('attack 2: alg none, in any spelling, is no algorithm of this exchange'),
      ),
      proof(notEmpty, onSignatures('attack 2: a signature that is empty or lacks is no signature')),
    ],
  },
  {
    number: 3,
    name: 'Downgrade to RS256, ES384, EdDSA, or PS256 from a short key',
    expected: 'refused: two algorithms, each with the one kind of key that it takes',
    codes: ['ENVELOPE_ALGORITHM_NOT_ALLOWED', 'CERTIFICATE_WEAK_KEY', 'SIGNATURE_INVALID'],
    proofs: [
      proof(
        knownAlgorithm,
        onSignatures('attack 3: an algorithm that is not in the table is refused, however good it is'),
      ),
      proof(
        verifying(
          'signerKey',
          "if (!fitsAlgorithm(key, algorithm)) return refuse('ENVELOPE_ALGORITHM_NOT_ALLOWED')",
        ),
        onSignatures('attack 3: an algorithm that is not the one of the key is refused'),
      ),
      proof(
        guardsIn('src/trust/keyKind.ts')(
          'judge',
          'if (modulusLength < modulusBitsMin || modulusLength > modulusBitsMax) return null',
        ),
        onSignatures('attack 3: PS256 from RSA of 2048 bits is refused even where the list names it'),
      ),
      proof(
        verifying(
          'verifyGated',
          "if (!(await isSignedBy(jws, gated.algorithm, key.key))) return refuse('SIGNATURE_INVALID')",
        ),
        onSignatures('attack 3: a signature that says PS256 and is RS256 in truth does not hold'),
      ),
    ],
  },
  {
    number: 4,
    name: 'A chain of the attacker in `x5c`, with a good signature',
    expected: 'refused: the certificate and its authority are in the list of the peer',
    codes: ['SIGNER_UNKNOWN', 'CERTIFICATE_WRONG_ISSUER', 'SIGNATURE_INVALID'],
    proofs: [
      proof(
        verifying('signerKey', "if (entry === null) return refuse('SIGNER_UNKNOWN')"),
        onSignatures(
          'attack 4: the certificate of a stranger is not the one of a signer, however good its signature',
        ),
      ),
      proof(
        verifying(
          'signerKey',
          "if (!isCertificateAuthority(list, issuer)) return refuse('CERTIFICATE_WRONG_ISSUER')",
        ),
        onSignatures(
          'attack 4: a signer of an authority that its State does not list is refused, though it is listed itself',
        ),
      ),
      proof(
        [
          verifying(
            'signerKey',
            "if (!isCertificateAuthority(list, issuer)) return refuse('CERTIFICATE_WRONG_ISSUER')",
          ),
          guardsIn('src/trust/checkCertificate.ts')('checkChain', '    checkIssuer(leaf, issuer) ??\n'),
        ],
        onSignatures('attack 4: a signer stands under an authority that its State lists'),
      ),
      proof(
        verifying(
          'verifyGated',
          "if (!(await isSignedBy(jws, gated.algorithm, key.key))) return refuse('SIGNATURE_INVALID')",
        ),
        onSignatures('attack 4: our certificate over the key of a stranger is no signature of ours'),
      ),
    ],
  },
  {
    number: 5,
    name: '`x5c` and `x5t#S256` that differ, or more certificates than two',
    expected: 'refused',
    codes: ['ENVELOPE_INVALID'],
    proofs: [
      proof(
        gate(
          'readWholeHeader',
          "if (header['x5t#S256'] !== Buffer.from(digest, 'hex').toString('base64url')) return invalid('x5t#S256')",
        ),
        onSignatures('attack 5: x5t#S256 names the first certificate and no other'),
      ),
      proof(
        gate('readCertificates', '!Array.isArray(x5c) || x5c.length !== 2', '!Array.isArray(x5c)'),
        onSignatures('attack 5: there are two certificates in x5c, in one spelling'),
      ),
      proof(
        gate('decodeBase64', "return bytes.toString('base64') === text ? bytes : null", 'return bytes'),
        onSignatures('attack 5: there are two certificates in x5c, in one spelling'),
      ),
    ],
  },
  {
    number: 6,
    name: '`jku`, `x5u` or `jwk` in the header',
    expected: 'refused, and no connection is opened',
    codes: ['ENVELOPE_INVALID'],
    proofs: [
      proof(
        sixMembers,
        onSignatures('attack 6: a header that names where keys are, or brings one, is refused'),
        onSignatures('attack 6: no connection is opened, whatever the header names (pain point 6)'),
      ),
    ],
  },
  {
    number: 8,
    name: 'An unknown `crit`, `b64: false`, one member more',
    expected: 'refused',
    codes: ['ENVELOPE_INVALID'],
    proofs: [
      proof(
        sixMembers,
        onSignatures('attack 8: a header has its six members and no other, crit and b64 least of all'),
      ),
      proof(
        sixSealedMembers,
        onSeals('attack 8: the header of what is sealed has its six members and no other'),
      ),
    ],
  },
  {
    number: 9,
    name: 'Other spellings of base64url, in all eight parts',
    expected: 'refused: white space, padding, another alphabet, odd last bits',
    codes: ['ENVELOPE_INVALID'],
    proofs: [
      proof(
        oneSpelling,
        onSignatures('attack 9: any other spelling of any of the three parts of a signature is refused'),
        onSeals('attack 9: any other spelling of any of the five parts of what is sealed is refused'),
      ),
    ],
  },
  {
    number: 33,
    name: 'JWE: `zip`, `dir`, RSA1_5, PBES2 with a huge count, A128GCM, an ephemeral key of low order or beside the curve, several recipients',
    expected: 'refused before anything is computed, and told as every other one',
    codes: ['ENVELOPE_INVALID', 'ENVELOPE_ALGORITHM_NOT_ALLOWED', 'ENVELOPE_DECRYPTION_FAILED'],
    proofs: [
      proof(
        sixSealedMembers,
        onSeals('attack 33: compression, a password count or any other member has no place in the header'),
        onSeals('attack 33: a bomb that jose itself would unpack is refused unopened'),
      ),
      proof(
        gate(
          'gateJwe',
          'if (header.alg !== encryption.alg || header.enc !== encryption.enc) {',
          'if (false) {',
        ),
        onSeals('attack 33: key agreement and content encryption are those of the table and no others'),
      ),
      proof(
        gate('gateJwe', "if (curve === null) return invalid('epk')"),
        onSeals('attack 33: an ephemeral key has exactly the members of its curve, each of its length'),
      ),
      proof(
        opening(
          'open',
          "  } catch {\n    return refuse('ENVELOPE_DECRYPTION_FAILED')",
          '  } catch (reason) {\n    throw reason',
        ),
        onSeals(
          'attack 33: an ephemeral key of another curve, of low order or beside the curve opens nothing',
        ),
      ),
      proof(
        gate(
          'splitCompact',
          "if (parts.length !== count || decoded.length !== count) return invalid('not a compact serialisation')",
        ),
        onSeals(
          'attack 33: several recipients, in any other serialisation, or a part more are no compact one',
        ),
      ),
    ],
    beside: 'OpenSSL refuses points of low order and points beside the curve',
  },
  {
    number: 34,
    name: 'Bits of tag, nonce, wrapped key and ciphertext turned over; an oracle of errors',
    expected: 'one and the same refusal, without detail; over the line one public text',
    codes: ['ENVELOPE_DECRYPTION_FAILED'],
    proofs: [
      proof(
        opening(
          'open',
          "  } catch {\n    return refuse('ENVELOPE_DECRYPTION_FAILED')",
          "  } catch (reason) {\n    return refuse('ENVELOPE_DECRYPTION_FAILED', { detail: String(reason) })",
        ),
        onSeals(
          'attack 34: one answer is given for tag, nonce, wrapped key and ciphertext that were changed',
        ),
      ),
    ],
    open: 'that the answers take the same time was measured by hand (for 500 KB 5.5 to 6.9 ms, whichever part was changed) and is no test',
  },
]
