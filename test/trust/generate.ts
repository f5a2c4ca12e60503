import fc from 'fast-check'
import type { CertificateUse } from '../../src/trust/profiles.ts'
import { authorityDraft, certificateOf, type PoolKey, signerDraft } from './craft.ts'
import { type Fault, faults } from './faults.ts'
import { now } from './fixture.ts'

/** A leaf, what it is asked to be good for, and what is wrong with it. */
export interface GeneratedLeaf {
  readonly certificate: Buffer
  readonly use: Exclude<CertificateUse, 'ca'>
  readonly faults: readonly string[]
}

/** One authority with the leaves that it issued, judged at one time: as many chains as there are leaves. */
export interface Family {
  readonly issuer: Buffer
  readonly issuerFaults: readonly string[]
  /** Whether the authority's certificate is signed by somebody else, so that it is the anchor only as it is listed. */
  readonly isCrossSigned: boolean
  readonly issuerKey: PoolKey
  readonly at: Date
  readonly leaves: readonly GeneratedLeaf[]
  /** DER of the revocation list to hold the leaves against; null: there should be one and is none. */
  readonly revocationList?: Buffer | null
}

interface Chosen {
  readonly fault: Fault
  readonly salt: number
}

const issuerKeys = ['RSA-3072', 'P-256', 'P-384'] as const
const leafKeys = ['P-256', 'RSA-3072'] as const
const uses = ['messageSigner', 'listSigner', 'httpSigner'] as const
const leavesPerFamily = 10

const chosen = (minLength: number, maxLength: number) =>
  fc.array(fc.record({ fault: fc.constantFrom(...faults), salt: fc.nat(0xffff) }), { minLength, maxLength })

const family = fc.record({
  issuerKey: fc.constantFrom(...issuerKeys),
  isCrossSigned: fc.nat(3).map((drawn) => drawn === 0),
  issuerFaults: fc.oneof({ arbitrary: chosen(0, 0), weight: 6 }, { arbitrary: chosen(1, 2), weight: 4 }),
  daysLater: fc.oneof(
    { arbitrary: fc.constant(0), weight: 9 },
    { arbitrary: fc.integer({ min: -400, max: 900 }), weight: 1 },
  ),
  leaves: fc.array(
    fc.record({
      key: fc.constantFrom(...leafKeys),
      use: fc.constantFrom(...uses),
      faults: fc.oneof(
        { arbitrary: chosen(0, 0), weight: 1 },
        { arbitrary: chosen(1, 1), weight: 6 },
        { arbitrary: chosen(2, 3), weight: 3 },
      ),
    }),
    { minLength: leavesPerFamily, maxLength: leavesPerFamily },
  ),
})

const day = 86_400_000

function build({
  issuerKey,
  isCrossSigned,
  issuerFaults,
  daysLater,
  leaves,
}: ReturnType<typeof draw>[number]): Family {
  const authority = authorityDraft(issuerKey)
  if (isCrossSigned) {
    const above = authorityDraft('P-256', 'above')
    Object.assign(authority, { signingKey: above.signingKey, signature: above.signature })
  }
  for (const { fault, salt } of issuerFaults) fault.apply(authority, salt)
  return {
    issuer: certificateOf(authority),
    issuerFaults: issuerFaults.map(({ fault }) => fault.name),
    isCrossSigned: isCrossSigned || issuerFaults.length > 0,
    issuerKey,
    at: new Date(now.getTime() + daysLater * day),
    leaves: leaves.map((leaf) => ({
      certificate: leafOf(leaf.key, issuerKey, leaf.faults),
      use: leaf.use,
      faults: leaf.faults.map(({ fault, salt }) => `${fault.name} (${salt})`),
    })),
  }
}

function leafOf(key: PoolKey, issuerKey: PoolKey, chosenFaults: readonly Chosen[]): Buffer {
  const draft = signerDraft(key, issuerKey)
  for (const { fault, salt } of chosenFaults) fault.apply(draft, salt)
  return certificateOf(draft)
}

const draw = (families: number, seed: number) => fc.sample(family, { numRuns: families, seed })

/** At least `chains` chains, good and bad; the same faults for the same seed, with keys of this run. */
export function generate(chains: number, seed: number): Family[] {
  return draw(Math.ceil(chains / leavesPerFamily), seed).map(build)
}
