import type { Condition, Message } from '../../message/generated/types.ts'
import { type Handling, conditionsSaid, handlingSaid, strictestOf } from '../../message/handling.ts'
import type { Db } from '../../store/database.ts'
import { isErased, messageIn } from '../stored.ts'

/** What travels with a file: how it is to be handled, the strictest of all that was said, and under which conditions it was given. */
export interface FileTerms {
  readonly handling: Handling
  readonly conditions: readonly Condition[]
}

export const noTerms: FileTerms = { handling: {}, conditions: [] }

/** What messages of a request say of each file that they hand over, by its deposit; of erased messages nobody knows. */
export async function termsOfFiles(db: Db, request: string): Promise<ReadonlyMap<string, FileTerms>> {
  const links = await db
    .selectFrom('exhibit_link')
    .select(['message', 'exhibit', 'deposit'])
    .where('request', '=', request)
    .execute()
  if (links.length === 0) return new Map()
  const rows = await db
    .selectFrom('message')
    .select(['digest', 'jws'])
    .where('digest', 'in', [...new Set(links.map(({ message }) => message))])
    .orderBy('sent_at')
    .execute()
  const found = new Map<string, FileTerms[]>()
  for (const row of rows) {
    if (isErased(row)) continue
    const termsOf = termsIn(messageIn(row))
    for (const { exhibit, deposit } of links.filter(({ message }) => message === row.digest))
      found.set(deposit, [...(found.get(deposit) ?? []), termsOf(exhibit)])
  }
  return new Map([...found].map(([deposit, all]) => [deposit, together(all)]))
}

/** Of a message with very many files each is looked at by itself: as if it handed over that one alone. */
function termsIn(message: Message): (exhibit: string) => FileTerms {
  const body = message.body as { readonly outcomes?: readonly { readonly exhibits?: readonly string[] }[] }
  const own = new Map(message.exhibits.map((one) => [one.id, one]))
  const outcomes = new Map<string, object[]>()
  for (const outcome of body.outcomes ?? [])
    for (const exhibit of outcome.exhibits ?? [])
      outcomes.set(exhibit, [...(outcomes.get(exhibit) ?? []), { ...outcome, exhibits: [exhibit] }])
  return (exhibit) => {
    const alone = {
      ...message,
      exhibits: [own.get(exhibit) ?? []].flat(),
      body: { ...message.body, outcomes: outcomes.get(exhibit) ?? [] },
    } as Message
    return { handling: strictestOf(handlingSaid(alone, exhibit)), conditions: conditionsSaid(alone, exhibit) }
  }
}

function together(all: readonly FileTerms[]): FileTerms {
  return {
    handling: strictestOf(all.map(({ handling }) => handling)),
    conditions: all.flatMap(({ conditions }) => conditions),
  }
}
