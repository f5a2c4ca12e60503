import type { ComponentChildren } from 'preact'
import type { Fingerprint } from '../../exchange/running/peers.ts'
import { countryLine } from '../../letter/scalar.ts'
import { deskRoutes } from '../deskPaths.ts'
import type { DeskPerson } from '../deskServices.ts'
import type { CaseWords } from '../desk/caseWords.ts'
import type { Sentence, Words } from '../desk/words.ts'
import type { FormError } from './ErrorSummary.tsx'
import { ErrorSummary } from './ErrorSummary.tsx'
import { type Frame, Layout } from './Layout.tsx'
import { Code, Line } from './Line.tsx'
import { Said } from './Said.tsx'
import { Tag } from './Tag.tsx'

/** What every page about the node is made with. */
export interface RunningProps {
  readonly frame: Frame
  readonly words: CaseWords
  readonly person: DeskPerson
}

const pages = [
  ['running', 'nodeHealth'],
  ['runningPeers', 'nodePeers'],
  ['runningQueue', 'nodeQueue'],
  ['runningKeys', 'nodeKeys'],
  ['runningSystems', 'nodeSystems'],
  ['runningWebhooks', 'nodeWebhooks'],
] as const satisfies readonly (readonly [keyof typeof deskRoutes, Sentence])[]

interface PageProps extends RunningProps {
  readonly page: (typeof pages)[number][0]
  readonly errors?: readonly FormError[]
  readonly children: ComponentChildren
}

/** A page about the node, with the way to the others. */
export function RunningPage({ frame, words, person, page, errors = [], children }: PageProps) {
  const { say } = words
  const title = say(pages.find(([name]) => name === page)?.[1] ?? 'thisNode')
  return (
    <Layout
      frame={frame}
      words={words}
      person={person}
      title={`${title} – ${say('thisNode')}`}
      isWrong={errors.length > 0}
    >
      <nav aria-label={say('nodeParts')}>
        <ul class="desk-parts">
          {pages.map(([name, text]) => (
            <li key={name}>
              <a
                class="govuk-link"
                href={deskRoutes[name].path}
                aria-current={name === page ? 'page' : undefined}
              >
                {say(text)}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <ErrorSummary words={words} errors={errors} />
      <h1 class="govuk-heading-xl">{title}</h1>
      {children}
    </Layout>
  )
}

/** A day (UTC) of a moment, or of a day, within a sentence. */
export function Day({ words, at }: { readonly words: CaseWords; readonly at: string }) {
  const day = at.slice(0, 10)
  return (
    <time dateTime={day} class="desk-moment--within">
      {words.known.format.date(day)}
    </time>
  )
}

interface ByOnProps {
  readonly words: CaseWords
  readonly sentence: Sentence
  /** As the log names them; null: the node by itself. */
  readonly by: string | null
  readonly at: string
}

/** Who has done something, and on which day. */
export function ByOn({ words, sentence, by, at }: ByOnProps) {
  const person = by === null ? words.say('nodeItself') : <bdi>{by}</bdi>
  return <Said words={words} sentence={sentence} values={{ person, date: <Day words={words} at={at} /> }} />
}

/** States by their names. */
export function States({ words, states }: { readonly words: CaseWords; readonly states: readonly string[] }) {
  const { format } = words.known
  return (
    <>
      {format.and(
        states.map((state) =>
          countryLine(state, format)
            .map(({ text }) => text)
            .join(''),
        ),
      )}
    </>
  )
}

/** One State by its name, with its code. */
export function State({ words, state }: { readonly words: CaseWords; readonly state: string }) {
  return <Line line={countryLine(state, words.known.format)} />
}

/** What a failed attempt came to, by its code. */
const failures: Readonly<Record<string, Sentence>> = {
  NODE_UNAVAILABLE: 'failedAway',
  NODE_BUSY: 'failedBusy',
  NODE_ROLLED_BACK: 'failedRolledBack',
  PEER_TLS_INVALID: 'failedTls',
  PEER_ADDRESS_FORBIDDEN: 'failedAddress',
  PEER_UNKNOWN: 'failedUnknown',
  TRUST_LIST_EXPIRED: 'failedUnknown',
  CLOCK_DIFFERS: 'failedClock',
  HTTP_SIGNATURE_MISSING: 'failedSignature',
  HTTP_SIGNATURE_INVALID: 'failedSignature',
  HTTP_SIGNATURE_EXPIRED: 'failedClock',
  RECEIPT_INVALID: 'failedReceipt',
  RECEIPT_MISMATCH: 'failedReceipt',
}

/** Why an attempt failed, in words and by its code. */
export function Failure({ words, code }: { readonly words: CaseWords; readonly code: string }) {
  const sentence = Object.hasOwn(failures, code) ? failures[code] : undefined
  return (
    <>
      <div>{words.say(sentence ?? 'failedOtherwise')}</div>
      <CodeOf words={words} code={code} />
    </>
  )
}

/** A code, called one, below what it says in words: by it the documents and the log of the program are searched. */
export function CodeOf({ words, code }: { readonly words: Words; readonly code: string }) {
  return (
    <div class="govuk-hint desk-under">
      <Said words={words} sentence="errorCode" values={{ code: <Code text={code} /> }} />
    </div>
  )
}

interface FingerprintsProps {
  readonly words: CaseWords
  readonly fingerprints: readonly Fingerprint[]
}

/** The signers of a trust list, as they are read out over the telephone. */
export function Fingerprints({ words, fingerprints }: FingerprintsProps) {
  const { say } = words
  return (
    <>
      {fingerprints.map(({ digits, words: spoken, isInUse, isPinned }) => (
        <div key={digits.join(' ')} class="desk-fingerprint">
          <p class="govuk-body">
            <strong>{say(isInUse ? 'signerInUse' : 'signerThatFollows')}</strong>{' '}
            {isPinned ? null : <Tag colour="yellow">{say('notPinned')}</Tag>}
          </p>
          <pre class="desk-fingerprint__digits" dir="ltr" lang="en">
            {digits.join('\n')}
          </pre>
          <pre class="desk-fingerprint__words" dir="ltr" lang="en">
            {spoken.join('\n')}
          </pre>
        </div>
      ))}
    </>
  )
}
