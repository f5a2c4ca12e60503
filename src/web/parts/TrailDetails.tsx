import type { CheckedLine } from '../../exchange/desk/checking/answers.ts'
import { authorityLine } from '../../letter/scalar.ts'
import { typeTitle } from '../../letter/words.ts'
import type { CaseWords } from '../desk/caseWords.ts'
import { detailTitle } from '../desk/checkingWords.ts'
import type { Sentence } from '../desk/words.ts'
import { titlesOfParts } from '../form/plan.ts'
import { isDeskRole } from './ActorRole.tsx'
import { AsInLog, AskedQuery } from './AskedQuery.tsx'
import { CalledDraft, CalledFile, CalledRequest } from './Called.tsx'
import { bytesIn } from './CaseFiles.tsx'
import { Details } from './Details.tsx'
import { FirstOf } from './FirstOf.tsx'
import { Code, Line, OthersWords } from './Line.tsx'
import { Moment } from './Moment.tsx'
import { RefusedAct } from './RefusedAct.tsx'

interface DetailsProps {
  readonly words: CaseWords
  readonly line: CheckedLine
}

/** What an entry tells beside who, when and about what: each detail by what it is called; last, how the log names the event. */
export function TrailDetails({ words, line }: DetailsProps) {
  const { say } = words
  const { entry, details, index, isWithheld, isErased } = line
  return (
    <div class="desk-details">
      {entry.code === undefined ? null : (
        <div>
          {say('code')}: <Code text={entry.code} />
        </div>
      )}
      {entry.count === undefined ? null : <div>{say('countIs', { count: entry.count })}</div>}
      {Object.entries(details ?? {}).map(([name, value]) => (
        <div key={name}>
          {titleOf(words, line, name, value)}:{' '}
          <DetailValue words={words} line={line} name={name} value={value} />
        </div>
      ))}
      {isWithheld ? <div class="govuk-hint desk-hint">{say('withheldHere')}</div> : null}
      {isErased ? <div class="govuk-hint desk-hint">{say('erasedHere')}</div> : null}
      <Details label={say('placeIs', { place: String(index) })} isOpen={false}>
        <EventName event={entry.evt} />
      </Details>
    </div>
  )
}

/** A draft or a file that is known by more than its id is not announced as one. */
function titleOf(words: CaseWords, { drafts, files }: CheckedLine, name: string, value: unknown): string {
  if (typeof value === 'string' && name === 'draft' && drafts.has(value)) return words.say('draft')
  if (typeof value === 'string' && name === 'deposit' && files.has(value)) return words.say('file')
  return detailTitle(words, name)
}

/** The name of an event in the log; it may break behind its dot. */
function EventName({ event }: { readonly event: string }) {
  const [kind = '', what = ''] = event.split('.')
  return (
    <bdi dir="ltr">
      {`${kind}.`}
      <wbr />
      {what}
    </bdi>
  )
}

interface ValueProps extends DetailsProps {
  readonly name: string
  readonly value: unknown
}

/** Items of a list that are told one by one. */
const itemsMax = 10

function DetailValue({ words, line, name, value }: ValueProps) {
  if (!Array.isArray(value)) return <One words={words} line={line} name={name} value={value} />
  const items: readonly unknown[] = value
  const show = (one: unknown) => <One words={words} line={line} name={name} value={one} />
  return <FirstOf words={words} items={items} most={itemsMax} show={show} />
}

function One({ words, line, name, value: text }: ValueProps) {
  const { known, language, say } = words
  if (typeof text === 'number') return <>{numberIn(words, name, text)}</>
  if (typeof text !== 'string') return <Code text={JSON.stringify(text)} />
  if (name === 'type') return <>{typeTitle(text, language)}</>
  if (name === 'authority') return <Line line={authorityLine(text, known)} />
  if ((name === 'roles' || name === 'acts') && isDeskRole(text)) return <>{say(text)}</>
  if (name === 'scope' || name === 'request') return <Asked words={words} line={line} text={text} />
  if (name === 'part') return <>{partRead(words, text)}</>
  if (name === 'deposit' || name === 'source') return <Filed words={words} line={line} text={text} />
  if (name === 'draft') return <Drafted words={words} line={line} text={text} />
  if (name === 'wanted') return <RefusedAct words={words} line={line} text={text} />
  if (name === 'query') return <AskedQuery words={words} line={line} text={text} />
  if (moment.test(text)) return <Moment words={words} at={text} isWithin />
  if (day.test(text)) return <>{known.format.date(text)}</>
  return machines.test(text) ? <Code text={text} /> : <OthersWords language="">{text}</OthersWords>
}

const moment = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(Z|[+-][0-9]{2}:[0-9]{2})$/
const day = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/
/** Ids and digests. */
const machines = /^([0-9a-f-]{36}|[0-9a-f]{64}|[A-Za-z0-9_-]{43})$/

function numberIn(words: CaseWords, name: string, value: number): string {
  return /bytes$/i.test(name) ? bytesIn(words, value) : words.known.format.number(value)
}

type TextProps = Omit<ValueProps, 'name' | 'value'> & { readonly text: string }

/** A request by its reference where whoever checks may see it. */
function Asked({ words, line, text }: TextProps) {
  if (text === 'all') return <>{words.say('everyRequest')}</>
  return <CalledRequest line={line} id={text} />
}

/** A draft by its type and its request where the authority has it; its id for whoever wants that. */
function Drafted({ words, line, text }: TextProps) {
  const draft = line.drafts.get(text)
  if (draft === undefined) return <Code text={text} />
  return (
    <>
      <CalledDraft words={words} line={line} draft={draft} />
      <AsInLog words={words} text={text} />
    </>
  )
}

/** A file by its name or its hash; its id for whoever wants that. */
function Filed({ words, line, text }: TextProps) {
  const file = line.files.get(text)
  if (file === undefined) return <Code text={text} />
  return (
    <>
      <CalledFile words={words} file={file} />
      <AsInLog words={words} text={text} />
    </>
  )
}

/** The pages of a draft beside its parts, as the log names them. */
const partsOfDraft: Readonly<Record<string, Sentence>> = {
  parts: 'readParts',
  check: 'checkAndSend',
  files: 'files',
}

/** What of a request was read, or of a draft, as the log has it in few fixed words. */
function partRead({ say }: CaseWords, part: string): string {
  const [, what, place = ''] = /^(record from|message|entry) ([0-9a-f-]+)$/.exec(part) ?? []
  if (what === 'record from') return say('readRecordFrom', { sequence: Number(place) })
  if (what === 'message' && /^[0-9]{1,6}$/.test(place))
    return say('messageNumber', { sequence: Number(place) })
  if (what === 'entry') return say('readLogEntry')
  const ofDraft = partsOfDraft[part] ?? titlesOfParts[part]
  return ofDraft === undefined ? part : say(ofDraft)
}
