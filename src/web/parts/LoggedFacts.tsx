import type { CaseFile } from '../../exchange/desk/caseFiles.ts'
import type { LoggedView } from '../../exchange/desk/loggedEntry.ts'
import type { MeasureView } from '../../exchange/desk/caseView.ts'
import { clockOf, typeTitle } from '../../letter/words.ts'
import { caseFileLink, messageLink } from '../desk/caseLinks.ts'
import type { CaseWords } from '../desk/caseWords.ts'
import { checkLink } from '../desk/draftLinks.ts'
import { saidByCode } from '../desk/loggedCodeWords.ts'
import { ActorRole } from './ActorRole.tsx'
import { Code, OthersWords } from './Line.tsx'
import { Moment } from './Moment.tsx'
import type { SummaryRow } from './SummaryList.tsx'

/** What of its request an item leads to, or takes its words from. */
export interface Around {
  readonly request: string
  readonly measures: readonly MeasureView[]
  readonly files: readonly CaseFile[]
  /** Whether drafts are there for whoever looks. */
  readonly isWriter: boolean
}

/** What an entry of the log tells, in rows. */
export function loggedRows(words: CaseWords, around: Around, logged: LoggedView): readonly SummaryRow[] {
  const { say } = words
  const { at, actor, isDone, isErased, isWithheld } = logged
  return [
    [say('timeOfEvent'), <Moment key="at" words={words} at={at} />],
    isDone && actor === null
      ? null
      : [
          say('who'),
          actor === null ? (
            say('nodeItself')
          ) : (
            <>
              <OthersWords language="">{actor.person}</OthersWords> ·{' '}
              <ActorRole words={words} actor={actor} />
            </>
          ),
        ],
    ...factsOf(words, around, logged),
    isWithheld ? [say('details'), say('withheldHere')] : null,
    isErased ? [say('details'), say('erasedHere')] : null,
  ]
}

function factsOf(words: CaseWords, around: Around, logged: LoggedView): readonly SummaryRow[] {
  const { event, code, details } = logged
  if (event === 'clock.ranOut') return clockRows(words, around, code, details)
  const { say, language } = words
  const { request, isWriter } = around
  const told = (name: string): string | null => {
    const value = details?.[name]
    return typeof value === 'string' ? value : null
  }
  const [type, draft, reason, id] = [told('type'), told('draft'), told('reason'), told('message')]
  const message = logged.message ?? (id === null ? null : { id, sequence: null })
  const title = type === null ? null : typeTitle(type, language)
  return [
    title === null || draft === null
      ? null
      : [say('draft'), isWriter ? <LinkTo key="draft" to={checkLink(draft)} text={title} /> : title],
    title === null || (message === null && draft !== null)
      ? null
      : [
          say('message'),
          message === null ? title : <LinkTo key="message" to={messageLink(request, message)} text={title} />,
        ],
    told('words') === null ? null : [say('digestOfWords'), <Code key="words" text={told('words') ?? ''} />],
    told('onBehalfOf') === null
      ? null
      : [say('inWhosePlace'), <OthersWords language="">{told('onBehalfOf') ?? ''}</OthersWords>],
    told('deposit') === null
      ? null
      : [say('file'), <FileLink key="file" around={around} deposit={told('deposit') ?? ''} />],
    code === null
      ? null
      : [say('result'), <CodeInWords key="code" words={words} logged={logged} code={code} />],
    reason === null ? null : [say('reasons'), <OthersWords language="">{reason}</OthersWords>],
  ]
}

function LinkTo({ to, text }: { readonly to: string; readonly text: string }) {
  return (
    <a class="govuk-link" href={to}>
      {text}
    </a>
  )
}

/** Of a deadline, or of a condition with a date: `clock.mark`. */
function clockRows(
  words: CaseWords,
  { measures }: Around,
  code: string | null,
  details: LoggedView['details'],
): readonly SummaryRow[] {
  const { say, language } = words
  const [name = '', mark = ''] = (code ?? '').split('.')
  const { measure: id, until } = details ?? {}
  const measure = measures.find((one) => one.id === id)
  const isCondition = mark.startsWith('deed') || mark === 'ended'
  return [
    [
      say('deadline'),
      isCondition ? words.condition(name) : clockOf(language, measure?.machine ?? null, name),
    ],
    [say('now'), words.mark(mark)],
    typeof id === 'string'
      ? [
          say('measure'),
          <>
            <Code text={id} /> {measure === undefined ? '' : words.kind(measure.kind)}
          </>,
        ]
      : null,
    typeof until === 'string' ? [say('since'), <Moment key="until" words={words} at={until} />] : null,
  ]
}

interface CodeProps {
  readonly words: CaseWords
  readonly logged: LoggedView
  readonly code: string
}

/** What became of it, in words; beside those of a refusal its code, by which somebody may be asked. */
function CodeInWords({ words, logged, code }: CodeProps) {
  if (logged.event === 'exhibit.noted') return <>{words.custodyAction(code)}</>
  const said = saidByCode(logged, code)
  if (said === null) return <Code text={code} />
  return (
    <>
      {words.say(said.sentence)} {said.isAsked ? <Code text={code} /> : null}
    </>
  )
}

function FileLink({
  around: { request, files },
  deposit,
}: {
  readonly around: Around
  readonly deposit: string
}) {
  const file = files.find((one) => one.deposit === deposit)
  return (
    <a class="govuk-link" href={caseFileLink(request, deposit)}>
      {file === undefined ? (
        <Code text={deposit} />
      ) : (
        <>
          <Code text={file.exhibit} /> <OthersWords language="">{file.name}</OthersWords>
        </>
      )}
    </a>
  )
}
