import { type Slot, slotAt } from '../../letter/alternatives.ts'
import { bodyPlace } from '../../letter/body.ts'
import type { MessageType } from '../../message/generated/types.ts'
import type { JsonObject } from '../../message/json.ts'
import { type Refusal, type Result, refuse } from '../../message/refusal.ts'
import { webLimits } from '../limits.ts'
import { traceIn } from './keptRows.ts'
import { type Standing, standingOf, standingsOf } from './known.ts'
import type { FormPart } from './plan.ts'
import { stepsOf } from './pointer.ts'
import { type Posted, type Typed, memberValues, noneOfList } from './readValue.ts'

/** What a person does with a form beside saving: a row more, a row less, a row to be changed, another kind of what is described. */
export interface FormAct {
  readonly act: 'add' | 'remove' | 'change' | 'choose'
  /** The list that gets a row, the row that goes or is to be shown with its fields, or the object that is of another kind now. */
  readonly pointer: string
}

/** What was read of a form. */
export interface ReadPart {
  /** The whole new body, with what the act changes. */
  readonly body: JsonObject
  /** Null where it is to be saved and nothing else. */
  readonly act: FormAct | null
}

/** A pointer to a row, and to its list. */
const rowPattern = /^(.*)\/[0-9]{1,9}$/

type Pair = readonly [name: string, value: string]

const acts = ['add', 'remove', 'change', 'choose'] as const

/**
 * Reads what was posted for one part into the body. What is blank is absent, and a row in which nothing stands is none; only
 * where a button other than saving was pressed do blank rows stay. What cannot be understood, as letters where a number
 * belongs, stays as it was typed, for `errorsOfBody` to tell. Nothing of a part stays that was not posted with it, but what is
 * too long for a form, and rows that are said to be kept. Refuses with FORM_FIELDS_TOO_MANY, FORM_ROWS_TOO_MANY, FORM_MEMBER_UNKNOWN,
 * FORM_MEMBER_REPEATED and FORM_MEMBER_INVALID (too long, has what nobody types, or a row that the body does not have); a pointer
 * says which.
 */
export function readPart(
  part: FormPart,
  type: MessageType,
  body: JsonObject,
  posted: readonly Pair[],
  typed: Typed,
): Result<ReadPart> {
  if (posted.length > webLimits.form.fieldsMax) return refuse('FORM_FIELDS_TOO_MANY')
  const slot = slotAt(bodyPlace(type))
  const fields = posted.filter(([name]) => !isAct(name))
  const act = actIn(posted.filter(([name]) => isAct(name)))
  if (act !== null && !act.ok) return act
  const asked = act?.act ?? null
  const wrong = firstWrong(slot, part, fields) ?? (asked === null ? null : wrongAct(slot, part, asked))
  if (wrong !== null) return wrong
  const tree = treeOf(fields, asked)
  const lost: string[] = []
  const read = memberValues(slot, tree, body, '', { ...typed, act: asked, lost })
  const [pointer] = lost
  if (pointer !== undefined) return refuse('FORM_MEMBER_INVALID', { pointer })
  const others = Object.entries(body).filter(([name]) => !part.members.includes(name))
  const own = Object.entries(read).filter(([name]) => part.members.includes(name))
  return { ok: true, body: Object.fromEntries([...others, ...own]), act: asked }
}

function isAct(name: string): boolean {
  return acts.some((one) => one === name)
}

function actIn([first, ...others]: readonly Pair[]): Result<{ readonly act: FormAct }> | null {
  if (first === undefined) return null
  const [name, pointer] = first
  const act = acts.find((one) => one === name)
  if (act === undefined || others.length > 0) return refuse('FORM_MEMBER_REPEATED', { pointer: `/${name}` })
  return { ok: true, act: { act, pointer } }
}

/** What may not be posted, or null. */
function firstWrong(slot: Slot, part: FormPart, fields: readonly Pair[]): Refusal | null {
  const seen = new Set<string>()
  const kept = fields.flatMap(([name, value]) => (traceIn(value)?.isKept === true ? [`${name}/`] : []))
  for (const [name, value] of fields) {
    const pointer = name.slice(0, 200)
    const standing = standingIn(slot, part, name)
    if (standing === 'rows') return refuse('FORM_ROWS_TOO_MANY', { pointer })
    if (standing === 'nowhere') return refuse('FORM_MEMBER_UNKNOWN', { pointer })
    if (seen.has(name) && standing !== 'checks') return refuse('FORM_MEMBER_REPEATED', { pointer })
    if (isUnfit(standingsIn(slot, part, name), name, value)) return refuse('FORM_MEMBER_INVALID', { pointer })
    // A row is kept as it is, or it is typed.
    if (kept.some((row) => name.startsWith(row))) return refuse('FORM_MEMBER_INVALID', { pointer })
    seen.add(name)
  }
  return null
}

/**
 * Whether nobody can have typed it, or it is more than a field takes. Of what is an object in every kind only that it is there is posted,
 * and of a row which one it is.
 */
function isUnfit(standings: readonly Standing[], name: string, value: string): boolean {
  if (standings.every((one) => one === 'object'))
    return value !== '' && !(rowPattern.test(name) && traceIn(value) !== null)
  if (standings.every((one) => one === 'list')) return value !== '' && value !== noneOfList
  return value.length > webLimits.form.charactersMax || /[\0\uFFFD]/.test(value)
}

function wrongAct(slot: Slot, part: FormPart, { act, pointer }: FormAct): Refusal | null {
  const where = { pointer: pointer.slice(0, 200) }
  const isOfRow = act === 'remove' || act === 'change'
  const list = isOfRow ? rowPattern.exec(pointer)?.[1] : pointer
  const standing = list === undefined ? 'nowhere' : standingIn(slot, part, list)
  if (standing === 'rows') return refuse('FORM_ROWS_TOO_MANY', where)
  // The body as a whole may be of several kinds too.
  const isFit = act === 'choose' ? pointer === '' || standing === 'object' : standing === 'list'
  return isFit ? null : refuse('FORM_MEMBER_UNKNOWN', where)
}

function standingIn(slot: Slot, part: FormPart, name: string): Standing {
  const steps = stepsIn(part, name)
  return steps === null ? 'nowhere' : standingOf(slot, steps)
}

function standingsIn(slot: Slot, part: FormPart, name: string): readonly Standing[] {
  return standingsOf(slot, stepsIn(part, name) ?? [])
}

/** The steps of a name within the part; null: it is none of it. */
function stepsIn(part: FormPart, name: string): readonly string[] | null {
  const steps = name.length > 2_000 ? null : stepsOf(name)
  return steps === null || !part.members.includes(steps[0] ?? '') ? null : steps
}

/** What was posted as a tree by its names. The place of the act is there even where no field of it was. */
function treeOf(fields: readonly Pair[], act: FormAct | null): Posted {
  const root: Posted = { values: [], members: new Map() }
  const at = (name: string): Posted =>
    (stepsOf(name) ?? []).reduce((node, step) => {
      const member = node.members.get(step) ?? { values: [], members: new Map<string, Posted>() }
      node.members.set(step, member)
      return member
    }, root)
  for (const [name, value] of fields) at(name).values.push(value)
  if (act?.act === 'add') at(act.pointer)
  return root
}
