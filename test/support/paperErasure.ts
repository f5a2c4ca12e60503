import type { Entry } from '../../src/audit/entry.ts'
import { subjectOf } from '../../src/audit/entry.ts'
import { type PaperNode, type PaperWorld, audit } from './paperWorld.ts'

/** How a node erases; what is not given is done and told as an honest one does it. */
export interface PaperErasure {
  /** What the log tells of it. */
  readonly count?: number
  readonly approver?: string
  /** Keeps the openings, or the texts of the messages, though it says otherwise. */
  readonly keeps?: 'openings' | 'messages'
}

/** Lets a node erase what it has of a request, and write that into its log. */
export function eraseOnPaper(
  world: PaperWorld,
  node: PaperNode,
  request: string,
  { count, approver = 'Example-Approver', keeps }: PaperErasure = {},
): void {
  world.now += 1_000
  const gone = openedAbout(node, request)
  audit(
    world,
    node,
    {
      event: 'record.erased',
      actor: { person: 'Example-Officer', role: 'officer', authority: node.authority },
      code: 'retention',
      count: count ?? gone.length,
      details: { approver, ground: 'an Act' },
    },
    request,
  )
  if (keeps !== 'openings') destroyOpenings(node, gone)
  if (keeps !== 'messages') destroyMessages(node, request)
}

/** Places of the entries about a request that have openings. */
export function openedAbout(node: PaperNode, request: string): number[] {
  return node.entries.flatMap(({ entry, secrets }, index) =>
    secrets.length > 0 && (JSON.parse(entry) as Entry).record === subjectOf(request) ? [index] : [],
  )
}

export function destroyOpenings(node: PaperNode, places: readonly number[]): void {
  for (const place of places) {
    const built = node.entries[place]
    if (built !== undefined) node.entries[place] = { ...built, secrets: [] }
  }
}

export function destroyMessages(node: PaperNode, request: string): void {
  for (const [digest, held] of node.held)
    if (held.message.request === request) node.held.set(digest, { ...held, jws: '' })
}
