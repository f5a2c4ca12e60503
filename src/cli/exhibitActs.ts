import type { Node } from '../exchange/node.ts'
import type { MessageType, Replacement } from '../message/generated/types.ts'
import type { JsonObject, JsonValue } from '../message/json.ts'
import { refuse } from '../message/refusal.ts'
import { type FileOfMessage, filesOfMessage } from '../store/exhibits/filesOfMessage.ts'
import { disputedOf } from '../workflow/handedOver.ts'
import type { Delivery, RequestState } from '../workflow/state.ts'
import { type Place, bodyPlace, isObject, itemPlace, memberPlace } from './bodySchema.ts'
import { refusedBy, wrongUse } from './outcome.ts'

/** What a command line says of the exhibits of a delivery, one by one. */
export interface ExhibitActs {
  /** `E1`, `E1=<SHA-256 that was computed>`, or `all`: what is neither spoken of nor disputed. */
  readonly accept?: readonly string[]
  /** `E2=<why>`. */
  readonly dispute?: readonly string[]
  /** `E3=<why>`. */
  readonly leaveOpen?: readonly string[]
  /** `E2=E5`: the exhibit that was disputed, and the one of this message that takes its place. */
  readonly replace?: readonly string[]
}

/** Of which deliveries it is said. */
export interface Concerning {
  readonly request: string
  readonly state: RequestState | null
  /** Empty: all of them. */
  readonly measures: readonly string[]
  /** Id of the delivery that is answered, where it was named. */
  readonly inReplyTo: string | undefined
  /** Whether the receipt accepts the conditions of the delivery. */
  readonly acceptsConditions?: boolean
}

/** Whether anything is said of exhibits one by one. */
export function saysOfExhibits({ accept, dispute, leaveOpen }: ExhibitActs): boolean {
  return [accept, dispute, leaveOpen].some((one) => one !== undefined && one.length > 0)
}

/** What a receipt says of the exhibits of a delivery, and what that makes of its measures. */
export interface Checked {
  readonly checks: JsonValue[]
  readonly outcomes: JsonValue[]
}

type Check = JsonObject & { readonly exhibit: string; readonly standing: 'accepted' | 'disputed' | 'open' }

/**
 * The checks of a receipt: what is accepted has the digest that this node found when the file came, or the one that a person
 * computed of what came by another way. A measure of which something is disputed has a discrepancy; one of which nothing was
 * accepted or disputed is left out. What was disputed before stays so, unless it is named.
 *
 * @throws CommandFailure WRONG_USE, EXHIBIT_UNKNOWN, EXHIBIT_NOT_WHOLE, or REPLY_MISMATCH where a digest is another or conditions are not accepted
 */
export async function checksOf(
  { db }: Pick<Node, 'db'>,
  acts: ExhibitActs,
  concerning: Concerning,
): Promise<Checked> {
  const open = openOf(concerning)
  const delivery = wholeOf(open)
  const files = await filesOfMessage(db, concerning.request, delivery.message)
  const said = new Set<string>()
  const named = (exhibit: string): Delivery['exhibits'][number] => {
    const file = delivery.exhibits.find(({ id }) => id === exhibit)
    if (file === undefined)
      throw refusedBy(
        refuse('EXHIBIT_UNKNOWN', { detail: exhibit, expected: delivery.exhibits.map(({ id }) => id) }),
      )
    if (said.has(exhibit)) throw wrongUse(`${exhibit} is spoken of twice`)
    said.add(exhibit)
    return file
  }
  const others = [
    ...(acts.dispute ?? []).map((text) => withReason(text, 'dispute', 'disputed')),
    ...(acts.leaveOpen ?? []).map((text) => withReason(text, 'leave-open', 'open')),
  ].map(({ exhibit, standing, reason }): Check => {
    const { sha256: announced } = named(exhibit)
    const found = standing === 'disputed' ? wholeIn(files, exhibit) : null
    const digest = found === null ? {} : { sha256: found, agrees: found === announced }
    return { exhibit, announced, ...digest, standing, reason }
  })
  const explicit = new Set((acts.accept ?? []).map((text) => text.split('=')[0] ?? ''))
  const disputed = open.flatMap((one) => disputedOf(one.delivery))
  const isRest = (id: string): boolean => !said.has(id) && !explicit.has(id) && !disputed.includes(id)
  const accepted = (acts.accept ?? [])
    .flatMap((text) => (text === 'all' ? delivery.exhibits.map(({ id }) => id).filter(isRest) : [text]))
    .map((text): Check => {
      const [exhibit = '', computed] = text.split('=')
      const { sha256: announced } = named(exhibit)
      const sha256 = computed?.toLowerCase() ?? wholeIn(files, exhibit)
      if (sha256 === null)
        throw refusedBy(
          refuse('EXHIBIT_NOT_WHOLE', {
            detail: `${exhibit} is not here as a whole; of what came by another way say its digest: --accept ${exhibit}=SHA-256`,
          }),
        )
      if (sha256 !== announced)
        throw refusedBy(
          refuse('REPLY_MISMATCH', {
            detail: `${exhibit}: another digest was announced; dispute it`,
            expected: [announced],
          }),
        )
      return { exhibit, sha256, announced, agrees: true, standing: 'accepted' }
    })
  const onConditions = open.some(({ delivery: { conditions } }) => conditions.length > 0)
  if (accepted.length > 0 && onConditions && concerning.acceptsConditions !== true)
    throw refusedBy(
      refuse('REPLY_MISMATCH', {
        detail:
          'it was handed over on conditions, and is kept by accepting them: --set conditionsAccepted=true',
        pointer: '/body/conditionsAccepted',
      }),
    )
  const checks = [...accepted, ...others]
  if (checks.length === 0 && disputed.length > 0)
    throw wrongUse('what is left is disputed: to accept it all the same, name it')
  return { checks, outcomes: outcomesOf(open, checks) }
}

interface OpenDelivery {
  readonly measure: string
  readonly delivery: Delivery
}

/** What is open of the one delivery that is spoken of, by measure. */
function openOf({ state, measures, inReplyTo }: Concerning): readonly OpenDelivery[] {
  const open = (state?.measures ?? [])
    .filter(({ id }) => measures.length === 0 || measures.includes(id))
    .flatMap(({ id, deliveries }) => deliveries.map((delivery) => ({ measure: id, delivery })))
    .filter(({ delivery }) => inReplyTo === undefined || delivery.message === inReplyTo)
  if (new Set(open.map(({ delivery }) => delivery.message)).size > 1)
    throw wrongUse('several deliveries are open; say which with --reply-to')
  return open
}

/** One delivery may be open for several measures, with other files for each. */
function wholeOf(open: readonly OpenDelivery[]): Delivery {
  const [first] = open
  if (first === undefined) throw wrongUse('there is no delivery of which something is open')
  const files = open.flatMap(({ delivery }) => delivery.exhibits)
  return { ...first.delivery, exhibits: [...new Map(files.map((file) => [file.id, file])).values()] }
}

function outcomesOf(open: readonly OpenDelivery[], checks: readonly Check[]): JsonValue[] {
  return open.flatMap(({ measure, delivery }) => {
    const of = checks.filter(({ exhibit }) => delivery.exhibits.some(({ id }) => id === exhibit))
    const standings = of.map(({ standing }) => standing)
    const isSpokenOf = (id: string): boolean => of.some(({ exhibit }) => exhibit === id)
    // What was disputed before and is not spoken of is disputed still.
    const isDisputed = standings.includes('disputed') || !disputedOf(delivery).every(isSpokenOf)
    if (of.length > 0 && isDisputed) return [{ measure, outcome: 'discrepancy' }]
    return standings.includes('accepted') || open.length === 1 ? [{ measure, outcome: 'verified' }] : []
  })
}

function wholeIn(files: readonly FileOfMessage[], exhibit: string): string | null {
  const file = files.find((one) => one.exhibit === exhibit)
  return file?.status === 'whole' ? file.sha256.toString('hex') : null
}

function withReason<Standing extends Check['standing']>(
  text: string,
  option: string,
  standing: Standing,
): { readonly exhibit: string; readonly reason: string; readonly standing: Standing } {
  const at = text.indexOf('=')
  const reason = text.slice(at + 1).trim()
  if (at < 1 || reason === '')
    throw wrongUse(`--${option} takes the exhibit and why, as E2="…", and not "${text}"`)
  return { exhibit: text.slice(0, at), reason, standing }
}

type Replaced = Replacement & JsonObject

/**
 * A body of what hands files over that names which disputed exhibits are replaced, each by which of this message: at each
 * measure, where it speaks of them one by one.
 *
 * @throws CommandFailure WRONG_USE, also for a type that takes the place of nothing, or EXHIBIT_UNKNOWN for one that is not disputed
 */
export function withReplacing(
  type: MessageType,
  body: JsonValue,
  { replace = [] }: ExhibitActs,
  state: RequestState | null,
): JsonValue {
  if (replace.length === 0) return body
  const pairs = replace.map(readPair)
  const place = bodyPlace(type)
  const used = new Set<string>()
  const withReplaces = (said: JsonObject, measures: readonly string[]): JsonObject => {
    const replaces = replacesAt(measures, pairs, state)
    for (const { exhibit } of replaces) used.add(exhibit)
    return replaces.length === 0 ? said : { ...said, replaces }
  }
  const replaced = (): JsonValue | null => {
    if (!isObject(body)) return null
    const all = (state?.measures ?? []).map(({ id }) => id)
    if (takesReplacements(place)) return withReplaces(body, all)
    const isSaidOfEach = takesReplacements(itemPlace(memberPlace(place, 'outcomes')))
    if (!isSaidOfEach || !Array.isArray(body.outcomes)) return null
    const outcomes = (body.outcomes as readonly JsonValue[]).map((one) =>
      isObject(one) && typeof one.measure === 'string' ? withReplaces(one, [one.measure]) : one,
    )
    return { ...body, outcomes }
  }
  const found = replaced()
  if (found === null) throw wrongUse(`--replace is for what hands files over, and not for a ${type}`)
  const unused = pairs.find(({ exhibit }) => !used.has(exhibit))
  if (unused !== undefined)
    throw refusedBy(refuse('EXHIBIT_UNKNOWN', { detail: `${unused.exhibit} is not disputed` }))
  return found
}

/** Other types have a member of that name, too, in which nothing takes the place `by` another. */
function takesReplacements(place: Place): boolean {
  return memberPlace(itemPlace(memberPlace(place, 'replaces')), 'by').length > 0
}

type Pair = Pick<Replaced, 'exhibit' | 'by'>

function readPair(text: string): Pair {
  const [exhibit = '', by = '', ...more] = text.split('=')
  if (exhibit === '' || by === '' || more.length > 0)
    throw wrongUse(`--replace takes what was disputed and what takes its place, as E2=E5, and not "${text}"`)
  return { exhibit, by }
}

function replacesAt(
  measures: readonly string[],
  pairs: readonly Pair[],
  state: RequestState | null,
): Replaced[] {
  const of = (state?.measures ?? []).filter(({ id }) => measures.includes(id))
  const deliveries = of.flatMap((one) => one.deliveries)
  return pairs.flatMap(({ exhibit, by }) => {
    const from = deliveries.filter((one) => disputedOf(one).includes(exhibit)).map(({ message }) => message)
    return [...new Set(from)].map((delivery) => ({ delivery, exhibit, by }))
  })
}
