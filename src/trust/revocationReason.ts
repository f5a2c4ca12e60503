/** Why a certificate was revoked: CRLReason of RFC 5280 section 5.3.1. Seven is not used there. */
export const revocationReasons = {
  unspecified: 0,
  keyCompromise: 1,
  cACompromise: 2,
  affiliationChanged: 3,
  superseded: 4,
  cessationOfOperation: 5,
  certificateHold: 6,
  removeFromCRL: 8,
  privilegeWithdrawn: 9,
  aACompromise: 10,
} as const

export type RevocationReason = keyof typeof revocationReasons

/** The reason with that number; what is none of the list says nothing. */
export function revocationReasonOf(number: number | undefined): RevocationReason {
  const names = Object.keys(revocationReasons) as RevocationReason[]
  return names.find((name) => revocationReasons[name] === number) ?? 'unspecified'
}

/** How much each says of it that somebody else may have had the key. */
const gravities: Readonly<Record<RevocationReason, number>> = {
  unspecified: 0,
  removeFromCRL: 1,
  certificateHold: 2,
  cessationOfOperation: 3,
  superseded: 4,
  affiliationChanged: 5,
  privilegeWithdrawn: 6,
  aACompromise: 7,
  cACompromise: 8,
  keyCompromise: 9,
}

/** The graver of two reasons for which a certificate was revoked: what was said once of its key is not unsaid. */
export function graverReason(one: RevocationReason, other: RevocationReason): RevocationReason {
  return gravities[one] < gravities[other] ? other : one
}
