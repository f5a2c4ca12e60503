import type { Node } from '../node.ts'
import type { Courier } from '../post.ts'
import { examineAttesting, examineCertificates } from './attestPart.ts'
import type { Finding } from './finding.ts'
import { type Machine, examineOwn } from './ownPart.ts'
import { examineAddress, examinePeers } from './peersPart.ts'

/** A node that is open, and what is known of the machine that it is on. */
export interface Examined {
  readonly node: Node
  readonly courier: Courier
  readonly machine: Machine
  /** PEM of what the port shows, and of what the node shows as a client; null: nothing. */
  readonly tls: { readonly port: string | null; readonly client: string | null }
}

/**
 * Does what a node is for, end to end, and tells of each thing how it stands. Nothing that it does stays: what is written is
 * undone or removed. Peers are asked one question each, as `trust circuit` asks it.
 */
export async function examine({ node, courier, machine, tls }: Examined): Promise<readonly Finding[]> {
  return [
    ...(await examineOwn(node, machine)),
    await examineAddress(node, courier),
    ...(await examinePeers(node, courier)),
    ...(await examineAttesting(node, courier)),
    ...examineCertificates(node, tls),
  ]
}
