import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'

/** What a browser says that it has had signed, as the authenticator signed it (WebAuthn: client data). */
interface ClientData {
  readonly type: string
  /** Base64url. */
  readonly challenge: string
  readonly origin: string
  readonly crossOrigin: boolean
}

interface Answer {
  /** Of the passkey. */
  readonly id: Buffer
  readonly client: ClientData
}

/** A passkey that was used. */
export interface Assertion extends Answer {
  /** SHA-256 of the host, flags and counter, as they were signed. */
  readonly data: Buffer
  /** Whose it is, as the authenticator knows it; null: it has not said so. */
  readonly userHandle: Buffer | null
  readonly json: AuthenticationResponseJSON
}

/** A passkey that was made. */
export interface Attestation extends Answer {
  /** How a browser reaches it. */
  readonly transports: readonly string[]
  readonly json: RegistrationResponseJSON
}

const transports = ['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'] as const
type Transport = (typeof transports)[number]

/** Reads a passkey that was used, of its members those alone that count. Null: it is none. */
export function readAssertion(text: string): Assertion | null {
  const read = readAnswer(text)
  if (read === null) return null
  const { id, response, client, clientDataJSON } = read
  const { authenticatorData, signature, userHandle } = response
  if (!isBase64url(authenticatorData) || !isBase64url(signature)) return null
  if (userHandle !== undefined && !isBase64url(userHandle)) return null
  const data = Buffer.from(authenticatorData, 'base64url')
  if (data.length < 37) return null
  return {
    id,
    client,
    data,
    userHandle: userHandle === undefined ? null : Buffer.from(userHandle, 'base64url'),
    json: {
      ...named(id),
      response: {
        clientDataJSON,
        authenticatorData,
        signature,
        ...(userHandle === undefined ? {} : { userHandle }),
      },
    },
  }
}

/** Reads a passkey that was made, of its members those alone that count. Null: it is none. */
export function readAttestation(text: string): Attestation | null {
  const read = readAnswer(text)
  if (read === null) return null
  const { id, response, client, clientDataJSON } = read
  const { attestationObject, transports: told } = response
  if (!isBase64url(attestationObject)) return null
  const known = Array.isArray(told) ? transports.filter((one) => told.includes(one)) : ([] as Transport[])
  return {
    id,
    client,
    transports: known,
    json: { ...named(id), response: { clientDataJSON, attestationObject } },
  }
}

function readAnswer(text: string) {
  const answer = objectIn(text)
  const { id, type, response } = answer ?? {}
  if (!isBase64url(id) || type !== 'public-key' || !isObject(response)) return null
  const bytes = Buffer.from(id, 'base64url')
  const { clientDataJSON } = response
  if (bytes.length > 1023 || bytes.toString('base64url') !== id || !isBase64url(clientDataJSON)) return null
  const client = objectIn(Buffer.from(clientDataJSON, 'base64url').toString('utf8'))
  const { type: done, challenge, origin, crossOrigin = false } = client ?? {}
  if (typeof done !== 'string' || typeof challenge !== 'string' || typeof origin !== 'string') return null
  if (typeof crossOrigin !== 'boolean') return null
  return { id: bytes, response, clientDataJSON, client: { type: done, challenge, origin, crossOrigin } }
}

function named(id: Buffer) {
  const name = id.toString('base64url')
  return { id: name, rawId: name, type: 'public-key' as const, clientExtensionResults: {} }
}

function objectIn(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : null
  } catch {
    return null
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isBase64url(value: unknown): value is string {
  return typeof value === 'string' && /^[A-Za-z0-9_-]+$/.test(value)
}
