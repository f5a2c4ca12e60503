import type { Node } from '../node.ts'
import type { Courier } from '../post.ts'
import { examineAttesting, examineCertificates } from './attestPart.ts'
import { type Beside, examineBeside } from './besidePart.ts'
import { type Finding, notTried, part } from './finding.ts'
import { examineMessage } from './messagePart.ts'
import { type Machine, examineOwn } from './ownPart.ts'
import { examinePlace } from './placePart.ts'
import { examineAddress, examinePeers } from './peersPart.ts'

/** A node that is open, and what is known of the machine that it is on. */
export interface Examined {
  readonly node: Node
  readonly courier: Courier
  readonly machine: Machine
  readonly beside: Beside
  /** PEM of what the port shows, and of what the node shows as a client; null: nothing. */
  readonly tls: { readonly port: string | null; readonly client: string | null }
}

/**
 * Does what a node is for, end to end, and tells of each thing how it stands. Of what it does one entry of the log stays, `doctor.ran`;
 * all else that is written is undone or removed. Peers are asked what leaves nothing behind.
 */
export async function examine({
  node,
  courier,
  machine,
  beside,
  tls,
}: Examined): Promise<readonly Finding[]> {
  const own = await examineOwn(node, machine)
  return [
    ...own,
    ...(await part('message', () => examineWork(node, own))),
    ...(await part('address', async () => [await examineAddress(node, courier)])),
    ...(await part('peer', () => examinePeers(node, courier))),
    ...(await part('witness', () => examineAttesting(node, courier))),
    ...(await part('certificates', () => Promise.resolve(examineCertificates(node, tls)))),
    ...(await examineBeside(node, beside)),
  ]
}

/** A message through the whole node, and an entry to its proof: not where the database takes nothing, or went back. */
async function examineWork(node: Node, own: readonly Finding[]): Promise<readonly Finding[]> {
  const stopping = own.find(({ of, code, severity }) =>
    of === 'database' ? severity === 'bad' && code !== 'DATABASE_NOT_DURABLE' : code === 'NODE_ROLLED_BACK',
  )
  if (stopping !== undefined) {
    const words = `no message was made and no entry noted, because of ${stopping.code ?? ''}`
    return [notTried('message', words)]
  }
  const { findings, digest } = await examineMessage(node)
  return [...findings, await examinePlace(node, digest)]
}
