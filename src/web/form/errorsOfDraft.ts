import type { OwedByWorkflow } from '../../exchange/drafts/owedByWorkflow.ts'
import type { OtherRequests } from '../../exchange/drafts/otherRequests.ts'
import type { KeptDraft } from '../../exchange/drafts/keptDraft.ts'
import type { CaseWords } from '../desk/caseWords.ts'
import type { Sentence } from '../desk/words.ts'
import { type BodyError, errorsOfBody, idOf, nearest } from './errorsOfBody.ts'
import { nodesOf, withAll } from './node.ts'
import { planOf } from './plan.ts'
import { stepsOf } from './pointer.ts'

const sentences = {
  item: 'owedItem',
  custody: 'owedCustody',
  declared: 'owedDeclared',
  ownMessage: 'owedOwnMessage',
  place: 'owedPlace',
  result: 'owedResult',
} as const satisfies Readonly<Record<OwedByWorkflow['lacks'], Sentence>>

/** What is said and is not right; else something is not said yet. */
const said: ReadonlySet<OwedByWorkflow['lacks']> = new Set(['declared', 'ownMessage', 'place'])

/**
 * What is wrong with what a draft says so far: by the schema of its type, and by what the workflow will ask of it.
 *
 * @param requests - as for `errorsOfBody`
 */
export function errorsOfDraft(
  { type, body }: Pick<KeptDraft, 'type' | 'body'>,
  owed: readonly OwedByWorkflow[],
  words: CaseWords,
  requests: OtherRequests | null = null,
): readonly BodyError[] {
  const errors = errorsOfBody(type, body, words, requests)
  if (owed.length === 0) return errors
  const { parts } = planOf(type)
  const shown = parts.flatMap(({ members }) => nodesOf(type, members, body))
  const nodes = new Map([...withAll(shown)].map((node) => [node.pointer, node]))
  const more = owed.flatMap(({ pointer, lacks, file }): readonly BodyError[] => {
    const node = nearest(nodes, pointer)
    const [member = ''] = stepsOf(pointer) ?? []
    const part = parts.find(({ members }) => members.includes(member))?.name ?? ''
    const text = words.say(sentences[lacks], { file: file ?? '' })
    return [{ field: node === null ? null : idOf(node), text, part, isMissing: !said.has(lacks) }]
  })
  return [...errors, ...more]
}
