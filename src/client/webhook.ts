import type { Notice } from './generated/api.ts'

/** What a node tells: that something happened, and the ids by which to ask for it. */
export type RogatoryEvent = Notice

/** A webhook as it came. */
export interface Received {
  /** Heads by their names in small letters. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  /** The very bytes of the body, as text. */
  readonly body: string
}

/** It is not one of this endpoint, or not of this time. */
export class WebhookNotVerified extends Error {
  readonly code = 'WEBHOOK_NOT_VERIFIED'

  constructor(reason: string) {
    super(`the webhook does not hold: ${reason}`)
    this.name = 'WebhookNotVerified'
  }
}

const prefix = 'whsec_'

/**
 * What a webhook says, where it holds (Standard Webhooks 1.0, symmetric). Rejects with WebhookNotVerified. The same `webhook-id` may come
 * twice: whoever acts upon it remembers those of the last days.
 *
 * @param secret - as `rogatory webhook make` has shown it
 */
export async function verifyWebhook(
  secret: string,
  { headers, body }: Received,
  {
    now = new Date(),
    toleranceSeconds = 300,
  }: { readonly now?: Date; readonly toleranceSeconds?: number } = {},
): Promise<{ readonly id: string; readonly event: RogatoryEvent }> {
  const head = (name: string): string => {
    const value = headers[name]
    if (typeof value !== 'string' || value === '') throw new WebhookNotVerified(`it has no ${name}`)
    return value
  }
  const id = head('webhook-id')
  const seconds = head('webhook-timestamp')
  if (!/^[0-9]{1,12}$/.test(seconds)) throw new WebhookNotVerified('its time is no time')
  if (Math.abs(now.getTime() / 1_000 - Number(seconds)) > toleranceSeconds)
    throw new WebhookNotVerified('it is not of this time')
  const secretBytes = bytesOf(secret.startsWith(prefix) ? secret.slice(prefix.length) : secret)
  if (secretBytes.length === 0) throw new WebhookNotVerified('the secret is not one of a webhook')
  const key = await crypto.subtle.importKey('raw', secretBytes, { name: 'HMAC', hash: 'SHA-256' }, false, [
    'verify',
  ])
  const signed = new TextEncoder().encode(`${id}.${seconds}.${body}`)
  for (const one of head('webhook-signature').split(' ')) {
    const [version, mac = ''] = one.split(',')
    // WebCrypto compares in a time that tells nothing.
    if (version === 'v1' && (await crypto.subtle.verify('HMAC', key, bytesOf(mac), signed)))
      return { id, event: JSON.parse(body) as RogatoryEvent }
  }
  throw new WebhookNotVerified('its signature is not by this secret')
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
  } catch {
    return new Uint8Array()
  }
}
