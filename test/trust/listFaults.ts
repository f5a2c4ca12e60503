import {
  bits,
  boolean,
  digitsOf,
  type Draft,
  empty,
  extension,
  generalizedTime,
  integer,
  nameOf,
  nothing,
  octets,
  sequence,
  time,
  tlv,
  utcTime,
} from './craft.ts'
import { type DraftEntry, type ListDraft, listExtensionIds as ids } from './craftList.ts'
import { add, choose, type Fault, faults, flip, put } from './faults.ts'
import { now } from './fixture.ts'

/** One thing that is unusual or wrong in a revocation list; `salt` chooses among its forms. */
export type ListFault = Fault<ListDraft>

/** Faults of certificates in what a list has in common with them. */
const shared: readonly string[] = [
  'another hash',
  'RSA-PSS',
  'odd parameters of the algorithm',
  'a broken signature',
  'a signature in other bits',
  'the signature of a stranger',
  'a signature by a key of another kind',
  'another algorithm inside than outside',
  'another issuer',
  'the issuer in another case or string type',
  'no issuer',
  'another authority key id',
  'no authority key id',
  'issuer and serial beside the authority key id',
  'an unknown extension',
  'an extension twice',
  'BER within what is signed',
  'BER around everything',
  'bytes beside it',
  'a byte changed, and signed again',
]

const hour = 3_600_000
const away = (ms: number) => time(new Date(now.getTime() + ms))
const enumerated = (octet: number) => tlv(0x0a, Buffer.of(octet))
const digits = digitsOf(new Date('2026-05-31T00:00:00Z'))

/** Puts an extension into an entry, the first of the list where there are some, else one of a certificate of nobody. */
function inEntry(draft: ListDraft, salt: number, id: string, isCritical: boolean, value: Buffer): void {
  entryOf(draft, salt).extensions.push(extension(id, isCritical, value))
}

function entryOf(draft: ListDraft, salt: number): DraftEntry {
  const known = draft.entries[(salt >> 4) % Math.max(draft.entries.length, 1)]
  if (known !== undefined) return known
  const entry = { serial: integer('4d2e'), time: away(-24 * hour), extensions: [] }
  draft.entries.push(entry)
  return entry
}

/** `[n]` of an IssuingDistributionPoint (RFC 5280 section 5.2.5): each of these says that the list is a part. */
const parts = {
  point: tlv(0xa0, tlv(0xa0, tlv(0x86, Buffer.from('http://vn.example.org/list', 'latin1')))),
  otherPoint: tlv(0xa0, tlv(0xa0, tlv(0x86, Buffer.from('http://vn.example.org/other', 'latin1')))),
  users: tlv(0x81, Buffer.of(0xff)),
  authorities: tlv(0x82, Buffer.of(0xff)),
  someReasons: tlv(0x83, Buffer.of(0x06, 0x40)),
  indirect: tlv(0x84, Buffer.of(0xff)),
  attributes: tlv(0x85, Buffer.of(0xff)),
} as const

const own: readonly ListFault[] = [
  // time
  {
    name: 'ended long ago',
    apply: (draft, salt) => {
      draft.thisUpdate = away(-30 * hour)
      draft.nextUpdate = away(choose(salt, [-hour - 1_000, -3 * hour, -29 * hour]))
    },
  },
  {
    name: 'just ended',
    apply: (draft, salt) => {
      draft.thisUpdate = away(-30 * hour)
      draft.nextUpdate = away(choose(salt, [0, -1_000, -hour / 2, -hour, 1_000]))
    },
  },
  {
    name: 'begins later',
    apply: (draft, salt) => (draft.thisUpdate = away(choose(salt, [301_000, hour, 20 * hour]))),
  },
  {
    name: 'just begun, or begins at once',
    apply: (draft, salt) => (draft.thisUpdate = away(choose(salt, [0, -1_000, 1_000, 60_000, 300_000]))),
  },
  { name: 'no end', apply: (draft) => (draft.nextUpdate = nothing) },
  {
    name: 'a life that is long or none',
    apply: (draft, salt) => {
      draft.thisUpdate = away(choose(salt, [-hour, -24 * hour, -400 * 24 * hour]))
      draft.nextUpdate = away(choose(salt >> 2, [-hour, 47 * hour, 48 * hour, 400 * 24 * hour]))
    },
  },
  {
    name: 'GeneralizedTime before 2050',
    apply: (draft) => (draft.thisUpdate = generalizedTime(`${digits}Z`)),
  },
  {
    name: 'a time in another form',
    apply: (draft, salt) =>
      (draft.thisUpdate = choose(salt, [
        utcTime(`${digits.slice(2, 12)}Z`),
        utcTime(`${digits.slice(2)}+0000`),
        utcTime(digits.slice(2)),
        generalizedTime(`${digits}.5Z`),
        utcTime('260230000000Z'),
        tlv(0x0c, Buffer.from(`${digits.slice(2)}Z`, 'latin1')),
      ])),
  },
  // number
  { name: 'no number', apply: (draft) => put(draft, ids.number, null) },
  {
    name: 'another number',
    apply: (draft, salt) =>
      put(draft, ids.number, {
        value: choose(salt, [
          integer('00'),
          integer('ff'),
          integer('0005'),
          integer('7f'.repeat(20)),
          integer('7f'.repeat(21)),
          tlv(0x02),
          octets(Buffer.of(5)),
          nothing,
        ]),
      }),
  },
  { name: 'the number critical', apply: (draft) => put(draft, ids.number, { critical: boolean(0xff) }) },
  // version
  {
    name: 'version 1',
    apply: (draft, salt) => {
      draft.version = choose(salt, [nothing, integer('00')])
      if (salt % 3 > 0) {
        draft.extensions = []
        draft.wrapListExtensions = () => nothing
      }
    },
  },
  {
    name: 'a version that there is not',
    apply: (draft, salt) => (draft.version = integer(choose(salt, ['02', '0001', 'ff']))),
  },
  // parts of a list, and differences
  {
    name: 'a delta',
    apply: (draft, salt) => {
      add(draft, ids.delta, salt % 4 > 0, integer('04'))
    },
  },
  {
    name: 'a list of a part',
    apply: (draft, salt) => {
      const { point, otherPoint, users, authorities, someReasons, indirect, attributes } = parts
      const value = choose(salt >> 2, [
        sequence(),
        sequence(users),
        sequence(authorities),
        sequence(someReasons),
        sequence(indirect),
        sequence(attributes),
        sequence(point),
        sequence(otherPoint),
        sequence(point, users),
        sequence(users, authorities),
        octets(nothing),
      ])
      add(draft, ids.issuingDistributionPoint, salt % 4 > 0, value)
    },
  },
  {
    name: 'a pointer to differences',
    apply: (draft, salt) => {
      add(draft, ids.freshest, salt % 2 > 0, sequence(sequence(parts.point)))
    },
  },
  // extensions
  {
    name: 'the key id critical',
    apply: (draft) => put(draft, ids.authorityKeyId, { critical: boolean(0xff) }),
  },
  {
    name: 'extensions in another place',
    apply: (draft, salt) =>
      (draft.wrapListExtensions = (extensions) =>
        choose(salt, [
          nothing,
          sequence(...extensions),
          tlv(0xa1, sequence(...extensions)),
          tlv(0xa0, ...extensions),
          tlv(0xa0, sequence()),
          tlv(0xa0, sequence(...extensions), sequence()),
        ])),
  },
  // entries
  {
    name: 'an unknown extension of an entry',
    apply: (draft, salt) => {
      inEntry(draft, salt, '1.3.6.1.4.1.99999.1', salt % 2 > 0, empty)
    },
  },
  {
    name: 'an entry of another issuer',
    apply: (draft, salt) => {
      inEntry(draft, salt, ids.certificateIssuer, salt % 2 > 0, sequence(tlv(0xa4, nameOf('Another CA'))))
    },
  },
  {
    name: 'a reason in another form',
    apply: (draft, salt) => {
      entryOf(draft, salt).extensions = []
      const value = choose(salt >> 1, [
        enumerated(0),
        enumerated(7),
        enumerated(11),
        enumerated(0xff),
        integer('01'),
        tlv(0x0a, Buffer.of(0, 1)),
        tlv(0x0a),
        nothing,
      ])
      inEntry(draft, salt, ids.reason, salt % 2 > 0, value)
    },
  },
  {
    name: 'a reason twice',
    apply: (draft, salt) => {
      for (const octet of [1, 8]) inEntry(draft, salt, ids.reason, false, enumerated(octet))
    },
  },
  {
    name: 'a day before the revocation',
    apply: (draft, salt) => {
      const value = choose(salt >> 1, [
        generalizedTime(`${digits}Z`),
        generalizedTime(`${digits}.5Z`),
        generalizedTime('20300101000000Z'),
        utcTime(`${digits.slice(2)}Z`),
        nothing,
      ])
      inEntry(draft, salt, ids.invalidityDate, salt % 2 > 0, value)
    },
  },
  {
    name: 'an entry with another time',
    apply: (draft, salt) =>
      (entryOf(draft, salt).time = choose(salt, [
        away(1_000),
        away(24 * hour),
        generalizedTime(`${digits}Z`),
        utcTime(digits.slice(2)),
        utcTime('261301000000Z'),
        nothing,
      ])),
  },
  {
    name: 'an entry with an odd serial',
    apply: (draft, salt) => {
      const entry = entryOf(draft, salt)
      const { serial } = entry
      entry.serial = choose(salt, [
        tlv(0x02, Buffer.of(0), serial.subarray(2)),
        tlv(0x02, Buffer.of(0xff), serial.subarray(2)),
        tlv(0x02),
        tlv(0x02, Buffer.alloc(21, 0x4d)),
        integer('00'),
        octets(serial.subarray(2)),
        bits(serial.subarray(2)),
      ])
    },
  },
  {
    name: 'an entry twice',
    apply: (draft, salt) => {
      const entry = entryOf(draft, salt)
      const unlike = extension(ids.reason, false, enumerated(8))
      draft.entries.push(choose(salt, [entry, { ...entry, extensions: [unlike] }]))
    },
  },
  {
    name: 'entries in another form',
    apply: (draft, salt) =>
      (draft.wrapEntries = (entries) =>
        choose(salt, [
          sequence(),
          tlv(0x31, ...entries),
          sequence(...entries, sequence()),
          sequence(...entries, empty),
          sequence(sequence(...entries)),
        ])),
  },
  {
    name: 'an entry of more or less than its parts',
    apply: (draft, salt) => {
      draft.wrapEntries = (entries) =>
        sequence(
          ...entries,
          choose(salt, [
            sequence(integer('4d2e')),
            sequence(integer('4d2e'), time(now), sequence()),
            sequence(integer('4d2e'), time(now), sequence(), empty),
            sequence(integer('4d2e'), time(now), empty),
          ]),
        )
    },
  },
  {
    name: 'an inner length in BER',
    apply: (draft, salt) => {
      const long = (value: Buffer) =>
        Buffer.concat([value.subarray(0, 1), Buffer.of(0x81, value[1] ?? 0), value.subarray(2)])
      const changes: readonly [() => void, ...(() => void)[]] = [
        () => (draft.thisUpdate = long(draft.thisUpdate)),
        () => (entryOf(draft, salt).serial = long(entryOf(draft, salt).serial)),
        () => put(draft, ids.number, { value: long(integer('05')) }),
        () => (draft.version = long(draft.version)),
      ]
      choose(salt, changes)()
    },
  },
  {
    name: 'a byte of it changed',
    apply: (draft, salt) =>
      (draft.changeWhole = (whole) => flip(whole, salt % whole.length, 1 << (salt >> 13))),
  },
]

/** Everything that can be unusual or wrong in a list. */
export const listFaults: readonly ListFault[] = [
  ...own,
  ...faults
    .filter(({ name }) => shared.includes(name))
    .map(({ name, apply }) => ({
      name,
      apply: (draft: ListDraft, salt: number) => {
        apply(draft as ListDraft & Draft, salt)
      },
    })),
]
