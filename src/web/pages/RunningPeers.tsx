import type { RunningPeer, ShownList } from '../../exchange/running/peers.ts'
import type { CaseWords } from '../desk/caseWords.ts'
import { Details } from '../parts/Details.tsx'
import { Code } from '../parts/Line.tsx'
import { Moment } from '../parts/Moment.tsx'
import { Failure, Fingerprints, RunningPage, type RunningProps, State } from '../parts/RunningParts.tsx'
import { SummaryList, type SummaryRow } from '../parts/SummaryList.tsx'
import { Tag } from '../parts/Tag.tsx'

interface PeersProps extends RunningProps {
  readonly own: ShownList
  readonly peers: readonly RunningPeer[]
}

/** What is read out to a State before it pins this one, and how it stands with those that are pinned. */
export function RunningPeers({ own, peers, ...props }: PeersProps) {
  const { words } = props
  const { say } = words
  return (
    <RunningPage {...props} page="runningPeers">
      {peers.length === 0 ? <p class="govuk-body">{say('noPeers')}</p> : null}
      {peers.map((peer) => (
        <Peer key={peer.state} words={words} peer={peer} />
      ))}
      <section class="desk-part">
        <h2 class="govuk-heading-l">{say('ownFingerprints')}</h2>
        <p class="govuk-body">{say('ownFingerprintsText')}</p>
        <Fingerprints words={words} fingerprints={own.fingerprints} />
      </section>
    </RunningPage>
  )
}

function Peer({ words, peer }: { readonly words: CaseWords; readonly peer: RunningPeer }) {
  const { say } = words
  const { state, list } = peer
  const id = `peer-${state}`
  return (
    <section class="desk-part" aria-labelledby={id}>
      <h2 class="govuk-heading-l" id={id}>
        <State words={words} state={state} /> <Standing words={words} peer={peer} />
      </h2>
      <SummaryList rows={[...ofLine(words, peer), ...(list === null ? [] : ofList(words, list))]} />
      {list === null ? (
        <p class="govuk-body">{say('noList')}</p>
      ) : (
        <>
          <Details label={say('fingerprintsOf')} isOpen={false}>
            <Fingerprints words={words} fingerprints={list.fingerprints} />
          </Details>
          <Details label={say('kindsSpoken', { count: list.kinds.length })} isOpen={false}>
            <ul class="govuk-list">
              {list.kinds.map((kind) => (
                <li key={kind}>
                  {words.kind(kind)} <Code text={kind} />
                </li>
              ))}
            </ul>
          </Details>
        </>
      )}
    </section>
  )
}

function Standing({ words: { say }, peer: { circuit, isHeard, list } }: PeerProps) {
  if (list === null || list.isOver) return <Tag colour="red">{say('listRanOut')}</Tag>
  if (circuit.state === 'open') return <Tag colour="red">{say('isAway')}</Tag>
  if (!isHeard) return <Tag colour="yellow">{say('isUnheard')}</Tag>
  return circuit.failures > 0 ? (
    <Tag colour="yellow">{say('isFailing')}</Tag>
  ) : (
    <Tag colour="green">{say('isReached')}</Tag>
  )
}

interface PeerProps {
  readonly words: CaseWords
  readonly peer: RunningPeer
}

function ofLine(words: CaseWords, { heardAt, isHeard, circuit, code, balance }: RunningPeer): SummaryRow[] {
  const { say } = words
  const { openSince, nextAttempt, failingSince, failures, waiting, oldest } = circuit
  const moment = (at: string) => <Moment words={words} at={at} />
  return [
    [say('heardLast'), heardAt === null ? say('neverHeard') : moment(heardAt)],
    isHeard ? null : [say('hearing'), say('unheardText')],
    failingSince === undefined
      ? null
      : [
          say('failingSince'),
          <>
            {moment(failingSince)}
            <div>{say('failedAttempts', { count: failures })}</div>
            {code === null ? null : <Failure words={words} code={code} />}
          </>,
        ],
    openSince === undefined ? null : [say('openSince'), moment(openSince)],
    nextAttempt === undefined ? null : [say('nextAttempt'), moment(nextAttempt)],
    [
      say('waitsForIt'),
      <>
        {say('messagesCount', { count: waiting })}
        {oldest === undefined ? null : (
          <div>
            {say('oldestOf')} {moment(oldest)}
          </div>
        )}
      </>,
    ],
    [
      say('lastComparison'),
      balance === null ? (
        say('noBalance')
      ) : (
        <>
          <Tag colour={balance.agreed ? 'green' : 'red'}>
            {say(balance.agreed ? 'balanceAgrees' : 'balanceDisagrees')}
          </Tag>{' '}
          {moment(balance.at)}
        </>
      ),
    ],
  ]
}

function ofList(words: CaseWords, { sequence, nextUpdate, url, schemaVersions }: ShownList): SummaryRow[] {
  const { say } = words
  return [
    [say('listNumber'), words.known.format.number(sequence)],
    [say('listUntil'), <Moment key="until" words={words} at={nextUpdate} />],
    [say('nodeAddress'), <Code key="url" text={url} />],
    [say('versionsSpoken'), <Code key="versions" text={schemaVersions.join(', ')} />],
  ]
}
