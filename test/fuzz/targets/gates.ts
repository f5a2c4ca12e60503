import assert from 'node:assert/strict'
import { decodeBase64url, gateJwe, gateJws } from '../../../src/envelope/gate.ts'
import { type Kind, type SealedKind, kinds, sealedKinds } from '../../../src/envelope/kinds.ts'
import { canonicalText } from '../../../src/message/canonical.ts'
import type { JsonObject, JsonValue } from '../../../src/message/json.ts'
import { certificateDigest } from '../../../src/trust/certificate.ts'
import { headerOf } from '../../envelope/craft.ts'
import { signers } from '../../trust/fixture.ts'
import { mutateBase64url } from '../mutate/bytes.ts'
import { mutateJson, vocabularyOf } from '../mutate/json.ts'
import { mutateText, severalTimes } from '../mutate/text.ts'
import type { Random } from '../random.ts'
import { type Target, isAccepted } from '../target.ts'
import { withKeys, withNames } from '../world.ts'

/** A compact serialisation: the header as a value or as a text, and the other parts in base64url. */
interface Compact {
  readonly header: JsonValue
  readonly text: string | null
  readonly parts: readonly string[]
}

const kindNames = Object.keys(kinds) as Kind[]
const sealedNames = Object.keys(sealedKinds) as SealedKind[]
const part = (bytes: number) => Buffer.alloc(bytes, 0xa5).toString('base64url')

const epks: readonly JsonObject[] = [
  { crv: 'X25519', kty: 'OKP', x: part(32) },
  { crv: 'P-256', kty: 'EC', x: part(32), y: part(32) },
]
const jwes: readonly Compact[] = epks.flatMap((epk) =>
  sealedNames.map((kind) => ({
    header: {
      alg: 'ECDH-ES+A256KW',
      cty: sealedKinds[kind].cty,
      enc: 'A256GCM',
      epk,
      kid: 'x25519-1',
      typ: sealedKinds[kind].typ,
    },
    text: null,
    parts: [part(40), part(12), part(50), part(16)],
  })),
)
const jwss: readonly Compact[] = Object.values(signers).flatMap((signer) =>
  kindNames.map((kind) => ({
    header: withNames({ ...headerOf(signer), cty: kinds[kind].cty, typ: kinds[kind].typ }),
    text: null,
    parts: [part(30), part(64)],
  })),
)
const vocabulary = vocabularyOf([...jwes, ...jwss].map(({ header }) => header))

function mutate(random: Random, { header, text, parts }: Compact): Compact {
  switch (random.below(8)) {
    case 0: {
      const written = text ?? JSON.stringify(header)
      return { header, text: mutateText(random, written), parts }
    }
    case 1: {
      const place = random.below(parts.length)
      return {
        header,
        text,
        parts: parts.map((one, at) => (at === place ? mutateBase64url(random, one) : one)),
      }
    }
    case 2:
      return random.once(2)
        ? { header, text, parts: [...parts, ''] }
        : { header, text, parts: parts.slice(1) }
    case 3:
      // Another order of the members, or a member twice.
      return { header, text: reordered(random, header), parts }
    default:
      return { header: mutateJson(random, header, vocabulary), text: null, parts }
  }
}

function reordered(random: Random, header: JsonValue): string {
  const written = JSON.stringify(withKeys(header))
  const members = written.slice(1, -1).split(/,(?=")/)
  return `{${(random.once(2) ? members.reverse() : [...members, random.pick(members)]).join(',')}}`
}

/** The kind that a header names, and the one after it: what is of one kind passes for no other. */
function twoKinds<K extends Kind>(
  header: string,
  names: readonly K[],
  of: Readonly<Record<K, { readonly typ: string }>>,
): readonly K[] {
  const at = Math.max(
    0,
    names.findIndex((kind) => header.includes(of[kind].typ)),
  )
  return [names[at], names[(at + 1) % names.length]].flatMap((kind) => kind ?? [])
}

/** The header and the other parts, as the text that came. */
function compact(input: JsonValue): { readonly text: string; readonly header: string } {
  const { header, text, parts } = input as unknown as Compact
  const written = text ?? canonicalOr(withKeys(header))
  return { header: written, text: [Buffer.from(written).toString('base64url'), ...parts].join('.') }
}

function canonicalOr(value: JsonValue): string {
  try {
    return canonicalText(value)
  } catch {
    return JSON.stringify(value)
  }
}

const makeFrom =
  (examples: readonly Compact[]): Target['make'] =>
  (random, from) =>
    severalTimes(random, (from ?? random.pick(examples)) as Compact, mutate) as unknown as JsonValue

export const jweGate: Target = {
  name: 'jweGate',
  share: 70,
  inputsMin: 100_000,
  make: makeFrom(jwes),
  check: (input) => {
    const { text, header } = compact(input)
    for (const kind of twoKinds(header, sealedNames, sealedKinds)) {
      if (!isAccepted(gateJwe(text, kind))) continue
      assertOneSpelling(text)
      assert.equal(JSON.stringify(JSON.parse(header)), header, 'a header with two spellings passes')
      assert.equal((JSON.parse(header) as JsonObject).typ, sealedKinds[kind].typ)
    }
  },
}

export const jwsGate: Target = {
  name: 'jwsGate',
  share: 20,
  inputsMin: 100_000,
  make: makeFrom(jwss),
  check: (input) => {
    const { text, header } = compact(input)
    for (const kind of twoKinds(header, kindNames, kinds)) {
      const gated = gateJws(kind, text)
      if (!isAccepted(gated)) continue
      assertOneSpelling(text)
      const value = JSON.parse(header) as JsonObject
      assert.equal(canonicalText(value), header, 'a header that is not canonical passes')
      assert.equal(value.typ, kinds[kind].typ)
      assert.equal(gated.signedAt.getTime(), Number(value.iat) * 1000)
      assert.equal(certificateDigest(gated.certificate), gated.certificateDigest)
      const x5c = [gated.certificate, gated.issuer].map((der) => der.toString('base64'))
      assert.deepEqual(x5c, value.x5c, 'certificates with two spellings pass')
      assert.ok(!Number.isNaN(gated.signedAt.getTime()))
    }
  },
}

function assertOneSpelling(text: string): void {
  const again = text.split('.').map((one) => decodeBase64url(one)?.toString('base64url'))
  assert.equal(again.join('.'), text, 'a part with two spellings passes')
}
