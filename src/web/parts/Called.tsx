import type { CheckedLine } from '../../exchange/desk/checking/answers.ts'
import { typeTitle } from '../../letter/words.ts'
import type { NamedFile } from '../../store/exhibits/deposits.ts'
import type { NamedDraft } from '../../store/trail.ts'
import { caseLink } from '../desk/caseLinks.ts'
import type { CaseWords } from '../desk/caseWords.ts'
import { Code, OthersWords } from './Line.tsx'
import { Said } from './Said.tsx'

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

/** Characters of a hash that tell a file from others for whoever reads. */
const hashCharacters = 12

/** A file by the name that somebody gave it, where whoever checks may see that; else by how the hash of its sealed form begins. */
export function CalledFile({ words, file }: { readonly words: CaseWords; readonly file: NamedFile }) {
  if (file.name !== null) return <OthersWords language="">{file.name}</OthersWords>
  const hash = <Code text={`${file.sealed.slice(0, hashCharacters)}…`} />
  return <Said words={words} sentence="fileOfHash" values={{ hash }} />
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
