import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { canonicalText } from '../../src/message/canonical.ts'
import type { Authority, TrustList } from '../../src/message/generated/types.ts'
import type { JsonObject, JsonValue } from '../../src/message/json.ts'
import { secondOf } from '../../src/message/moment.ts'
import { validateTrustList } from '../../src/message/validate.ts'
import { fromLote, readLote } from '../../src/trust/fromLote.ts'
import { digestOfBase64 } from '../../src/trust/list.ts'
import { toLote } from '../../src/trust/toLote.ts'
import { withChange } from '../message/schemaWalk.ts'
import { list, listWith } from './fixture.ts'
import { spoiledLotes } from './spoiledLotes.ts'

const example = (name: string) =>
  JSON.parse(readFileSync(`schemas/example/${name}.json`, 'utf8')) as JsonObject
const wire = (one: TrustList) => JSON.parse(canonicalText(toLote(one))) as JsonObject

/** What a State can say, in the order and with the times that schemas/trust-list.json asks for. */
const lists: fc.Arbitrary<TrustList> = fc
  .record({
    state: fc.constantFrom('VN', 'QA', 'GR', 'EUE'),
    sequence: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
    demonstration: fc.constantFrom(undefined, true as const),
    name: texts(),
    authorities: fc.array(authorities(), { minLength: 1, maxLength: 4 }),
    certificateAuthorities: fc.uniqueArray(fc.tuple(base64s(), fc.boolean()), {
      minLength: 1,
      maxLength: 4,
      selector: ([certificate]) => certificate,
    }),
    listSigners: fc.array(base64s(), { minLength: 1, maxLength: 2 }),
    signers: fc.array(fc.tuple(base64s(), fc.constantFrom('message' as const, 'http' as const), times()), {
      minLength: 1,
      maxLength: 6,
    }),
    keys: fc.array(fc.tuple(fc.constantFrom(...list.encryptionKeys), times()), {
      minLength: 1,
      maxLength: 4,
    }),
    rules: fc.constantFrom(undefined, example('trust-list').rules as unknown as TrustList['rules']),
    issuedAt: seconds(),
    nextUpdate: seconds(),
    isWitness: fc.boolean(),
  })
  .map(({ certificateAuthorities, demonstration, keys, rules, signers, isWitness, ...said }) => {
    const { witness, ...others } = list
    const revocationLists = certificateAuthorities
      .filter(([, isRevoking]) => isRevoking)
      .map(([one]) => ({ authority: digestOfBase64(one), url: `https://example.org/${one.length}.crl` }))
    return {
      ...others,
      ...(isWitness && witness !== undefined ? { witness } : {}),
      ...said,
      ...(demonstration === undefined ? {} : { demonstration }),
      ...(rules === undefined ? {} : { rules }),
      ...(revocationLists.length === 0 ? {} : { revocationLists }),
      certificateAuthorities: certificateAuthorities.map(([one]) => one),
      signers: signers.map(([certificate, use, { validFrom, statusSince }]) => ({
        certificate,
        use,
        validFrom,
        status: statusSince === null ? 'inForce' : 'withdrawn',
        statusSince: statusSince ?? validFrom,
      })),
      encryptionKeys: keys.map(([{ kid, jwk }, { validFrom, statusSince }]) => ({
        kid,
        jwk,
        validFrom,
        ...(statusSince === null ? { status: 'inForce' } : { status: 'withdrawn', statusSince }),
      })),
    } satisfies TrustList
  })

function base64s(): fc.Arbitrary<string> {
  return fc.uint8Array({ minLength: 10, maxLength: 60 }).map((bytes) => Buffer.from(bytes).toString('base64'))
}

function seconds(): fc.Arbitrary<string> {
  return fc.date({ min: new Date(0), max: new Date(253_402_300_799_000), noInvalidDate: true }).map(secondOf)
}

/** When something began, and since when it is withdrawn; null where it is not. */
function times(): fc.Arbitrary<{ validFrom: string; statusSince: string | null }> {
  return fc.tuple(seconds(), seconds(), fc.boolean()).map(([one, other, isWithdrawn]) => {
    const [validFrom = one, statusSince = other] = [one, other].sort()
    return { validFrom, statusSince: isWithdrawn ? statusSince : null }
  })
}

function texts(): fc.Arbitrary<TrustList['name']> {
  const words = fc.constantFrom(
    'Viện kiểm sát',
    'النيابة العامة',
    'two\nlines',
    'A "name", with <signs> & \\',
  )
  const one = fc.record({ language: fc.constantFrom('vi', 'ar', 'en', 'zh-Hant'), text: words })
  return fc
    .tuple(one, fc.array(one, { maxLength: 3 }))
    .map(([first, translations]) => (translations.length === 0 ? first : { ...first, translations }))
}

function authorities(): fc.Arbitrary<Authority> {
  const [said] = list.authorities
  assert.ok(said !== undefined)
  return fc
    .record(
      {
        name: texts(),
        validFrom: seconds(),
        validUntil: seconds(),
        roles: fc.constantFrom<NonNullable<Authority['roles']>>(['central'], ['police', 'court']),
        // Whatever a mail address may hold that means something else in a URI.
        email: fc.constantFrom(
          'mla@example.org',
          'a+b%41c@example.org',
          "o'n/e?l=1#2&x@example.org",
          '`{|}~^@a.org',
        ),
        telephone: fc.constantFrom('+84241234567', '+9741'),
      },
      { requiredKeys: ['name', 'validFrom'] },
    )
    .map((more) => ({ ...said, ...more }))
}

describe('a trust list as a list of trusted entities', () => {
  it('is the same list when it is read back, whatever a State says', () => {
    const property = fc.property(lists, (made) => {
      // Plain objects, as JSON gives them.
      const said = structuredClone(made)
      const valid = validateTrustList(said)
      assert.ok(valid.ok, JSON.stringify(valid))
      assert.deepEqual(fromLote(toLote(said)), said)
      assert.deepEqual(readLote(wire(said)), { ok: true, list: said })
    })
    fc.assert(property, { numRuns: 200 })
  })

  it('is what the example shows, both ways', () => {
    assert.deepEqual(wire(example('trust-list') as unknown as TrustList), example('lote'))
    assert.deepEqual(readLote(example('lote')), { ok: true, list: example('trust-list') })
  })

  it('tells of what is withdrawn that it was in force, and of what is in force nothing', () => {
    const [before] = list.signers
    assert.ok(before !== undefined)
    const withdrawn = { ...before, status: 'withdrawn' as const, statusSince: '2026-05-01T00:00:00Z' }
    const [operator] = toLote(listWith({ signers: [before, withdrawn] })).LoTE.TrustedEntitiesList
    const ofSigners = operator?.TrustedEntityServices.filter(({ ServiceInformation }) =>
      ServiceInformation.ServiceTypeIdentifier.endsWith('/message-signer'),
    )
    const [inForce, ended] = ofSigners ?? []
    assert.equal(inForce?.ServiceHistory, undefined)
    assert.equal(inForce?.ServiceInformation.StatusStartingTime, before.validFrom)
    assert.equal(ended?.ServiceInformation.StatusStartingTime, withdrawn.statusSince)
    assert.deepEqual(ended.ServiceHistory, [inForce.ServiceInformation])
  })

  it('says to who does not know the exchange that a demonstration is none of a State', () => {
    const { SchemeExtensions } = toLote(listWith({ demonstration: true })).LoTE.ListAndSchemeInformation
    assert.deepEqual(
      SchemeExtensions.filter(({ critical }) => critical).map(({ extension }) => extension),
      ['https://rogatory.example/trust-list/extension/demonstration'],
    )
  })

  for (const [name, path, change] of spoiledLotes) {
    it(`is refused ${name}`, () => {
      const good = wire(spoiling)
      assert.ok(readLote(good).ok)
      const read = readLote(withChange(good, ['LoTE', ...path], change))
      assert.equal(read.ok ? 'good' : read.code, 'TRUST_LIST_INVALID')
    })
  }

  it('is refused where it is nothing of the kind', () => {
    const others: readonly JsonValue[] = [null, [], {}, 'LoTE', { LoTE: {} }, example('trust-list')]
    for (const other of others) {
      const read = readLote(other)
      assert.equal(read.ok ? 'good' : read.code, 'TRUST_LIST_INVALID')
    }
  })
})

/** A list of which every member is there that can be spoiled. */
const [authority] = list.authorities
const [signer] = list.signers
assert.ok(authority !== undefined && signer !== undefined)
const spoiling = listWith({
  demonstration: true,
  name: { language: 'vi', text: 'Viện kiểm sát', translations: [{ language: 'en', text: 'Procuracy' }] },
  authorities: [
    { ...authority, email: 'mla@example.org', telephone: '+84241234567', validUntil: '2030-01-01T00:00:00Z' },
  ],
  revocationLists: [
    { authority: digestOfBase64(list.certificateAuthorities[0] ?? ''), url: 'https://vn.example.org/crl' },
  ],
  signers: [signer, { ...signer, status: 'withdrawn', statusSince: '2026-05-01T00:00:00Z' }],
})
