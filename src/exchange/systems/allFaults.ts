import type { JsonValue } from '../../message/json.ts'
import { inEnglish, particular } from '../../message/particular.ts'
import type { PlacedFault } from '../../message/placedFault.ts'
import { type Refusal, type RefusalCode, refuse } from '../../message/refusal.ts'
import { shapeOfDraft } from '../../message/unfinished.ts'
import { type KeptDraft, unfinishedMessage } from '../drafts/keptDraft.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'

const ofShape: readonly RefusalCode[] = ['MESSAGE_INVALID', 'MEASURE_KIND_UNKNOWN']

/**
 * The refusal of words that have not the shape of their type, with all that is wrong in them where `validateMessage` stops at the first
 * fault; any other refusal as it is. Whoever goes on after the first fault can be made to work by a list of many empty rows, so words of
 * more than `valuesJudgedMax` values are told one fault, as before.
 */
export function withAllFaults(node: Node, refusal: Refusal, draft: KeptDraft): Refusal {
  if (!ofShape.includes(refusal.code)) return refusal
  const written = unfinishedMessage(node, draft)
  if (hasMoreThan(written, exchangeLimits.systems.valuesJudgedMax)) return refusal
  const { faults: told, more } = shapeOfDraft(written, draft.type)
  const faults: PlacedFault[] = told.map(({ pointer = '', detail = '' }) => ({ pointer, detail }))
  const [first] = faults
  if (first === undefined) return refusal
  const rest = { pointer: '', detail: inEnglish([particular('andMore', { count: more })]) }
  return refuse(refusal.code, { ...first, faults: more === 0 ? faults : [...faults, rest] })
}

/** Whether something has more values than so many, lists and objects among them; no more of it is looked at. */
function hasMoreThan(whole: JsonValue, most: number): boolean {
  const left: JsonValue[] = [whole]
  for (let seen = 0; left.length > 0; seen += 1) {
    if (seen + left.length > most) return true
    const value = left.pop()
    if (typeof value !== 'object' || value === null) continue
    const parts: readonly JsonValue[] = Array.isArray(value) ? value : Object.values(value)
    if (parts.length > most) return true
    left.push(...parts)
  }
  return false
}
