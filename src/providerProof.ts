import { createPrivateKey } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { ProviderProof } from './exchange/people/provider/terms.ts'
import { type ProviderSetting, providerSettings } from './settings/providerSetting.ts'

const rsaBitsMin = 2048
const curve = 'prime256v1'

/**
 * What the desk proves itself by at the identity provider, as its file holds it at this moment: one that was renewed is taken
 * up when the provider is asked again what it can do.
 *
 * @throws Error with words for the operator, where it cannot be read or is none
 */
export async function readProviderProof({ by, file }: ProviderSetting['proof']): Promise<ProviderProof> {
  const name = by === 'key' ? providerSettings.keyFile : providerSettings.secretFile
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new Error(`${name}: ${file} cannot be read`, { cause })
  })
  if (by === 'secret') {
    const secret = text.trim()
    if (secret === '') throw new Error(`${name}: ${file} is empty`)
    return { by, secret }
  }
  const key = keyIn(text)
  if (key === null)
    throw new Error(`${name}: ${file} holds no private key in PEM (EC P-256, Ed25519, or RSA of 2048 bits)`)
  return { by, key }
}

function keyIn(text: string) {
  try {
    const key = createPrivateKey(text)
    const { modulusLength = 0, namedCurve } = key.asymmetricKeyDetails ?? {}
    const { asymmetricKeyType: kind } = key
    const isFit =
      kind === 'ed25519' ||
      (kind === 'ec' && namedCurve === curve) ||
      (kind === 'rsa' && modulusLength >= rsaBitsMin)
    return isFit ? key : null
  } catch {
    return null
  }
}
