import { Fragment, type ComponentChildren } from 'preact'
import { authorityLine, countryLine, measureLine } from '../../letter/scalar.ts'
import { clockOf, typeTitle, valueOf, writtenLabelOf } from '../../letter/words.ts'
import { reads } from '../../letter/language.ts'
import type { RejectionSaid } from '../../exchange/desk/entryView.ts'
import type { Text } from '../../message/generated/types.ts'
import {
  type AuthorityRole,
  type Particular,
  type ParticularValues,
  unnamed,
} from '../../message/particular.ts'
import { readParticular } from '../../message/readParticular.ts'
import type { SpokenGuard } from '../../workflow/guards.ts'
import type { CaseWords } from '../desk/caseWords.ts'
import { messageRefusal } from '../desk/messageRefusals.ts'
import {
  aspectMembers,
  citedIn,
  guardSentences,
  particularSentences,
  roleSentences,
} from '../desk/particularWords.ts'
import { hintIn } from '../form/hints.ts'
import { rowName } from '../form/rowNames.ts'
import { bytesIn } from './CaseFiles.tsx'
import { Code, Line, OthersWords } from './Line.tsx'
import { Said } from './Said.tsx'

interface AboutProps {
  readonly words: CaseWords
  /** Type of the message that is spoken of; null: it is not known. */
  readonly type: string | null
  /** Where in the message (RFC 6901); empty: nowhere in particular. */
  readonly pointer: string
}

interface ParticularsProps extends AboutProps {
  readonly says: readonly Particular[]
}

/** What a rule has to say of a message beside its code, in the words of the reader, each thing on a line of its own. */
export function Particulars({ says, ...about }: ParticularsProps) {
  return (
    <>
      {says.map((one) => {
        const { name } = one
        const sentence = particularSentences[name]
        return sentence === null ? null : (
          <div key={name}>
            <Said words={about.words} sentence={sentence} values={placesOf(one, about)} />
          </div>
        )
      })}
    </>
  )
}

/** The same below the sentence of its code; nothing where that says it all. */
export function ParticularsBelow(props: ParticularsProps) {
  return props.says.every(({ name }) => particularSentences[name] === null) ? null : (
    <div class="govuk-hint">
      <Particulars {...props} />
    </div>
  )
}

interface ReasonsProps extends AboutProps {
  /** In English, as a rule words it. */
  readonly reasons: string
}

/** The same of what came in English, from the other State or out of the log: read where a rule here says it so, else as it came. */
export function Reasons({ reasons, ...about }: ReasonsProps) {
  const said = readParticular(reasons)
  return said === null || !isWorded(said, about.words) ? (
    <div>
      <OthersWords language="en">{reasons}</OthersWords>
    </div>
  ) : (
    <Particulars says={[said]} {...about} />
  )
}

interface RejectedProps {
  readonly words: CaseWords
  readonly type: string | null
  readonly code: string
  /** What was said beside the code: why, where in the message, what would have been accepted. */
  readonly said: RejectionSaid
}

/** Why a node has refused a message: the code in the words of the reader, and what was said beside it. */
export function Rejected({ words, type, code, said: { reasons, pointer, expected } }: RejectedProps) {
  const { say } = words
  const about = { words, type, pointer: pointer ?? '' }
  const sentence = messageRefusal(code)
  return (
    <>
      {sentence === null ? null : <div>{say(sentence)}</div>}
      {reasons === null ? null : <Reasons reasons={reasons} {...about} />}
      {expected.length === 0 ? null : (
        <div>
          <Said words={words} sentence="toldExpected" values={{ list: listed(expected, awaited, about) }} />
        </div>
      )}
      {pointer === null ? null : (
        <div>
          <Code text={pointer} />
        </div>
      )}
    </>
  )

  /** Types of messages, or what has no name: a place, a digest, a version. */
  function awaited(one: string): ComponentChildren {
    return titled(typeTitle(one, words.language), one)
  }
}

/** Whether there are words for what a node, perhaps a later one, has named. */
function isWorded({ name, values }: Particular, { language }: CaseWords): boolean {
  if (name === 'guardNotKept') return Object.hasOwn(guardSentences, values.guard)
  if (name === 'contentWantedBy') return hintIn(language, values.wanted) !== undefined
  return name !== 'depositDiffers' || Object.hasOwn(aspectMembers, values.aspect)
}

type Shown<Value> = (value: Value, about: AboutProps) => ComponentChildren

/** How what stands in a place is shown. */
const shown: { readonly [Place in keyof ParticularValues]: Shown<ParticularValues[Place]> } = {
  state: (state, { words }) => <Line line={countryLine(state, words.known.format)} />,
  authority: (id, { words }) => <Line line={authorityLine(id, words.known)} />,
  other: (id, { words }) => <Line line={authorityLine(id, words.known)} />,
  role: (role, { words }) => words.say(roleSentences[role]),
  roles: (roles, about) =>
    listed(roles, (role: AuthorityRole) => about.words.say(roleSentences[role]), about),
  measure: (id, about) => (id === '' ? rowAt(about) : <Line line={measureLine(id, about.words.known)} />),
  measures: (ids, about) => listed(ids, (id) => <Line line={measureLine(id, about.words.known)} />, about),
  kind: (kind, { words }) => titled(words.kind(kind), kind),
  item: (id) => <Code text={id} />,
  items: (ids, about) => listed(ids, (id) => <Code text={id} />, about),
  file: (id) => <Code text={id} />,
  basis: ({ id }, { words }) => (id === 'NONE' ? words.say('noBasisNamed') : titled(words.basis(id), id)),
  instrument: (code, { words }) => titled(words.basis(code), code),
  accepted: (accepted, about) =>
    listed(
      accepted.map(({ instrument }) => instrument),
      (instrument) => {
        const { source = '' } = accepted.find((one) => one.instrument === instrument) ?? {}
        return <Accepted words={about.words} instrument={instrument} source={source} />
      },
      about,
    ),
  source: (source, { words }) => <Source words={words} source={source} />,
  wanted: (wanted, { words: { language } }) =>
    hintIn(language, wanted) ?? <OthersWords language="en">{wanted}</OthersWords>,
  code: (code) => <Code text={code} />,
  conditions: (codes, about) => listed(codes, (code) => titled(about.words.condition(code), code), about),
  channels: (ways, about) =>
    listed(ways, (way) => titled(valueOf(about.words.language, '', 'channel', way), way), about),
  languages: (tags, about) => listed(tags, (tag) => about.words.known.format.languageName(tag), about),
  clock: (clock, { words: { language } }) => titled(clockOf(language, null, clock), clock),
  guard: (guard, { words }) => words.say(guardSentences[guard as SpokenGuard]),
  place: (place, about) => labelOf(place.slice(place.lastIndexOf('/') + 1), about),
  type: (type, { words: { language } }) => titled(typeTitle(type, language), type),
  version: (version) => <Code text={version} />,
  reference: (reference) => <Code text={reference} />,
  aspect: (aspect, { words: { language } }) => {
    const member = aspectMembers[aspect] ?? aspect
    return writtenLabelOf(language, 'part/exhibit.json', member) ?? <Code text={aspect} />
  },
  member: labelOf,
  members: (members, about) => listed(members, (member) => labelOf(member, about), about),
  character: (character) => <Code text={character} />,
  position: numbered,
  pattern: (pattern) => <Code text={pattern} />,
  format: (format) => <Code text={format} />,
  form: (form) => <Code text={form} />,
  text: (text, { words: { language } }) => <StateText text={text} language={language} />,
  bytes: (bytes, { words }) => bytesIn(words, bytes),
  count: numbered,
  most: numbered,
  times: numbered,
  first: numbered,
  second: numbered,
  days: (days, { words }) => words.known.format.duration(`P${days}D`),
  hours: (hours, { words }) => words.known.format.duration(`PT${hours}H`),
  months: (months, { words }) => words.known.format.duration(`P${months}M`),
}

function numbered(value: number, { words }: AboutProps): ComponentChildren {
  return words.known.format.number(value)
}

/** What belongs in the places of a particular; `label` and `list` are what the sentences of forms call a member and members. */
function placesOf({ values }: Particular, about: AboutProps): Readonly<Record<string, ComponentChildren>> {
  const given = Object.entries(values) as [keyof ParticularValues, unknown][]
  // Where the kind is told beside it, the measure needs none.
  const isKindTold = 'kind' in values
  const places = given.map(([place, value]): [string, ComponentChildren] => [
    place,
    place === 'measure' && isKindTold && value !== '' ? (
      <Code text={String(value)} />
    ) : (
      (shown[place] as Shown<unknown>)(value, about)
    ),
  ])
  const all = Object.fromEntries(places)
  return { ...all, label: all.member, list: all.members }
}

/** A title, or the code itself where there is none. */
function titled(title: string, code: string): ComponentChildren {
  return title === code ? <Code text={code} /> : title
}

function listed<Item extends string>(
  items: readonly Item[],
  show: (item: Item) => ComponentChildren,
  { words }: AboutProps,
): ComponentChildren {
  const { format } = words.known
  // What stands between the items is of the language; they may be more than text.
  const between = format.and(items.map((_, index) => `\u0000${index}\u0000`)).split('\u0000')
  return between.map((part, index) => (
    <Fragment key={`${index} ${part}`}>
      {index % 2 === 0 ? part : items.slice(Number(part), Number(part) + 1).map(show)}
    </Fragment>
  ))
}

/** What a member is called; an item of a list by its number. */
function labelOf(member: string, { words, type, pointer }: AboutProps): ComponentChildren {
  const { language, say } = words
  if (member === unnamed.whole) return say('theMessage')
  if (member === unnamed.member) return say('someMember')
  const document = type === null ? '' : `message/${type}.json`
  if (!/^[0-9]+$/.test(member)) return writtenLabelOf(language, document, member) ?? <Code text={member} />
  const [list = ''] = pointer.split('/').slice(0, -1).reverse()
  const label = writtenLabelOf(language, document, list)
  return label === null ? (
    <Code text={member} />
  ) : (
    say('numberedField', { label: rowName(language, label), number: Number(member) + 1 })
  )
}

/** What has no id yet, by the list in which it stands and its number there. */
function rowAt({ words, type, pointer }: AboutProps): ComponentChildren {
  const [, list, row] = /^\/body\/([a-zA-Z]+)\/([0-9]+)/.exec(pointer) ?? []
  return row === undefined
    ? words.say('theMessage')
    : labelOf(row, { words, type, pointer: `/body/${list}/${row}` })
}

/** An instrument that would do, with the articles that cover what is asked for. */
function Accepted({ words, instrument, source }: AcceptedProps) {
  const cited = citedIn(source)
  return (
    <>
      {titled(words.basis(instrument), instrument)}
      {cited !== null && 'articles' in cited ? (
        <>
          {' '}
          (<Code text={cited.articles} />)
        </>
      ) : null}
    </>
  )
}

interface AcceptedProps extends SourceProps {
  readonly instrument: string
}

/** What a State wrote of itself: its translation for the reader where it gave one, else as it stands. */
function StateText({ text: { language, text, translations = [] }, language: reader }: StateTextProps) {
  const fitting = translations.find((one) => reads(reader, one.language)) ?? { language, text }
  return <OthersWords language={fitting.language}>{fitting.text}</OthersWords>
}

interface StateTextProps {
  readonly text: Text
  readonly language: CaseWords['language']
}

interface SourceProps {
  readonly words: CaseWords
  readonly source: string
}

/** Where a rule stands. */
export function Source({ words, source }: SourceProps) {
  const cited = citedIn(source)
  if (cited === null) return <OthersWords language="en">{source}</OthersWords>
  return 'sentence' in cited ? <>{words.say(cited.sentence)}</> : <Code text={cited.articles} />
}
