import type { CheckedLine } from '../../exchange/desk/checking/answers.ts'
import { typeTitle } from '../../letter/letterOf.ts'
import type { NamedDraft } from '../../store/trail.ts'
import { caseLink } from '../desk/caseLinks.ts'
import type { CaseWords } from '../desk/caseWords.ts'
import { Code } from './Line.tsx'

/** A request by its reference, which leads to it, where whoever checks may see it; else its id. */
export function CalledRequest({ line, id }: { readonly line: CheckedLine; readonly id: string }) {
  const reference = line.called.get(id)
  if (reference === undefined) return <Code text={id} />
  return (
    <a class="govuk-link" href={caseLink(id)}>
      <Code text={reference} />
    </a>
  )
}

interface DraftProps {
  readonly words: CaseWords
  readonly line: CheckedLine
  readonly draft: NamedDraft
}

/** A draft by its type, and by the request that it is about or would open. */
export function CalledDraft({ words: { language }, line, draft: { type, request, reference } }: DraftProps) {
  const isHere = line.called.has(request)
  return (
    <>
      {typeTitle(type, language)}
      {isHere || reference !== '' ? ' · ' : null}
      {isHere ? (
        <CalledRequest line={line} id={request} />
      ) : reference === '' ? null : (
        <Code text={reference} />
      )}
    </>
  )
}
