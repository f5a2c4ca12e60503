import {
  authorityKeyId,
  basicConstraints,
  bits,
  boolean,
  type CraftedExtension,
  digitsOf,
  type Draft,
  empty,
  extension,
  extensionIds,
  generalizedTime,
  integer,
  keyIdOf,
  nameOf,
  nothing,
  octets,
  oid,
  type PoolKey,
  poolKey,
  pss,
  publicKeyInfoOf,
  sequence,
  type Signature,
  signatures,
  time,
  tlv,
  uri,
  utcTime,
} from './craft.ts'
import { holder, now } from './fixture.ts'

/** One thing that is unusual or wrong in a certificate; `salt` chooses among its forms. */
export interface Fault<D = Draft> {
  readonly name: string
  readonly apply: (draft: D, salt: number) => void
}

const { basicConstraints: bc, keyUsage: ku, subjectAltName: san, subjectKeyId: ski } = extensionIds
const { authorityKeyId: aki, extendedKeyUsage: eku } = extensionIds

export function choose<T>(salt: number, choices: readonly T[]): T {
  const [first] = choices
  const choice = choices[salt % choices.length] ?? first
  if (choice === undefined) throw new Error('nothing to choose from')
  return choice
}

/** Adds an extension, changes that of the same id, or takes it out. */
export function put(
  draft: Pick<Draft, 'extensions'>,
  id: string,
  change: Partial<CraftedExtension> | null,
): void {
  const place = draft.extensions.findIndex((one) => one.id === id)
  const before = draft.extensions[place] ?? extension(id, false, nothing)
  if (change === null) draft.extensions = draft.extensions.filter((one) => one.id !== id)
  else if (place < 0) draft.extensions.push({ ...before, ...change })
  else draft.extensions[place] = { ...before, ...change }
}

export const add = (draft: Pick<Draft, 'extensions'>, id: string, isCritical: boolean, value: Buffer) =>
  void draft.extensions.push(extension(id, isCritical, value))

export const flip = (bytes: Buffer, place: number, mask: number) => {
  const flipped = Buffer.from(bytes)
  flipped[place] = (flipped[place] ?? 0) ^ mask
  return flipped
}

const day = 86_400_000
const away = (days: number) => new Date(now.getTime() + days * day)
const digits = digitsOf(new Date('2026-01-01T00:00:00Z'))
const text = (content: string) => Buffer.from(content, 'latin1')

/** Object identifiers of key purposes: documentSigning, serverAuth, anyExtendedKeyUsage, emailProtection. */
const purposes = ['1.3.6.1.5.5.7.3.36', '1.3.6.1.5.5.7.3.1', '2.5.29.37.0', '1.3.6.1.5.5.7.3.4'] as const

const dns = (name: string) => tlv(0x82, text(name))
const subtrees = (...names: readonly Buffer[]) => names.map((name) => sequence(name))

/** Everything that can be unusual or wrong, in a leaf or in its authority. */
export const faults: readonly Fault[] = [
  // validity
  { name: 'ended', apply: (draft, salt) => (draft.notAfter = time(away(choose(salt, [-1, -30, -149])))) },
  { name: 'not begun', apply: (draft, salt) => (draft.notBefore = time(away(choose(salt, [1, 30, 400])))) },
  {
    name: 'a bound at the second',
    apply: (draft, salt) => {
      const moment = new Date(now.getTime() + choose(salt, [0, 1_000, -1_000]))
      if (salt % 2 === 0) draft.notAfter = time(moment)
      else draft.notBefore = time(moment)
    },
  },
  { name: 'an end before its beginning', apply: (draft) => (draft.notAfter = time(away(-200))) },
  {
    name: 'an end in the year 9999',
    apply: (draft) => (draft.notAfter = generalizedTime('99991231235959Z')),
  },
  { name: 'a beginning before 2000', apply: (draft) => (draft.notBefore = utcTime('500101000000Z')) },
  {
    name: 'a UTCTime of 2049 or 1950',
    apply: (draft, salt) => (draft.notAfter = utcTime(`${choose(salt, ['49', '50'])}0101000000Z`)),
  },
  {
    name: 'GeneralizedTime before 2050',
    apply: (draft) => (draft.notBefore = generalizedTime(`${digits}Z`)),
  },
  {
    name: 'a time in another form',
    apply: (draft, salt) =>
      (draft.notBefore = choose(salt, [
        utcTime(`${digits.slice(2, 12)}Z`),
        utcTime(`${digits.slice(2)}+0000`),
        utcTime(digits.slice(2)),
        generalizedTime(`${digits}.5Z`),
        generalizedTime(digits),
        generalizedTime(`${digits}+0700`),
        utcTime('260230000000Z'),
        utcTime('260101006000Z'),
        utcTime('260101000060Z'),
        utcTime('2601010000 0Z'),
        tlv(0x18, text(`${digits.slice(2)}Z`)),
        tlv(0x17, text(`${digits}Z`)),
        tlv(0x0c, text(`${digits.slice(2)}Z`)),
      ])),
  },
  // keys
  {
    name: 'another kind of key',
    apply: (draft, salt) => {
      const kind = choose<PoolKey>(salt, [
        'RSA-1024',
        'RSA-2048',
        'RSA-3072 e 3',
        'RSA-PSS-3072',
        'P-256 explicit',
        'P-384',
        'P-521',
        'secp256k1',
        'Ed25519',
        'X25519',
      ])
      draft.publicKeyInfo = publicKeyInfoOf(poolKey(kind, 'other'))
    },
  },
  {
    name: 'a key that is none',
    apply: (draft, salt) => {
      const rsa = (modulus: Buffer, exponent: string) =>
        sequence(
          sequence(oid('1.2.840.113549.1.1.1'), empty),
          bits(sequence(tlv(0x02, modulus), integer(exponent))),
        )
      const modulus = Buffer.concat([Buffer.of(0), Buffer.alloc(384, 0xc5)])
      const ec = sequence(oid('1.2.840.10045.2.1'), oid('1.2.840.10045.3.1.7'))
      draft.publicKeyInfo = choose(salt, [
        rsa(modulus, '01'),
        rsa(modulus, '0100'),
        rsa(modulus, '010001'),
        rsa(Buffer.concat([Buffer.of(0), Buffer.alloc(1_100, 0xc5)]), '010001'),
        rsa(modulus, '0100000001'),
        rsa(modulus, '02100000000100'),
        sequence(ec, bits(Buffer.concat([Buffer.of(4), Buffer.alloc(64, 7)]))),
        sequence(ec, bits(Buffer.of(0))),
        sequence(ec, bits(nothing)),
        sequence(sequence(oid('1.2.3.4')), bits(Buffer.of(1, 2, 3))),
      ])
    },
  },
  {
    name: 'a compressed point',
    apply: (draft) => {
      const point = publicKeyInfoOf(poolKey('P-256', 'signer')).subarray(-65)
      const compressed = Buffer.concat([Buffer.of(2 + ((point[64] ?? 0) & 1)), point.subarray(1, 33)])
      const algorithm = sequence(oid('1.2.840.10045.2.1'), oid('1.2.840.10045.3.1.7'))
      draft.publicKeyInfo = sequence(algorithm, bits(compressed))
    },
  },
  {
    name: 'a key with other parameters',
    apply: (draft, salt) => {
      const modulus = sequence(
        tlv(0x02, Buffer.concat([Buffer.of(0), Buffer.alloc(384, 0xc5)])),
        integer('010001'),
      )
      const point = bits(publicKeyInfoOf(poolKey('P-256', 'signer')).subarray(-65))
      const [rsa, ec] = [oid('1.2.840.113549.1.1.1'), oid('1.2.840.10045.2.1')]
      draft.publicKeyInfo = choose(salt, [
        sequence(sequence(rsa), bits(modulus)),
        sequence(sequence(ec, oid('1.2.840.10045.3.1.7'), empty), point),
        sequence(sequence(ec, empty), point),
        sequence(sequence(ec), point),
        sequence(sequence(oid('1.3.132.1.12'), oid('1.2.840.10045.3.1.7')), point),
      ])
    },
  },
  // signature
  {
    name: 'another hash',
    apply: (draft, salt) => {
      const type = draft.signingKey.asymmetricKeyType
      if (type !== 'rsa' && type !== 'ec') return
      draft.signature =
        type === 'rsa'
          ? choose(salt, [
              signatures.rsaSha1,
              signatures.rsaSha224,
              signatures.rsaSha384,
              signatures.rsaSha512,
            ])
          : choose(salt, [signatures.ecSha1, signatures.ecSha224, signatures.ecSha384, signatures.ecSha512])
    },
  },
  {
    name: 'RSA-PSS',
    apply: (draft, salt) => {
      if (draft.signingKey.asymmetricKeyType !== 'rsa') return
      draft.signature = choose(salt, [
        pss('sha256', 32),
        pss('sha512', 64),
        pss('sha256', 0),
        pss('sha256', 20),
        pss('sha1', 20),
        pss('sha256', 32, 'sha1'),
        pss('sha1', 20, 'sha256'),
        pss('sha256', 32, 'sha256', 2),
      ])
    },
  },
  {
    name: 'odd parameters of the algorithm',
    apply: (draft, salt) => {
      const id = draft.signature.algorithm.subarray(2, 4 + (draft.signature.algorithm[3] ?? 0))
      const algorithm = sequence(
        id,
        choose(salt, [nothing, empty, sequence(), integer('05'), octets(nothing)]),
      )
      draft.signature = { ...draft.signature, algorithm }
    },
  },
  {
    name: 'a broken signature',
    apply: (draft, salt) => (draft.changeSignature = (one) => flip(one, one.length - 1 - (salt % 30), 1)),
  },
  {
    name: 'a signature in other bits',
    apply: (draft, salt) =>
      (draft.changeSignature = (one) =>
        choose(salt, [
          tlv(0x03, Buffer.of(1), one.subarray(one.indexOf(0, 1) + 1)),
          tlv(0x03, Buffer.of(0)),
          tlv(0x03),
          tlv(0x04, one.subarray(one.indexOf(0, 1) + 1)),
          Buffer.concat([tlv(0x03, one.subarray(one.indexOf(0, 1)), Buffer.of(0))]),
        ])),
  },
  {
    name: 'the signature of a stranger',
    apply: (draft) => {
      const type = draft.signingKey.asymmetricKeyType === 'ec' ? 'P-256' : 'RSA-3072'
      draft.signingKey = poolKey(type, 'stranger')
    },
  },
  {
    name: 'a signature by a key of another kind',
    apply: (draft, salt) => {
      const [kind, how] = choose<readonly [PoolKey, Signature]>(salt, [
        ['Ed25519', signatures.ed25519],
        ['P-256', signatures.ecSha256],
        ['RSA-3072', signatures.rsaSha256],
      ])
      draft.signingKey = poolKey(kind, 'stranger')
      draft.signature = how
    },
  },
  {
    name: 'another algorithm inside than outside',
    apply: (draft, salt) => {
      draft.innerAlgorithm = choose(salt, [
        signatures.rsaSha1,
        signatures.rsaSha256,
        signatures.rsaSha256WithoutNull,
        signatures.ecSha256WithNull,
        signatures.ecSha384,
      ]).algorithm
    },
  },
  // names
  { name: 'another issuer', apply: (draft) => (draft.issuer = nameOf('Another CA')) },
  {
    name: 'the issuer in another case or string type',
    apply: (draft, salt) =>
      (draft.issuer = choose(salt, [
        nameOf('TEST ca'),
        nameOf('Test CA', 'printable'),
        nameOf('Test CA', 'teletex'),
        nameOf(' Test  CA '),
        nameOf('Test CA', 'utf8', 'vn'),
      ])),
  },
  { name: 'no issuer', apply: (draft) => (draft.issuer = sequence()) },
  {
    name: 'no subject',
    apply: (draft, salt) => {
      draft.subject = sequence()
      if (salt % 2 === 0) put(draft, san, { critical: boolean(0xff) })
    },
  },
  { name: 'the subject of its authority', apply: (draft) => (draft.subject = draft.issuer) },
  // key identifiers
  {
    name: 'another authority key id',
    apply: (draft, salt) =>
      put(draft, aki, {
        value: choose(salt, [
          authorityKeyId(Buffer.alloc(20, 9)),
          authorityKeyId(Buffer.alloc(1, 9)),
          authorityKeyId(nothing),
          sequence(),
          sequence(tlv(0x81, Buffer.alloc(20, 9))),
        ]),
      }),
  },
  { name: 'no authority key id', apply: (draft) => put(draft, aki, null) },
  {
    name: 'issuer and serial beside the authority key id',
    apply: (draft, salt) => {
      const id = draft.extensions.find((one) => one.id === aki)?.value.subarray(4) ?? nothing
      const name = tlv(0xa1, tlv(0xa4, choose(salt, [nameOf('Test CA'), nameOf('Another CA')])))
      const serial = tlv(0x82, Buffer.from(choose(salt >> 1, ['4d2f', '4d30']), 'hex'))
      put(draft, aki, {
        value: choose(salt >> 2, [authorityKeyId(id, name, serial), sequence(name, serial)]),
      })
    },
  },
  {
    name: 'another subject key id',
    apply: (draft, salt) => put(draft, ski, { value: octets(Buffer.alloc(choose(salt, [20, 1, 64]), 8)) }),
  },
  { name: 'no subject key id', apply: (draft) => put(draft, ski, null) },
  {
    name: 'key ids that are critical',
    apply: (draft, salt) => put(draft, choose(salt, [ski, aki]), { critical: boolean(0xff) }),
  },
  // basic constraints
  { name: 'no basic constraints', apply: (draft) => put(draft, bc, null) },
  { name: 'basic constraints not critical', apply: (draft) => put(draft, bc, { critical: nothing }) },
  {
    name: 'basic constraints for the other kind',
    apply: (draft) => {
      const isCa = draft.extensions.some(({ id, value }) => id === bc && value.length > 2)
      put(draft, bc, { value: basicConstraints(!isCa) })
    },
  },
  {
    name: 'a path length',
    apply: (draft, salt) =>
      put(draft, bc, {
        value: basicConstraints(true, choose(salt, ['00', '01', '7f', 'ff', '00ffffffffff'])),
      }),
  },
  {
    name: 'a path length without being a CA',
    apply: (draft, salt) => put(draft, bc, { value: basicConstraints(false, choose(salt, ['00', '05'])) }),
  },
  // key usage
  { name: 'no key usage', apply: (draft) => put(draft, ku, null) },
  { name: 'key usage not critical', apply: (draft) => put(draft, ku, { critical: nothing }) },
  {
    name: 'another key usage',
    apply: (draft, salt) =>
      put(draft, ku, {
        value: choose(salt, [
          bits(Buffer.of(0x80), 7),
          bits(Buffer.of(0xc0), 6),
          bits(Buffer.of(0x40), 6),
          bits(Buffer.of(0xa0), 5),
          bits(Buffer.of(0x20), 5),
          bits(Buffer.of(0x04), 2),
          bits(Buffer.of(0x84), 2),
          bits(Buffer.of(0x86), 1),
          bits(Buffer.of(0x06), 1),
          bits(Buffer.of(0x02), 1),
          bits(Buffer.of(0xff, 0x80), 7),
          bits(nothing),
        ]),
      }),
  },
  {
    name: 'key usage in another form',
    apply: (draft, salt) => {
      const value = draft.extensions.find((one) => one.id === ku)?.value.subarray(3) ?? Buffer.of(0x80)
      put(draft, ku, {
        value: choose(salt, [
          bits(value, 0),
          bits(Buffer.concat([value, Buffer.of(0)]), 0),
          bits(Buffer.of((value[0] ?? 0) | 1), 7),
          bits(value, 8),
          tlv(0x23, bits(value)),
          Buffer.of(0x03),
          nothing,
          Buffer.concat([bits(value, 1), Buffer.of(0)]),
          integer('80'),
        ]),
      })
    },
  },
  // extended key usage
  {
    name: 'an extended key usage',
    apply: (draft, salt) => add(draft, eku, salt % 3 === 0, sequence(oid(choose(salt >> 2, purposes)))),
  },
  {
    name: 'two extended key usages',
    apply: (draft, salt) =>
      add(
        draft,
        eku,
        false,
        sequence(oid(purposes[0]), oid(choose(salt, [purposes[1], purposes[0], purposes[2]]))),
      ),
  },
  {
    name: 'an empty or odd extended key usage',
    apply: (draft, salt) =>
      add(draft, eku, false, choose(salt, [sequence(), oid(purposes[0]), nothing, sequence(integer('05'))])),
  },
  // extensions
  {
    name: 'an unknown extension',
    apply: (draft, salt) =>
      add(
        draft,
        '1.3.6.1.4.1.99999.1',
        salt % 2 === 0,
        choose(salt >> 1, [empty, octets(text('x')), text('no DER'), nothing]),
      ),
  },
  {
    name: 'an extension twice',
    apply: (draft, salt) => {
      const one = draft.extensions[salt % Math.max(1, draft.extensions.length)]
      if (one) draft.extensions.push(one)
    },
  },
  {
    name: 'name constraints',
    apply: (draft, salt) => {
      const permitted = tlv(
        0xa0,
        ...subtrees(choose(salt >> 1, [dns('example.org'), uri('example.org'), tlv(0xa4, nameOf('x'))])),
      )
      const excluded = tlv(
        0xa1,
        ...subtrees(choose(salt >> 2, [dns('example.org'), uri('.org'), tlv(0xa4, sequence())])),
      )
      add(
        draft,
        extensionIds.nameConstraints,
        salt % 2 === 0,
        sequence(choose(salt >> 3, [permitted, excluded])),
      )
    },
  },
  {
    name: 'policies',
    apply: (draft, salt) =>
      add(
        draft,
        extensionIds.certificatePolicies,
        salt % 2 === 0,
        choose(salt >> 1, [
          sequence(sequence(oid('1.2.3.4'))),
          sequence(),
          text('x'),
          sequence(sequence(oid('1.2.3.4')), sequence(oid('1.2.3.4'))),
        ]),
      ),
  },
  {
    name: 'policy constraints',
    apply: (draft, salt) =>
      add(draft, extensionIds.policyConstraints, salt % 2 === 0, sequence(tlv(0x80, Buffer.of(0)))),
  },
  {
    name: 'inhibitAnyPolicy',
    apply: (draft, salt) => add(draft, '2.5.29.54', salt % 2 === 0, integer('00')),
  },
  {
    name: 'proxyCertInfo',
    apply: (draft, salt) =>
      add(
        draft,
        '1.3.6.1.5.5.7.1.14',
        salt % 2 === 0,
        sequence(integer('00'), sequence(oid('1.3.6.1.5.5.7.21.1'))),
      ),
  },
  {
    name: 'IP address blocks or AS numbers',
    apply: (draft, salt) =>
      add(
        draft,
        choose(salt >> 1, ['1.3.6.1.5.5.7.1.7', '1.3.6.1.5.5.7.1.8']),
        salt % 2 === 0,
        choose(salt >> 1, [
          sequence(sequence(octets(Buffer.of(0, 1)), sequence(bits(Buffer.of(10))))),
          sequence(tlv(0xa0, sequence(integer('05')))),
        ]),
      ),
  },
  {
    name: 'a well-known extension that is malformed',
    apply: (draft, salt) =>
      add(
        draft,
        choose(salt, [
          '2.5.29.31',
          '2.5.29.18',
          '2.5.29.16',
          '2.16.840.1.113730.1.1',
          '1.3.6.1.5.5.7.1.1',
          '1.3.6.1.5.5.7.1.24',
          '2.5.29.46',
          '2.5.29.33',
        ]),
        salt % 3 === 0,
        choose(salt >> 3, [text('no DER'), nothing, integer('05'), sequence()]),
      ),
  },
  {
    name: 'no extensions',
    apply: (draft, salt) => {
      draft.wrapExtensions = () => choose(salt, [nothing, tlv(0xa3), tlv(0xa3, sequence())])
    },
  },
  {
    name: 'extensions in another place',
    apply: (draft, salt) => {
      draft.wrapExtensions = (extensions) =>
        choose(salt, [
          tlv(0xa4, extensions),
          tlv(0xa2, extensions),
          Buffer.concat([tlv(0xa3, extensions), tlv(0xa3, extensions)]),
          extensions,
        ])
    },
  },
  // subject alternative name
  { name: 'no alternative name', apply: (draft) => put(draft, san, null) },
  {
    name: 'another alternative name',
    apply: (draft, salt) =>
      put(draft, san, {
        value: sequence(
          ...choose(salt, [
            [uri('urn:rogatory:node:qa')],
            [dns(holder)],
            [uri(holder), dns('example.org')],
            [uri('urn:rogatory:node:qa'), uri(holder)],
            [uri(`${holder}\0.example.org`)],
            [uri(holder.toUpperCase())],
            [uri(`${holder} `)],
            [uri('')],
            [tlv(0xa6, text(holder))],
            [],
            [tlv(0x81, text('a@example.org'))],
            [tlv(0x87, Buffer.of(10, 0, 0)), uri(holder)],
            [tlv(0xa4, nameOf('x')), uri(holder)],
            [tlv(0xa0, oid('1.2.3'), tlv(0xa0, tlv(0x0c, text('x')))), uri(holder)],
            [tlv(0x89, text('x')), uri(holder)],
          ] as const),
        ),
      }),
  },
  { name: 'the alternative name critical', apply: (draft) => put(draft, san, { critical: boolean(0xff) }) },
  // frame
  {
    name: 'another version',
    apply: (draft, salt) =>
      (draft.version = choose(salt, [
        nothing,
        tlv(0xa0, integer('01')),
        tlv(0xa0, integer('00')),
        tlv(0xa0, integer('03')),
        tlv(0xa0, integer('ff')),
        tlv(0xa0),
        tlv(0xa0, integer('0002')),
      ])),
  },
  {
    name: 'version 1 as it was',
    apply: (draft) => {
      draft.version = nothing
      draft.wrapExtensions = () => nothing
    },
  },
  {
    name: 'an odd serial',
    apply: (draft, salt) =>
      (draft.serial = choose(salt, [
        integer('00'),
        integer('ff'),
        integer('8000000000000001'),
        integer(`7f${'aa'.repeat(19)}`),
        integer(`00ff${'aa'.repeat(19)}`),
        integer(`7f${'aa'.repeat(20)}`),
        integer(`7f${'aa'.repeat(60)}`),
        integer('0001'),
        integer('ff80'),
        integer(''),
        tlv(0x0a, Buffer.of(5)),
      ])),
  },
  {
    name: 'unique ids',
    apply: (draft, salt) =>
      (draft.uniqueIds = choose(salt, [
        tlv(0x81, Buffer.of(0, 5)),
        tlv(0x82, Buffer.of(0, 5)),
        tlv(0x82, Buffer.of(9, 5)),
        tlv(0xa1, bits(Buffer.of(5))),
      ])),
  },
  // encoding
  {
    name: 'a boolean in another form',
    apply: (draft, salt) => {
      const place = salt % Math.max(1, draft.extensions.length)
      const one = draft.extensions[place]
      const critical = choose(salt >> 3, [
        boolean(0x01),
        boolean(0x00),
        tlv(0x01, Buffer.of(0xff, 0xff)),
        tlv(0x01),
      ])
      if (one) draft.extensions[place] = { ...one, critical }
    },
  },
  {
    name: 'cA in another form',
    apply: (draft, salt) =>
      put(draft, bc, {
        value: sequence(
          choose(salt, [boolean(0x01), boolean(0x00), tlv(0x01, Buffer.of(0xff, 0)), integer('01')]),
        ),
      }),
  },
  {
    name: 'BER within what is signed',
    apply: (draft, salt) =>
      (draft.changeSigned = (signed) => {
        const content = signed.subarray(4)
        return choose(salt, [
          Buffer.concat([Buffer.of(0x30, 0x80), content, Buffer.of(0, 0)]),
          Buffer.concat([Buffer.of(0x30, 0x83, 0), signed.subarray(2)]),
          sequence(content, empty),
          Buffer.concat([Buffer.of(0x3f, 0x10), signed.subarray(1)]),
        ])
      }),
  },
  {
    name: 'an inner length or string in BER',
    apply: (draft, salt) => {
      const long = (value: Buffer) =>
        Buffer.concat([value.subarray(0, 1), Buffer.of(0x82, 0, value[1] ?? 0), value.subarray(2)])
      const indefinite = (value: Buffer) =>
        Buffer.concat([Buffer.of(value[0] ?? 0, 0x80), value.subarray(2), Buffer.of(0, 0)])
      const changes: readonly [() => void, ...(() => void)[]] = [
        () => (draft.serial = long(draft.serial)),
        () => (draft.subject = indefinite(draft.subject)),
        () => (draft.subject = long(draft.subject)),
        () => (draft.notAfter = long(draft.notAfter)),
        () => (draft.notAfter = tlv(0x37, draft.notAfter)),
        () => (draft.version = indefinite(draft.version)),
        () =>
          put(draft, bc, {
            value: indefinite(draft.extensions.find(({ id }) => id === bc)?.value ?? sequence()),
          }),
        () => put(draft, san, { value: long(sequence(uri(holder))) }),
        () => put(draft, san, { value: indefinite(sequence(uri(holder))) }),
        () => put(draft, san, { value: Buffer.concat([sequence(uri(holder)), empty]) }),
        () => put(draft, ski, { value: tlv(0x24, octets(Buffer.alloc(20, 8))) }),
        () => put(draft, ski, { value: long(octets(keyIdOf(draft.publicKeyInfo))) }),
        () =>
          put(draft, aki, {
            value: long(draft.extensions.find(({ id }) => id === aki)?.value ?? sequence()),
          }),
      ]
      choose(salt, changes)()
    },
  },
  {
    name: 'BER around everything',
    apply: (draft, salt) =>
      (draft.changeWhole = (whole) =>
        choose(salt, [
          Buffer.concat([Buffer.of(0x30, 0x80), whole.subarray(4), Buffer.of(0, 0)]),
          Buffer.concat([Buffer.of(0x30, 0x83, 0), whole.subarray(2)]),
        ])),
  },
  {
    name: 'bytes beside it',
    apply: (draft, salt) =>
      (draft.changeWhole = (whole) =>
        choose(salt, [
          Buffer.concat([whole, Buffer.of(0)]),
          Buffer.concat([whole, whole]),
          sequence(whole.subarray(4), empty),
          whole.subarray(0, -1),
          nothing,
        ])),
  },
  {
    name: 'a byte changed, and signed again',
    apply: (draft, salt) =>
      (draft.changeSigned = (signed) => flip(signed, salt % signed.length, 1 << ((salt >> 12) % 8))),
  },
]
