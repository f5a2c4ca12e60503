import type { KeyAdvice, RunningKeys as Keys, ShownKey, ShownTls } from '../../exchange/running/keys.ts'
import type { CaseWords } from '../desk/caseWords.ts'
import type { Sentence } from '../desk/words.ts'
import { Code } from '../parts/Line.tsx'
import { Day, RunningPage, type RunningProps, State } from '../parts/RunningParts.tsx'
import { Said } from '../parts/Said.tsx'
import { Table } from '../parts/Table.tsx'
import { Tag } from '../parts/Tag.tsx'

interface KeysProps extends RunningProps {
  readonly keys: Keys
}

/** Every key with when it ends, whether another follows it, and what to do by when. */
export function RunningKeys({ keys, ...props }: KeysProps) {
  const { words } = props
  const { say } = words
  const { own, peers, tls } = keys
  return (
    <RunningPage {...props} page="runningKeys">
      <p class="govuk-body">{say('keysText')}</p>
      <section class="desk-part">
        <h2 class="govuk-heading-l">{say('ownKeys')}</h2>
        <KeyTable words={words} caption={say('ownKeysCaption')} keys={own} />
      </section>
      <section class="desk-part">
        <h2 class="govuk-heading-l">{say('tlsCertificates')}</h2>
        {tls.length === 0 ? (
          <p class="govuk-body">{say('noTls')}</p>
        ) : (
          <TlsTable words={words} certificates={tls} />
        )}
      </section>
      {peers.map((peer) => (
        <section key={peer.state} class="desk-part">
          <h2 class="govuk-heading-l">
            <State words={words} state={peer.state} />
          </h2>
          <KeyTable words={words} caption={say('peerKeysCaption')} keys={peer.keys} />
        </section>
      ))}
    </RunningPage>
  )
}

const uses: Readonly<Record<ShownKey['use'], Sentence>> = {
  authority: 'useAuthority',
  list: 'useList',
  message: 'useMessage',
  http: 'useHttp',
  encryption: 'useEncryption',
  log: 'useLog',
  witness: 'useWitness',
}

const standings: Readonly<
  Record<ShownKey['standing'], readonly [Sentence, 'green' | 'blue' | 'grey' | 'yellow']>
> = {
  inForce: ['keyInForce', 'green'],
  next: ['keyNext', 'blue'],
  leaving: ['keyLeaving', 'grey'],
  withdrawn: ['keyWithdrawn', 'grey'],
  requested: ['keyRequested', 'yellow'],
}

interface TableProps {
  readonly words: CaseWords
  readonly caption: string
  readonly keys: readonly ShownKey[]
}

function KeyTable({ words, caption, keys }: TableProps) {
  const { say } = words
  return (
    <Table
      caption={caption}
      head={[say('keyUse'), say('keyStanding'), say('ends'), say('whatToDo')]}
      rows={keys.map((key) => {
        const [standing, colour] = standings[key.standing]
        return [
          <>
            {say(uses[key.use])}
            <div class="desk-under">
              <Code text={key.name} />
            </div>
          </>,
          <Tag key="standing" colour={colour}>
            {say(standing)}
          </Tag>,
          <Ends key="ends" words={words} until={key.until} daysLeft={key.daysLeft} />,
          <Advice key="advice" words={words} shown={key} />,
        ]
      })}
    />
  )
}

interface EndsProps {
  readonly words: CaseWords
  readonly until: string | null
  readonly daysLeft: number | null
}

/** When something ends, and in how many days. */
function Ends({ words, until, daysLeft }: EndsProps) {
  const { say, known } = words
  if (until === null) return <>{say('noEnd')}</>
  return (
    <>
      <time dateTime={until}>{known.format.date(until.slice(0, 10))}</time>
      {daysLeft === null ? null : <div>{say('daysLeft', { count: daysLeft })}</div>}
    </>
  )
}

const advices: Readonly<Record<KeyAdvice, Sentence>> = {
  none: 'keyNothing',
  takeUp: 'keyTakeUp',
  begins: 'keyBegins',
  isFollowed: 'keyIsFollowed',
  waits: 'keyWaits',
  renewBy: 'keyRenewBy',
  renewNow: 'keyRenewNow',
  import: 'keyImport',
  tellPeer: 'keyTellPeer',
}

/** An authority is no key of the node: another comes from elsewhere, and with certificates that it has issued. */
const authorityAdvices: Readonly<Partial<Record<KeyAdvice, Sentence>>> = {
  isFollowed: 'authorityIsFollowed',
  renewBy: 'authorityRenewBy',
  renewNow: 'authorityRenewNow',
}

type CommandOf = (key: ShownKey) => string

/** What is done on the command line about a key. */
const commands: Readonly<Partial<Record<KeyAdvice, CommandOf>>> = {
  takeUp: ({ use }) => `rogatory cert use --use ${use}`,
  isFollowed: ({ use }) => `rogatory cert use --use ${use}`,
  renewBy: ({ use }) => `rogatory cert renew --use ${use}`,
  renewNow: ({ use }) => `rogatory cert renew --use ${use}`,
  import: () => 'rogatory cert import',
}

const importWithAuthority: CommandOf = () => 'rogatory cert import message.pem --authority authority.crt'

/** The same about an authority. */
const authorityCommands: Readonly<Partial<Record<KeyAdvice, CommandOf>>> = {
  isFollowed: ({ name }) => `rogatory cert withdraw ${name}`,
  renewBy: importWithAuthority,
  renewNow: importWithAuthority,
}

function Advice({ words, shown }: { readonly words: CaseWords; readonly shown: ShownKey }) {
  const { advice, by, use } = shown
  const isAuthority = use === 'authority'
  const command = (isAuthority ? authorityCommands : commands)[advice]
  return (
    <>
      {advice === 'renewNow' || advice === 'tellPeer' ? (
        <div>
          <Tag colour="red">{words.say('keyUrgent')}</Tag>
        </div>
      ) : null}
      <Said
        words={words}
        sentence={(isAuthority ? authorityAdvices[advice] : undefined) ?? advices[advice]}
        values={{ date: by === null ? '–' : <Day words={words} at={by} /> }}
      />
      {command === undefined ? null : (
        <div class="desk-under">
          <Code text={command(shown)} />
        </div>
      )}
    </>
  )
}

function TlsTable({
  words,
  certificates,
}: {
  readonly words: CaseWords
  readonly certificates: readonly ShownTls[]
}) {
  const { say } = words
  return (
    <Table
      caption={say('tlsCaption')}
      head={[say('tlsWhere'), say('signedBy'), say('ends'), say('whatToDo')]}
      rows={certificates.map(({ where, subject, fingerprint, until, daysLeft, isShort }) => [
        <>
          {say(where === 'port' ? 'tlsPort' : 'tlsClient')}
          <div class="desk-under">
            <Code text={fingerprint} />
          </div>
        </>,
        <Code key="subject" text={subject} />,
        <Ends key="ends" words={words} until={until} daysLeft={daysLeft} />,
        <>
          {isShort ? (
            <div>
              <Tag colour="red">{say('keyUrgent')}</Tag>
            </div>
          ) : null}
          {say(isShort ? 'tlsRenewNow' : 'tlsRenew')}
        </>,
      ])}
    />
  )
}
