import { listFreeDeposits } from '../../store/exhibits/freeDeposits.ts'
import type { Node } from '../node.ts'
import type { Scan } from './scanner.ts'
import type { Announcement, IntakeOrder } from './takeIn.ts'

/** A deposit by what it is known again. Hashes are hex. */
export interface Known {
  readonly deposit: string
  readonly bytes: number
  readonly mediaType: string
  readonly sha256: string
  readonly sha512: string
  /** SHA-256 of its sealed form. */
  readonly sealed: string
}

/** Content that need not be taken in once more. */
export interface KnownContent {
  /** Whether some of it has so many bytes. */
  readonly hasSize: (bytes: number) => boolean
  /** The deposit that has this content and of which the sealed file is there; else null. */
  readonly find: (content: Pick<Known, 'bytes' | 'sha256' | 'sha512'>) => Promise<Known | null>
  readonly add: (one: Known) => void
}

/**
 * What is here already and may stand for a file of a folder (`listFreeDeposits`).
 *
 * @param sizes - of its files, in bytes
 */
export async function knownContent(
  node: Node,
  { authority, derivedFrom }: Pick<IntakeOrder, 'authority' | 'derivedFrom'>,
  sizes: readonly number[],
): Promise<KnownContent> {
  const bySize = new Map<number, Known[]>()
  const add = (one: Known): void => {
    const before = bySize.get(one.bytes)
    if (before === undefined) bySize.set(one.bytes, [one])
    else before.push(one)
  }
  const of = { state: node.state, authority, sizes: [...new Set(sizes)] }
  for (const row of await listFreeDeposits(node.db, of)) {
    // What no scanner has seen to its end does not stand for what one is to see.
    const isSeen = node.scanner === null || (row.scan !== null && outcomeOf(row.scan) === 'clean')
    if (isSeen && row.derived_from === (derivedFrom ?? null))
      add({
        deposit: row.id,
        bytes: row.bytes,
        mediaType: row.media_type,
        sha256: row.sha256.toString('hex'),
        sha512: row.sha512.toString('hex'),
        sealed: row.sealed_sha256.toString('hex'),
      })
  }
  return {
    add,
    hasSize: (bytes) => bySize.has(bytes),
    async find({ bytes, sha256, sha512 }) {
      const found = bySize.get(bytes)?.find((one) => one.sha256 === sha256 && one.sha512 === sha512)
      if (found === undefined) return null
      // Its sealed file may have been lost with a disk.
      return (await node.exhibits.sizeOf(found.sealed)) === null ? null : found
    },
  }
}

/** What was taken in, as it will be known again. */
export function knownAs({ deposit, bytes, mediaType, sha256, sha512, sealed }: Announcement): Known {
  return { deposit, bytes, mediaType, sha256, sha512, sealed: sealed.sha256 }
}

function outcomeOf(scan: string): string {
  return (JSON.parse(scan) as Scan).outcome
}
