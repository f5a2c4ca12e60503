import { commit } from '../../src/audit/commitment.ts'
import { subjectOf } from '../../src/audit/entry.ts'
import { digestOf } from '../../src/envelope/digest.ts'
import { jwsPayload } from '../../src/exchange/stored.ts'
import type { Message } from '../../src/message/generated/types.ts'
import type { Pattern } from './patterns.ts'

/** A text of a record, and the name of the slot in whose place it stands. */
type Named = readonly [text: string | null | undefined, slot: string]

/** Names and texts that the case of the first demonstration has, and that are others in each copy. */
const invented: readonly Named[] = [
  ['shipping-desk@mail.example', 'account'],
  ['Thuyền trưởng Ví Dụ', 'person'],
  ['Phạm Minh Họa', 'person'],
  ['Pearl Example Mail W.L.L. (demonstration)', 'holder'],
  ['DT-DEMO-31', 'caseNumber'],
]

/** What the opening message of a request tells of the case, in its language and in another. */
interface Opening {
  readonly facts?: { readonly text: string; readonly translations?: readonly { readonly text: string }[] }
}

/** Texts of a pattern in whose place something else stands in a copy, with the names of their slots. */
export function slotsOf({ request, messages, entries }: Pattern): ReadonlyMap<string, string> {
  const [first] = messages
  const { facts } = first === undefined ? {} : ((jwsPayload(first.jws) as Message).body as Opening)
  const named: readonly Named[] = [
    [request.id, 'request'],
    [request.reference, 'reference'],
    [request.own_authority, 'own'],
    [request.counterpart_authority, 'other'],
    [`"${request.own_state}"`, '"ownState"'],
    [`"${request.counterpart_state}"`, '"otherState"'],
    [subjectOf(request.id), 'subject'],
    ...invented,
    [facts?.text, 'facts'],
    [facts?.translations?.[0]?.text, 'translated'],
    ...messages.flatMap(({ id, digest, head, receipt }, at): Named[] => [
      [id, `id ${at}`],
      [digest, `digest ${at}`],
      [head, `head ${at}`],
      [receipt === null ? null : digestOf(receipt), `receipt ${at}`],
    ]),
    ...entries.flatMap(({ leaf, secrets }, at): Named[] => [
      [leaf, `leaf ${at}`],
      ...secrets.map(({ salt, value }, nth): Named => [commit(salt, value), `commitment ${at} ${nth}`]),
    ]),
  ]
  return new Map(named.flatMap(([text, slot]) => (text ? [[text, slot] as const] : [])))
}
