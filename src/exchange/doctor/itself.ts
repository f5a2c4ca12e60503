import type { Authority } from '../../message/generated/types.ts'
import { authorityOf } from '../../trust/list.ts'
import { type TrustDirectory, trustDirectory } from '../directory.ts'
import type { Node } from '../node.ts'

/** A node that has itself for a peer, so that it judges what it sends as a peer would: by its own published list. */
export interface Itself {
  readonly node: Node
  /** Who speaks, and is written to. */
  readonly authority: Authority
}

/** What the doctor writes is of this kind: a drill, behind which no case stands. */
const kind = 'contact-test'

/** Null where the trust list of this State names no authority that is designated now. */
export function asItsOwnPeer(node: Node): Itself | null {
  const own = node.trust.own()
  const now = node.now()
  const designated = own.list.authorities.filter(({ id }) => authorityOf(own.list, id, now)?.id === id)
  const authority = designated.find((one) => isCompetent(one)) ?? designated[0]
  if (authority === undefined) return null
  // Which kinds an authority is designated for is its State's to say, and no fault: for the drill this one is.
  const speaking = isCompetent(authority)
    ? authority
    : { ...authority, competences: [...authority.competences, { kind, roles: ['requesting' as const] }] }
  const authorities = own.list.authorities.map((one) => (one === authority ? speaking : one))
  const list = { ...own, list: { ...own.list, authorities } }
  const trust: TrustDirectory = trustDirectory(list)
  trust.load(list, [list], node.trust.revocationLists)
  // The keys of a node are asked for each time they are used: its getters stay what they are.
  return { authority: speaking, node: Object.create(node, { trust: { value: trust } }) as Node }
}

function isCompetent({ competences }: Authority): boolean {
  return competences.some((one) => one.kind === kind && one.roles.includes('requesting'))
}
