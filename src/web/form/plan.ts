import { bodyPlace } from '../../letter/body.ts'
import { memberSlots, needOf, slotAt } from '../../letter/alternatives.ts'
import { typeTitle } from '../../letter/words.ts'
import type { MessageType } from '../../message/generated/types.ts'
import type { Sentence, Words } from '../desk/words.ts'

/** A form for the body of one message type, made from its schema. */
export interface FormPlan {
  readonly type: MessageType
  readonly parts: readonly FormPart[]
}

/** One page of a guided form: a few top-level members of the body that belong together. */
export interface FormPart {
  /** Stable, and fits an address. */
  readonly name: string
  /** Members of the body, in the order in which they are asked. */
  readonly members: readonly string[]
  /** Whether the schema wants one of its members in every body of the type. */
  readonly isRequired: boolean
  /** Whether it wants one in the body of some kinds of measure, and not of all. */
  readonly isOfSomeMeasures: boolean
}

/** The members of types that are too long for one page, in the order in which they are asked. */
const layouts: Readonly<Partial<Record<string, Readonly<Record<string, readonly string[]>>>>> = {
  request: {
    authority: ['requestingAuthority', 'contactForConfirmation', 'conductingAuthority', 'prosecutionOrCourt'],
    basis: ['legalBasis', 'reciprocity', 'domesticOrder', 'domesticLegalBasis', 'measureAvailableAtHome'],
    case: ['proceeding', 'status', 'earlier', 'earlierRequests', 'relatesTo', 'onwardAuthority', 'enclosed'],
    offences: ['offences'],
    facts: ['facts', 'period', 'purpose', 'useLimitation'],
    persons: ['persons', 'organisations'],
    measures: ['measures', 'procedureWanted'],
    urgency: ['deadline', 'urgency', 'confidentiality', 'handling', 'pap', 'europolHandling'],
  },
}

/** The part in which everything stands that no layout names: the whole body of a small type. */
const rest = 'more'

/** What the parts are called; a part that is the whole body has the name of its type. */
export const titlesOfParts: Readonly<Record<string, Sentence>> = {
  authority: 'formPartAuthority',
  basis: 'formPartBasis',
  case: 'formPartCase',
  offences: 'formPartOffences',
  facts: 'formPartFacts',
  persons: 'formPartPersons',
  measures: 'formPartMeasures',
  urgency: 'formPartUrgency',
  more: 'formPartMore',
}

/** The parts of a type in the order in which they are asked. A small type has one, `more`. */
export function planOf(type: MessageType): FormPlan {
  const { alternatives } = slotAt(bodyPlace(type))
  const members = [...memberSlots(alternatives).keys()]
  const layout = Object.entries(layouts[type] ?? {})
  const placed = layout.flatMap(([, names]) => names)
  const others = members.filter((name) => !placed.includes(name))
  const parts = [...layout, [rest, others] as const].flatMap(([name, wanted]): readonly FormPart[] => {
    const known = wanted.filter((member) => members.includes(member))
    // A body without members is a part all the same: there is a page on which nothing is asked.
    if (known.length === 0 && layout.length > 0) return []
    const needs = known.map((member) => needOf(alternatives, member))
    const isRequired = needs.includes('always')
    const isOfSomeMeasures = !isRequired && needs.includes('sometimes') && members.includes('measures')
    return [{ name, members: known, isRequired, isOfSomeMeasures }]
  })
  return { type, parts }
}

/** What a part is called: the name of its type where it is the whole body. */
export function partTitle(words: Words, type: MessageType, part: FormPart): string {
  const title = titlesOfParts[part.name]
  return layouts[type] === undefined || title === undefined
    ? typeTitle(type, words.language)
    : words.say(title)
}
