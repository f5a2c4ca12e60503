import { type Attack, guardsIn, proof, testsIn } from '../attack.ts'

const lists = guardsIn('src/trust/revocationList.ts')
const status = guardsIn('src/trust/revocationStatus.ts')
const chains = guardsIn('src/trust/checkCertificate.ts')
const keyKinds = guardsIn('src/trust/keyKind.ts')
const onLists = testsIn('test/trust/revocationList.test.ts')
const onRevocation = testsIn('test/exchange/revocation.test.ts')
const onChains = testsIn('test/trust/checkCertificate.test.ts')

const listSignature = lists(
  'checkSignature',
  "return holds ? null : refuse('SIGNATURE_INVALID', { detail: 'of the revocation list' })",
  'return null',
)
const badLists = onRevocation(
  'attack 29: that are another authority’s, older, forged, enormous or no list at all leave the one before in force',
)
const keyUsageMore = chains(
  'checkProfile',
  "if (!usages.every((usage) => allowed.includes(usage))) return wrong('key usage says more than it may')",
)
const basicConstraints = chains(
  'checkProfile',
  "if (certificate.certificateAuthority !== profile.certificateAuthority) return wrong('basic constraints')",
)

/** Attacks with certificates that are none, are not for this, or are no longer good. */
export const certificateAttacks: readonly Attack[] = [
  {
    number: 29,
    name: 'A certificate that was revoked; a revocation list that lacks, is stale, of another issuer, lower in number or huge',
    expected:
      'refused, and the list before stays in force; without a list in force nothing of that State is taken',
    codes: [
      'CERTIFICATE_REVOKED',
      'CERTIFICATE_STATUS_UNKNOWN',
      'CERTIFICATE_WRONG_ISSUER',
      'SIGNATURE_INVALID',
      'REVOCATION_LIST_INVALID',
      'REVOCATION_LIST_ROLLED_BACK',
      'REVOCATION_LIST_EXPIRED',
    ],
    proofs: [
      proof(
        status('statusNow', 'if (revocation !== undefined) return isRevoked(revocation)'),
        onRevocation(
          'attack 29: that name a signer end what it signs, from the moment that its authority says',
        ),
        onLists('attack 29: one is revoked at once where the day of revocation is yet to come'),
        onLists('attack 29: one is revoked at once where the list is a little ahead of the clock here'),
      ),
      proof(
        status('statusNow', 'return known !== null && isCurrent(known, at)', 'return true'),
        onRevocation(
          'attack 29: that run out and cannot be fetched close the door to their State, and nothing is lost (pain point 8)',
        ),
        onLists(
          'attack 29: a status is unknown, and so not good, where a list is named and is not here or has run out',
        ),
      ),
      proof(
        [
          lists(
            'checkIssuer',
            'if (!isNamed || authorityKeyId === null || authorityKeyId !== authority.subjectKeyId)',
            'if (false)',
          ),
          listSignature,
        ],
        onLists('attack 29: one of another authority, even of the same name, is refused'),
      ),
      proof(listSignature, onLists('attack 29: one in which any byte is another is refused'), badLists),
      proof(
        lists(
          'succeedsRevocationList',
          'if (next.number > previous.number && next.thisUpdate >= previous.thisUpdate)',
          'if (true)',
        ),
        onLists('attack 29: one is followed only by one with a higher number that is not older'),
        badLists,
      ),
      proof(
        lists('checkLife', 'if (lifeMs <= 0 || lifeMs > hoursMax * 3_600_000)', 'if (false)'),
        onLists('attack 29: one that says that it is good for more than two days, or for none, is refused'),
      ),
      proof(
        status('checkAge', "if (!isCurrent(list, at)) return refuse('REVOCATION_LIST_EXPIRED')"),
        onLists(
          'attack 29: a list counts from five minutes before it was made until an hour after the next is due',
        ),
        onRevocation('attack 29: that have run out are not taken, whatever their number'),
      ),
      proof(
        lists(
          'readRevocationList',
          "if (der.length > limits.revocationListBytesMax) return invalid('it is too large')",
        ),
        onLists('attack 29: those that are enormous are refused, though their authority has signed them'),
      ),
      proof(
        guardsIn('src/exchange/post.ts')(
          'courier, fetchRevocationList',
          'call(url, limits.revocationListBytesMax)',
          'call(url, Infinity)',
        ),
        testsIn('test/exchange/outbox.long.test.ts')(
          'attack 29: reads no more of a list of revoked certificates than one may have',
        ),
      ),
    ],
  },
  {
    number: 31,
    name: 'Bad chains: an unknown critical extension, a leaf as authority, another use, another State, a weak key or curve, SHA-1',
    expected: 'refused',
    codes: [
      'CERTIFICATE_INVALID',
      'CERTIFICATE_WRONG_USE',
      'CERTIFICATE_WRONG_HOLDER',
      'CERTIFICATE_WRONG_ISSUER',
      'CERTIFICATE_WEAK_KEY',
    ],
    proofs: [
      proof(
        chains(
          'checkExtensions',
          'extensions.find(({ id, critical }) => critical && !understood.has(id))',
          'extensions.find(() => false)',
        ),
        onChains('attack 31: an unknown critical extension in the leaf is refused'),
        onChains('attack 31: an unknown critical extension in the authority is refused'),
      ),
      proof(basicConstraints, onChains('attack 31: a leaf in the place of the authority is refused')),
      proof(
        [basicConstraints, keyUsageMore],
        onChains('attack 31: a leaf that may itself certify is refused'),
      ),
      proof(
        chains(
          'checkProfile',
          "if (!required.every((usage) => usages.includes(usage))) return wrong('key usage lacks what it needs')",
        ),
        onChains('attack 31: an authority whose key is not for certificates is refused'),
      ),
      proof(keyUsageMore, onChains('attack 31: a key that is for encryption as well is refused')),
      proof(
        chains(
          'checkProfile',
          'if (extended !== null && !extended.some((usage) => profile.extendedKeyUsage.includes(usage))) {',
          'if (false) {',
        ),
        onChains('attack 31: a certificate for TLS is refused'),
      ),
      proof(
        chains(
          'checkHolder',
          "return leaf.uris.includes(holder) ? null : refuse('CERTIFICATE_WRONG_HOLDER', { expected: [holder] })",
          'return null',
        ),
        onChains('attack 31: a certificate of the node of another State is refused'),
      ),
      proof(
        keyKinds(
          'judge',
          'if (modulusLength < modulusBitsMin || modulusLength > modulusBitsMax) return null',
        ),
        onChains('attack 31: an RSA key of 1024 bits is refused'),
        onChains('attack 31: an RSA key of 2048 bits is refused'),
        onChains('attack 31: an RSA key of 2048 bits is refused in the authority as well'),
      ),
      proof(
        keyKinds(
          'judge',
          'return curves.get(namedCurve) ?? null',
          "return curves.get(namedCurve) ?? 'P-256'",
        ),
        testsIn('test/trust/keyKind.test.ts')(
          'attack 31: a key on another curve than P-256 and P-384, weak or not, is of no kind',
        ),
      ),
      proof(
        chains(
          'checkKey',
          'if (signatureHash === null || !rules.signatureHashes.includes(signatureHash)) {',
          'if (false) {',
        ),
        onChains('attack 31: a certificate that is signed with SHA-1 is refused'),
      ),
      proof(
        chains(
          'checkIssuer',
          "return leaf.signedBy(issuer.key) ? null : wrong('the signature is not by its key')",
          'return null',
        ),
        onChains('attack 31: a certificate that another key of that name has signed is refused'),
      ),
    ],
  },
]
