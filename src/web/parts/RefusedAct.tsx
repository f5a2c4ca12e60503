import type { JSX } from 'preact'
import type { CheckedLine } from '../../exchange/desk/checking/answers.ts'
import { typeTitle } from '../../letter/words.ts'
import { isMessageType } from '../../message/registry.ts'
import type { CaseWords } from '../desk/caseWords.ts'
import { wantedAct } from '../desk/refusedActWords.ts'
import { isUuid } from '../../exchange/identifiers.ts'
import { AsInLog } from './AskedQuery.tsx'
import { CalledDraft, CalledFile, CalledRequest } from './Called.tsx'
import { Code } from './Line.tsx'

interface ActProps {
  readonly words: CaseWords
  readonly line: CheckedLine
  /** As the log has it. */
  readonly text: string
}

/** What somebody wanted and was refused: in words what the desk does itself, and as the log has it for whoever wants that. */
export function RefusedAct({ words, line, text }: ActProps): JSX.Element {
  const { say } = words
  const act = wantedAct(text, isMessageType)
  if (act === null) return <Code text={text} />
  const named = act.rest.flatMap((one) => Named({ words, line, text: one }) ?? [])
  return (
    <>
      {act.kind === 'act'
        ? say(act.act)
        : say(act.kind === 'page' ? 'wantedPage' : 'wantedForm', { page: say(act.page) })}
      {named.map((one, place) => (
        <span key={place}> · {one}</span>
      ))}
      <AsInLog words={words} text={text} />
    </>
  )
}

/** What was named beside: requests, drafts, files and types by what they are called, names as they are; of ids and options nothing. */
function Named({ words, line, text }: ActProps): JSX.Element | null {
  const draft = line.drafts.get(text)
  if (draft !== undefined) return <CalledDraft words={words} line={line} draft={draft} />
  if (line.called.has(text)) return <CalledRequest line={line} id={text} />
  const file = line.files.get(text)
  if (file !== undefined) return <CalledFile words={words} file={file} />
  if (isMessageType(text)) return <>{typeTitle(text, words.language)}</>
  return isUuid(text) || text.startsWith('-') ? null : <Code text={text} />
}
