import { type KeyObject, createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'

/** What a test has an authenticator or its browser do otherwise than they should. */
export interface Otherwise {
  readonly origin?: string
  readonly crossOrigin?: boolean
  readonly type?: string
  readonly challenge?: string
  /** The host for which it signs. */
  readonly host?: string
  /** Present 1, verified 4, with a key 64. */
  readonly flags?: number
  readonly counter?: number
  /** Base64url; null: it does not say whose it is. */
  readonly userHandle?: string | null
  readonly id?: Buffer
  /** Signs in the place of its own key. */
  readonly key?: KeyObject
  /** What it attests of itself, as it stands in the attestation object. */
  readonly attests?: { readonly form: string; readonly statement: Cbor }
}

/** What the desk asks of a browser. */
export interface AskedOfBrowser {
  readonly challenge: string
  readonly user?: { readonly id: string; readonly name: string }
  readonly allowCredentials?: readonly { readonly id: string; readonly transports: readonly string[] }[]
}

/** A passkey and the browser before it, written after WebAuthn Level 3 over `node:crypto`: it shares nothing with the library of the desk. */
export interface Authenticator {
  readonly id: Buffer
  /** As often as it says that it was used. */
  counter: number
  /** Whose it is, once it was made. */
  userHandle: string
  readonly make: (asked: AskedOfBrowser, otherwise?: Otherwise) => string
  readonly use: (asked: AskedOfBrowser, otherwise?: Otherwise) => string
}

/** Names of algorithms, by their number in COSE (RFC 9053). */
export type Algorithm = -7 | -8 | -257 | -35

/**
 * An authenticator with one passkey.
 *
 * @param origin - of the page on which it is used
 */
export function authenticatorAt(origin: string, algorithm: Algorithm = -7): Authenticator {
  const { privateKey, publicKey } = keysFor(algorithm)
  const id = randomBytes(32)
  const clientData = (type: string, { challenge }: AskedOfBrowser, otherwise: Otherwise): Buffer =>
    Buffer.from(
      JSON.stringify({
        type: otherwise.type ?? type,
        challenge: otherwise.challenge ?? challenge,
        origin: otherwise.origin ?? origin,
        crossOrigin: otherwise.crossOrigin ?? false,
      }),
    )
  const data = (flags: number, counter: number, host = new URL(origin).hostname): Buffer =>
    Buffer.concat([sha256(host), Buffer.from([flags]), numberIn(counter, 4)])
  const own: Authenticator = {
    id,
    counter: 0,
    userHandle: '',
    make(asked, otherwise = {}) {
      own.userHandle = asked.user?.id ?? ''
      const named = otherwise.id ?? id
      const authData = Buffer.concat([
        data(otherwise.flags ?? 0x45, otherwise.counter ?? own.counter, otherwise.host),
        Buffer.alloc(16),
        numberIn(named.length, 2),
        named,
        cbor(coseOf(algorithm, publicKey)),
      ])
      const { form, statement } = otherwise.attests ?? { form: 'none', statement: new Map() }
      const attestation = cbor(
        new Map<string, Cbor>([
          ['fmt', form],
          ['attStmt', statement],
          ['authData', authData],
        ]),
      )
      return answerOf(named, {
        clientDataJSON: text(clientData('webauthn.create', asked, otherwise)),
        attestationObject: text(attestation),
        transports: ['internal', 'unheard-of'],
      })
    },
    use(asked, otherwise = {}) {
      own.counter = otherwise.counter ?? own.counter + 1
      const client = clientData('webauthn.get', asked, otherwise)
      const authData = data(otherwise.flags ?? 0x05, own.counter, otherwise.host)
      const signed = Buffer.concat([authData, sha256(client)])
      const userHandle = otherwise.userHandle === undefined ? own.userHandle : otherwise.userHandle
      return answerOf(otherwise.id ?? id, {
        clientDataJSON: text(client),
        authenticatorData: text(authData),
        signature: text(sign(algorithm === -8 ? null : 'sha256', signed, otherwise.key ?? privateKey)),
        ...(userHandle === null ? {} : { userHandle }),
      })
    },
  }
  return own
}

function answerOf(id: Buffer, response: object): string {
  return JSON.stringify({ id: text(id), rawId: text(id), type: 'public-key', response, more: 'is not read' })
}

function keysFor(algorithm: Algorithm) {
  if (algorithm === -8) return generateKeyPairSync('ed25519')
  if (algorithm === -257) return generateKeyPairSync('rsa', { modulusLength: 2048 })
  return generateKeyPairSync('ec', { namedCurve: algorithm === -35 ? 'P-384' : 'P-256' })
}

/** A public key as COSE writes it (RFC 9053 section 7, RFC 8230). */
function coseOf(algorithm: Algorithm, key: KeyObject): Cbor {
  const { x = '', y = '', n = '', e = '' } = key.export({ format: 'jwk' })
  const bytes = (value: string): Buffer => Buffer.from(value, 'base64url')
  if (algorithm === -8)
    return new Map<number, Cbor>([
      [1, 1],
      [3, -8],
      [-1, 6],
      [-2, bytes(x)],
    ])
  if (algorithm === -257)
    return new Map<number, Cbor>([
      [1, 3],
      [3, -257],
      [-1, bytes(n)],
      [-2, bytes(e)],
    ])
  const curve = algorithm === -35 ? 2 : 1
  return new Map<number, Cbor>([
    [1, 2],
    [3, algorithm],
    [-1, curve],
    [-2, bytes(x)],
    [-3, bytes(y)],
  ])
}

/** What is written as CBOR (RFC 8949): whole numbers, text, bytes, lists and maps. */
export type Cbor = number | string | Buffer | readonly Cbor[] | ReadonlyMap<number | string, Cbor>

function cbor(value: Cbor): Buffer {
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value)
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)])
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value])
  if (isList(value)) return Buffer.concat([head(4, value.length), ...value.map(cbor)])
  return Buffer.concat([head(5, value.size), ...[...value].flatMap(([key, one]) => [cbor(key), cbor(one)])])
}

function isList(value: readonly Cbor[] | ReadonlyMap<number | string, Cbor>): value is readonly Cbor[] {
  return Array.isArray(value)
}

function head(major: number, count: number): Buffer {
  if (count < 24) return Buffer.from([(major << 5) | count])
  if (count < 256) return Buffer.from([(major << 5) | 24, count])
  return Buffer.concat([Buffer.from([(major << 5) | 25]), numberIn(count, 2)])
}

function numberIn(value: number, bytes: 2 | 4): Buffer {
  const buffer = Buffer.alloc(bytes)
  buffer.writeUIntBE(value, 0, bytes)
  return buffer
}

function sha256(content: Buffer | string): Buffer {
  return createHash('sha256').update(content).digest()
}

function text(bytes: Buffer): string {
  return bytes.toString('base64url')
}
