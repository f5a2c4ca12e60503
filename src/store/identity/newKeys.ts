import { generateKeyPair, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import { calculateJwkThumbprint } from 'jose'
import { encryptedKeyPem } from './encryptedKey.ts'
import { encryptionKeyFile } from './folder.ts'

const rsaBits = 3072

const generate = promisify(generateKeyPair)

/** The kinds of key that are made here, by the words that people order them with. */
export const newKeys = {
  rsa: async () => await generate('rsa', { modulusLength: rsaBits }),
  ec: async () => await generate('ec', { namedCurve: 'P-256' }),
  'ec-384': async () => await generate('ec', { namedCurve: 'P-384' }),
} as const

/** A new Ed25519 key for the log. */
export async function newLogKey(): Promise<KeyObject> {
  return (await generate('ed25519')).privateKey
}

/** A new key for sealing to this node, as a file. */
export async function newEncryptionKey(
  passphrase: string,
): Promise<{ kid: string; file: string; content: string }> {
  const { privateKey, publicKey } = await generate('x25519')
  const kid = await kidOf(publicKey)
  return { kid, file: encryptionKeyFile(kid), content: encryptedKeyPem(privateKey, passphrase) }
}

/** The name of an encryption key: its JWK thumbprint (RFC 7638), which needs no register to be unique. */
export async function kidOf(key: KeyObject): Promise<string> {
  return calculateJwkThumbprint(key.export({ format: 'jwk' }))
}
