import { createHmac } from 'node:crypto'

/** Before the secret, so that whoever looks for secrets in files finds it; the rest is base64 (Standard Webhooks). */
export const secretPrefix = 'whsec_'
export const secretBytes = 32

/** The heads by which who gets a webhook knows what it is. */
export type WebhookHead = 'webhook-id' | 'webhook-timestamp' | 'webhook-signature'

/** A secret as it is shown once. */
export function secretShown(secret: Uint8Array): string {
  return `${secretPrefix}${Buffer.from(secret).toString('base64')}`
}

/**
 * The heads of a webhook (Standard Webhooks 1.0, symmetric): id, seconds since 1970, and `v1,` with HMAC-SHA256 over all three and the
 * body.
 */
export function signedHeads(
  secret: Uint8Array,
  { id, body, at }: { readonly id: string; readonly body: string; readonly at: Date },
): Readonly<Record<WebhookHead, string>> {
  const seconds = String(Math.floor(at.getTime() / 1_000))
  const mac = createHmac('sha256', secret).update(`${id}.${seconds}.${body}`).digest('base64')
  return { 'webhook-id': id, 'webhook-timestamp': seconds, 'webhook-signature': `v1,${mac}` }
}
