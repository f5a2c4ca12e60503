import type { JsonObject } from '../../message/json.ts'
import { particular } from '../../message/particular.ts'
import { type Result, refuse } from '../../message/refusal.ts'
import { stateOf } from '../../message/stateOf.ts'
import { type DraftShape, shapeOfDraft } from '../../message/unfinished.ts'
import { authorityOf } from '../../trust/list.ts'
import { checkDraft } from '../../workflow/check/checkDraft.ts'
import { type Recorded, checkRecorded } from '../../workflow/check/recorded.ts'
import { type Finding, refused } from '../../workflow/check/finding.ts'
import { inForceBetween } from '../../workflow/check/inForce.ts'
import type { Node } from '../node.ts'

/**
 * What is to be said of a message that is written: every fault of its shape, and, as far as it can be read, what the State that it
 * goes to would say to it by its published rules. Refuses with PEER_UNKNOWN where no list of that State is pinned, and with
 * AUTHORITY_UNKNOWN where it has no such authority.
 *
 * @param written - the whole message, any part of which may be missing
 * @param recorded - what the own records tell beside it
 */
export function findingsOf(
  node: Node,
  written: JsonObject,
  type: string,
  recorded: Recorded,
): Result<{ readonly findings: readonly Finding[] }> {
  const shape = shapeOfDraft(written, type)
  const law = lawOf(node, shape.readable)
  if (!law.ok) return law
  const beside = checkRecorded({ message: shape.readable }, recorded)
  return { ok: true, findings: [...faultsIn(shape), ...law.findings, ...beside] }
}

/** What its law says to it. Nothing as long as the draft does not say to whom it goes. Refuses as `findingsOf`. */
export function lawOf(
  node: Node,
  draft: DraftShape['readable'],
): Result<{ readonly findings: readonly Finding[] }> {
  const { to } = draft
  if (to === undefined) return { ok: true, findings: [] }
  const at = node.now()
  const peer = node.trust.peer(stateOf(to))
  if (peer === null) {
    const says = [particular('listNotPinned', { state: stateOf(to) })]
    return refuse('PEER_UNKNOWN', { pointer: '/to', says })
  }
  if (authorityOf(peer.list, to, at) === null)
    return refuse('AUTHORITY_UNKNOWN', {
      pointer: '/to',
      says: [particular('authorityIs', { authority: to })],
    })
  const lists = { requested: peer.list, requesting: node.trust.own().list }
  return { ok: true, findings: checkDraft(draft, { ...lists, at }) }
}

/** Codes of the instruments that the State asked names in its rules as in force between both today; null: it names none, or is not known. */
export function inForceWith(node: Node, to: string): readonly string[] | null {
  const peer = node.trust.peer(stateOf(to))
  if (peer === null) return null
  return inForceBetween({ requested: peer.list, requesting: node.trust.own().list, at: node.now() })
}

function faultsIn({ faults, more }: DraftShape): readonly Finding[] {
  const rest = refused('MESSAGE_INVALID', '', [particular('andMore', { count: more })], 'schemas')
  const told = faults.map(({ code, pointer = '', says = [] }) =>
    refused(code === 'MEASURE_KIND_UNKNOWN' ? code : 'MESSAGE_INVALID', pointer, says, 'schemas'),
  )
  return more === 0 ? told : [...told, rest]
}
