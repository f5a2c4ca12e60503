import type { Config } from './config.ts'
import { type ProviderClient, providerClient } from './exchange/people/provider/providerClient.ts'
import type { OpenNode } from './openNode.ts'
import { readProviderProof } from './providerProof.ts'

/**
 * The desk as a client of the identity provider that the configuration names; null: it names none.
 *
 * @throws Error with words for the operator, where what the desk proves itself by cannot be read
 */
export async function providerOfDesk(
  { provider }: Config,
  { node, tls }: Pick<OpenNode, 'node' | 'tls'>,
): Promise<ProviderClient | null> {
  if (provider === undefined) return null
  const { proof, ...terms } = provider
  const readProof = () => readProviderProof(proof)
  // What cannot be read is told now, and not to the first person who signs in.
  await readProof()
  return providerClient(node, { ...terms, proof: readProof }, tls.client)
}
