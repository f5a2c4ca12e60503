import type { Text } from '../../message/generated/types.ts'
import type { Node } from '../node.ts'

/** An authority that can be asked. */
export interface AskedAuthority {
  readonly id: string
  readonly name: Text
  readonly languages: readonly string[]
}

/** Those of the peers that may be asked for something, by State. */
export function askable(node: Node): readonly AskedAuthority[] {
  const now = node.now().getTime()
  return [...node.trust.peers].sort().flatMap((state) =>
    (node.trust.peer(state)?.list.authorities ?? [])
      .filter(({ validFrom, validUntil }) => isNow(now, validFrom, validUntil))
      .filter(({ competences }) => competences.some(({ roles }) => roles.includes('requested')))
      .map(({ id, name, languages }) => ({ id, name, languages })),
  )
}

function isNow(now: number, from: string, until: string | undefined): boolean {
  return Date.parse(from) <= now && (until === undefined || now < Date.parse(until))
}
