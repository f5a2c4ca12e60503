import assert from 'node:assert/strict'
import { readCertificate } from '../../src/trust/certificate.ts'
import { readForm } from '../../src/trust/certificateForm.ts'
import { checkChain } from '../../src/trust/checkCertificate.ts'
import { readDer } from '../../src/trust/strictDer.ts'
import {
  authorityDraft,
  bits,
  boolean,
  certificateOf,
  type Draft,
  extension,
  extensionIds,
  generalizedTime,
  integer,
  nothing,
  oid,
  poolKey,
  publicKeyInfoOf,
  sequence,
  signatures,
  signerDraft,
  tlv,
  utcTime,
} from './craft.ts'
import { holder } from './fixture.ts'

const issuer = certificateOf(authorityDraft('P-256'))
const purpose = { use: 'messageSigner', holder } as const

function answerTo(change: (draft: Draft) => void): string {
  const draft = signerDraft('P-256', 'P-256')
  change(draft)
  const checked = checkChain(certificateOf(draft), issuer, purpose)
  return checked.ok ? 'good' : `${checked.code}: ${checked.detail ?? ''}`
}

const replace = (draft: Draft, id: string, value: Buffer, isCritical = true) => {
  draft.extensions = [...draft.extensions.filter((one) => one.id !== id), extension(id, isCritical, value)]
}

const curve = sequence(oid('1.2.840.10045.2.1'), oid('1.2.840.10045.3.1.7'))
const infinity = sequence(curve, bits(Buffer.of(0)))

const invalid: readonly (readonly [string, (draft: Draft) => void, string])[] = [
  ['a serial number of zero', (draft) => (draft.serial = integer('00')), 'the serial number'],
  ['a negative serial number', (draft) => (draft.serial = integer('ff')), 'the serial number'],
  [
    'a serial number of 21 octets',
    (draft) => (draft.serial = integer(`7f${'aa'.repeat(20)}`)),
    'the serial number',
  ],
  ['a serial number that is not shortest', (draft) => (draft.serial = integer('0001')), 'not DER'],
  ['no version', (draft) => (draft.version = nothing), 'not of version 3'],
  ['version 2', (draft) => (draft.version = tlv(0xa0, integer('01'))), 'not of version 3'],
  ['no subject', (draft) => (draft.subject = sequence()), 'a name is empty'],
  ['no issuer', (draft) => (draft.issuer = sequence()), 'a name is empty'],
  ['a time without seconds', (draft) => (draft.notBefore = utcTime('2601010000Z')), 'not DER'],
  ['a time with an offset', (draft) => (draft.notBefore = utcTime('260101000000+0700')), 'not DER'],
  ['a day that there is not', (draft) => (draft.notBefore = utcTime('260230000000Z')), 'not DER'],
  ['a time with fractions', (draft) => (draft.notAfter = generalizedTime('20280101000000.5Z')), 'not DER'],
  [
    'another algorithm inside than outside',
    (draft) => (draft.innerAlgorithm = signatures.ecSha384.algorithm),
    'two signature algorithms',
  ],
  [
    'a curve by its parameters',
    (draft) => (draft.publicKeyInfo = publicKeyInfoOf(poolKey('P-256 explicit', 'signer'))),
    'the form of the key',
  ],
  ['the point at infinity as its key', (draft) => (draft.publicKeyInfo = infinity), 'the form of the key'],
  ['unique ids', (draft) => (draft.uniqueIds = tlv(0x82, Buffer.of(0, 5))), 'the form of the extensions'],
  ['no extensions', (draft) => (draft.wrapExtensions = () => nothing), 'the form of the extensions'],
  [
    'critical written out as false',
    (draft) => draft.extensions.push({ id: '1.2.3.4', critical: boolean(0), value: tlv(0x05) }),
    'the form of the extensions',
  ],
  [
    'cA written out as false',
    (draft) => replace(draft, extensionIds.basicConstraints, sequence(boolean(0))),
    'the form of the extensions',
  ],
  [
    'an extension that holds no DER',
    (draft) => draft.extensions.push(extension('1.2.3.4', false, Buffer.from('no DER'))),
    'the form of the extensions',
  ],
  [
    'name constraints that are not critical',
    (draft) => draft.extensions.push(extension(extensionIds.nameConstraints, false, sequence())),
    'an extension that sets limits: 2.5.29.30',
  ],
  [
    'bytes after it',
    (draft) => (draft.changeWhole = (whole) => Buffer.concat([whole, Buffer.of(0)])),
    'not DER',
  ],
  [
    'a fourth part',
    (draft) => (draft.changeWhole = (whole) => sequence(whole.subarray(4), tlv(0x05))),
    'no certificate',
  ],
  [
    'an indefinite length',
    (draft) =>
      (draft.changeWhole = (whole) =>
        Buffer.concat([Buffer.of(0x30, 0x80), whole.subarray(4), Buffer.of(0, 0)])),
    'not DER',
  ],
]

describe('the form of a certificate', () => {
  it('is good where nothing is wrong with it', () => {
    assert.equal(
      answerTo(() => undefined),
      'good',
    )
  })

  for (const [name, change, detail] of invalid) {
    it(`with ${name} is refused with CERTIFICATE_INVALID`, () => {
      assert.equal(answerTo(change), `CERTIFICATE_INVALID: ${detail}`)
    })
  }

  it('with a path length that means nothing is refused with CERTIFICATE_WRONG_USE', () => {
    const said = answerTo((draft) => replace(draft, extensionIds.basicConstraints, sequence(integer('00'))))
    assert.match(said, /^CERTIFICATE_WRONG_USE: .*path length/)
  })

  it('with issuer and serial beside the authority key id is refused with CERTIFICATE_WRONG_ISSUER', () => {
    const said = answerTo((draft) => {
      const id = draft.extensions.find((one) => one.id === extensionIds.authorityKeyId)?.value.subarray(2)
      assert.ok(id)
      const name = tlv(0xa1, tlv(0xa4, draft.issuer))
      const value = sequence(id, name, tlv(0x82, Buffer.from('4d2f', 'hex')))
      replace(draft, extensionIds.authorityKeyId, value, false)
    })
    assert.equal(said, 'CERTIFICATE_WRONG_ISSUER: the key ids differ')
  })

  it('tells the times as they stand there: two digits mean 1950 to 2049, four mean themselves', () => {
    const draft = signerDraft('P-256', 'P-256')
    Object.assign(draft, {
      notBefore: utcTime('500101000000Z'),
      notAfter: generalizedTime('99991231235959Z'),
    })
    const read = readCertificate(certificateOf(draft))
    assert.ok(read.ok)
    assert.equal(read.certificate.validFrom.toISOString(), '1950-01-01T00:00:00.000Z')
    assert.equal(read.certificate.validUntil.toISOString(), '9999-12-31T23:59:59.000Z')
    Object.assign(draft, { notBefore: utcTime('491231235959Z') })
    const form = readForm(certificateOf(draft))
    assert.ok(typeof form !== 'string')
    assert.equal(form.validFrom.toISOString(), '2049-12-31T23:59:59.000Z')
  })

  it('is read once, by all of its bytes: nothing that is done to them afterwards changes what was read', () => {
    const bytes = certificateOf(signerDraft('P-256', 'P-256'))
    const first = readCertificate(Buffer.from(bytes))
    const given = Buffer.from(bytes)
    const again = readCertificate(given)
    assert.ok(first.ok && again.ok)
    assert.equal(again.certificate, first.certificate)
    given.fill(0)
    assert.equal(readCertificate(given).ok, false)
    assert.deepEqual(again.certificate.der, bytes)
    // Another signature, or a byte more, is another certificate or none.
    const other = Buffer.from(bytes)
    other[other.length - 1] = (other.at(-1) ?? 0) ^ 1
    const read = readCertificate(other)
    assert.notEqual(read.ok && read.certificate, first.certificate)
    assert.equal(readCertificate(Buffer.concat([bytes, Buffer.of(0)])).ok, false)
  })
})

describe('DER', () => {
  const good = [
    '0500',
    '3000',
    '020100',
    '0101ff',
    '03020780',
    '0603550403',
    '310405000500',
    `0481c8${'aa'.repeat(200)}`,
  ]
  const bad = {
    nothing: '',
    'a tag alone': '05',
    'fewer bytes than it says': '040201',
    'more bytes than it says': '050000',
    'a NULL with contents': '050100',
    'a boolean that is neither': '010101',
    'a boolean of two octets': '0102ffff',
    'an empty integer': '0200',
    'an integer with a zero too many': '02020001',
    'an integer with ones too many': '0202ff80',
    'bits that are unused and set': '03020781',
    'eight unused bits': '03020800',
    'unused bits of nothing': '030101',
    'an object id that does not end': '06025581',
    'an object id with a leading zero septet': '06028001',
    'a long form for a short length': '04810105',
    'a length with a leading zero': `048200c8${'aa'.repeat(200)}`,
    'an indefinite length': '30800000',
    'a length of five octets': '0485000000000100',
    'a string in parts': '2403040100',
    'a sequence that is primitive': '1000',
    'the end of an indefinite length': '0000',
    'a set that is out of order': '3106020102020101',
    'a tag of two octets': '1f1000',
    'a time of local hours': '170b3236303130313030303030',
  }

  for (const hex of good) {
    it(`is ${hex.slice(0, 20)}`, () => {
      assert.notEqual(readDer(Buffer.from(hex, 'hex')), null)
    })
  }
  for (const [name, hex] of Object.entries(bad)) {
    it(`is not ${name}`, () => {
      assert.equal(readDer(Buffer.from(hex, 'hex')), null)
    })
  }

  it('is not read deeper than 32 levels, and does not end the reader', () => {
    const nested = (levels: number) => {
      let value = tlv(0x30)
      for (let level = 0; level < levels; level += 1) value = tlv(0x30, value)
      return value
    }
    assert.notEqual(readDer(nested(32)), null)
    assert.equal(readDer(nested(33)), null)
    assert.equal(readDer(nested(20_000)), null)
  })
})
