import { codeText } from '../message/code.ts'
import { documentAt } from '../message/documents.ts'
import type { Condition, Message, Messages } from '../message/generated/types.ts'
import { stateOf } from '../message/stateOf.ts'

type Consent = Messages['use-consent']
type Recipients = NonNullable<Consent['body']['recipients']>

/** Whether it names this authority, or its State or organisation as a whole. Who is not named has no consent. */
export function namesRecipient(
  { body }: { readonly body: { readonly recipients?: Recipients } },
  to: string,
): boolean {
  return recipientsOf(body.recipients, to).length > 0
}

/** Whether the consent is for this file: it is among those named, or the consent limits neither files nor data. */
export function coversFile({ body }: Consent, to: string, file: string): boolean {
  const { exhibits, recipients, covers } = body
  const lists = [exhibits, ...recipientsOf(recipients, to).map((one) => one.exhibits)].filter(
    (list) => list !== undefined,
  )
  if (lists.length > 0) return lists.every((list) => list.includes(file))
  return covers === undefined || covers.includes('exhibits')
}

/** Whether the consent is for showing messages of the record: it says so, or it limits neither files nor data. */
export function coversMessage({ body }: Consent, to: string): boolean {
  const { exhibits, recipients, covers } = body
  if (covers !== undefined) return covers.includes('messages')
  return exhibits === undefined && recipientsOf(recipients, to).every((one) => one.exhibits === undefined)
}

/**
 * Whether every condition of the consent stands in the message, where its type can say conditions; else beside the
 * consent that it names.
 */
export function conditionsTravel(
  consent: Consent,
  message: Message,
  authority: { readonly conditions?: readonly Condition[] } | null,
): boolean {
  const saysOwn = canSay(message, 'conditions') || canSay(message, 'outcomes')
  const said = saysOwn ? conditionsIn(message) : (authority?.conditions ?? [])
  return (consent.body.conditions ?? []).every((wanted) => said.some((one) => isSame(one, wanted)))
}

/** Whether messages of this type have that member in their schema. */
export function canSay({ type }: Message, member: string): boolean {
  const properties = documentAt(`message/${type}.json`)?.properties
  return typeof properties === 'object' && properties !== null && Object.hasOwn(properties, member)
}

function recipientsOf(recipients: Recipients | undefined, to: string): Recipients {
  return (recipients ?? []).filter(({ authority, country }) =>
    authority === undefined ? country === stateOf(to) : authority === to,
  )
}

/** Conditions of the message as a whole, and those of each outcome. */
function conditionsIn({ body }: Message): readonly Condition[] {
  const { conditions = [], outcomes = [] } = body as {
    readonly conditions?: readonly Condition[]
    readonly outcomes?: readonly { readonly conditions?: readonly Condition[] }[]
  }
  return [...conditions, ...outcomes.flatMap((one) => one.conditions ?? [])]
}

function isSame(one: Condition, wanted: Condition): boolean {
  return (
    codeText(one.code) === codeText(wanted.code) &&
    one.until === wanted.until &&
    one.untilEvent === wanted.untilEvent
  )
}
