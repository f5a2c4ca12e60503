import fc from 'fast-check'
import { type RevocationReason, revocationReasons } from '../../src/trust/revocationReason.ts'
import {
  authorityDraft,
  bits,
  certificateOf,
  extension,
  extensionIds,
  generalizedTime,
  digitsOf,
  integer,
  sequence,
  signerDraft,
  time,
  tlv,
} from './craft.ts'
import { listDraft, listExtensionIds, listOf } from './craftList.ts'
import { put } from './faults.ts'
import { now } from './fixture.ts'
import type { Family } from './generate.ts'
import { listFaults } from './listFaults.ts'

/** Leaves of one authority, and the list that it has signed of those of them that it takes back. */
export interface ListedFamily extends Family {
  readonly revocationList: Buffer | null
  readonly listFaults: readonly string[]
  readonly thisUpdate: Date
  /** Why each leaf is on the list; null for one that is not. */
  readonly reasons: readonly (RevocationReason | null)[]
}

const hourMs = 3_600_000
const issuerKeys = ['P-256', 'P-384', 'RSA-3072'] as const
/** Serial numbers of every length, some of which differ from each other by their sign or their zeros only. */
const serials = ['01', '7f', '0080', '00ff', '4d2f', `00${'c5'.repeat(19)}`, '2f'.repeat(20), '0100'] as const
const reasons = Object.keys(revocationReasons) as RevocationReason[]
const points = '2.5.29.31'

const entry = fc.record({
  reason: fc.constantFrom(...reasons),
  hoursBefore: fc.integer({ min: 1, max: 5_000 }),
  isInvalidBefore: fc.boolean(),
})

const family = fc.record({
  issuerKey: fc.constantFrom(...issuerKeys),
  /** Whether the authority's certificate says that it signs lists. */
  isForLists: fc.nat(15).map((drawn) => drawn > 0),
  leafKey: fc.constantFrom('P-256' as const, 'RSA-3072' as const),
  /** Whether the leaves say where their list is, which parts of lists refer to. */
  namesPoint: fc.nat(3).map((drawn) => drawn === 0),
  hasList: fc.nat(19).map((drawn) => drawn > 0),
  entries: fc.array(fc.option(entry, { freq: 2 }), { minLength: serials.length, maxLength: serials.length }),
  faults: fc.oneof(
    { arbitrary: chosen(0, 0), weight: 3 },
    { arbitrary: chosen(1, 1), weight: 6 },
    { arbitrary: chosen(2, 2), weight: 2 },
  ),
  secondsLater: fc.oneof(
    { arbitrary: fc.constant(0), weight: 9 },
    { arbitrary: fc.integer({ min: -7_200, max: 30 * 3_600 }), weight: 1 },
  ),
})

function chosen(minLength: number, maxLength: number) {
  return fc.array(fc.record({ fault: fc.constantFrom(...listFaults), salt: fc.nat(0xffff) }), {
    minLength,
    maxLength,
  })
}

type Drawn = ReturnType<typeof draw>[number]

function issuerOf({ issuerKey, isForLists }: Drawn): Buffer {
  const draft = authorityDraft(issuerKey)
  if (!isForLists) put(draft, extensionIds.keyUsage, { value: bits(Buffer.of(0x04), 2) })
  return certificateOf(draft)
}

function leafOf({ issuerKey, leafKey, namesPoint }: Drawn, serial: string): Buffer {
  const draft = signerDraft(leafKey, issuerKey)
  draft.serial = integer(serial)
  const address = tlv(0x86, Buffer.from('http://vn.example.org/list', 'latin1'))
  const point = sequence(sequence(tlv(0xa0, tlv(0xa0, address))))
  if (namesPoint) draft.extensions.push(extension(points, false, point))
  return certificateOf(draft)
}

function listIn({ issuerKey, entries, faults }: Drawn, thisUpdate: Date): Buffer {
  const draft = listDraft(issuerKey, thisUpdate, new Date(thisUpdate.getTime() + 24 * hourMs))
  const ago = (hours: number) => new Date(thisUpdate.getTime() - hours * hourMs)
  draft.entries = entries.flatMap((one, place) => {
    if (one === null) return []
    const { reason, hoursBefore, isInvalidBefore } = one
    const before = generalizedTime(`${digitsOf(ago(hoursBefore + 30))}Z`)
    const extensions = [
      ...(reason === 'unspecified'
        ? []
        : [extension(listExtensionIds.reason, false, tlv(0x0a, Buffer.of(revocationReasons[reason])))]),
      ...(isInvalidBefore ? [extension(listExtensionIds.invalidityDate, false, before)] : []),
    ]
    return [{ serial: integer(serials[place] ?? '01'), time: time(ago(hoursBefore)), extensions }]
  })
  for (const { fault, salt } of faults) fault.apply(draft, salt)
  return listOf(draft)
}

function build(drawn: Drawn): ListedFamily {
  const thisUpdate = new Date(now.getTime() - hourMs)
  const faults = drawn.faults.map(({ fault, salt }) => `${fault.name} (${salt})`)
  return {
    issuer: issuerOf(drawn),
    issuerFaults: [],
    isCrossSigned: false,
    issuerKey: drawn.issuerKey,
    at: new Date(now.getTime() + drawn.secondsLater * 1_000),
    leaves: serials.map((serial) => ({
      certificate: leafOf(drawn, serial),
      use: 'messageSigner',
      faults: [],
    })),
    revocationList: drawn.hasList ? listIn(drawn, thisUpdate) : null,
    listFaults: drawn.hasList ? faults : [],
    thisUpdate,
    reasons: drawn.entries.map((one) => one?.reason ?? null),
  }
}

const draw = (families: number, seed: number) => fc.sample(family, { numRuns: families, seed })

/** At least `chains` chains with a list for each of their authorities; the same faults for the same seed. */
export function generateListed(chains: number, seed: number): ListedFamily[] {
  return draw(Math.ceil(chains / serials.length), seed).map((drawn, place) => {
    // In turn, so that a short search meets each of them.
    const fault = listFaults[place % listFaults.length]
    const faults = drawn.faults.map((one, which) => (which === 0 && fault ? { ...one, fault } : one))
    return build({ ...drawn, faults })
  })
}
