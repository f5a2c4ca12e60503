import type { Found, HealthItem, Healthy } from '../../exchange/running/healthItem.ts'
import type { CaseWords } from '../desk/caseWords.ts'
import type { Sentence } from '../desk/words.ts'
import { bytesIn } from '../parts/CaseFiles.tsx'
import { Code, OthersWords } from '../parts/Line.tsx'
import { Moment } from '../parts/Moment.tsx'
import { RunningPage, type RunningProps, States } from '../parts/RunningParts.tsx'
import { Said } from '../parts/Said.tsx'
import { Table } from '../parts/Table.tsx'
import { Tag } from '../parts/Tag.tsx'

interface HealthProps extends RunningProps {
  readonly items: readonly HealthItem[]
}

/** How the node is: what is wrong stands first, with what to do. */
export function RunningHealth({ items, ...props }: HealthProps) {
  const { words } = props
  const { say } = words
  const bad = items.filter(({ isGood }) => !isGood).length
  return (
    <RunningPage {...props} page="running">
      <p class="govuk-body-l">{bad === 0 ? say('healthAllGood') : say('healthSomeBad', { count: bad })}</p>
      <Table
        caption={say('healthCaption')}
        head={[say('healthWhat'), say('healthHow'), say('healthMeaning')]}
        rows={items.map((one) => [
          say(names[one.of]),
          <Tag key="how" colour={one.isGood ? 'green' : 'red'}>
            {say(one.isGood ? 'healthGood' : 'healthBad')}
          </Tag>,
          <Meaning key="meaning" words={words} item={one} />,
        ])}
      />
    </RunningPage>
  )
}

const names: Readonly<Record<Healthy, Sentence>> = {
  database: 'ofDatabase',
  signature: 'ofSignature',
  trustList: 'ofTrustList',
  rollback: 'ofRollback',
  exhibits: 'ofExhibits',
  ownLog: 'ofOwnLog',
  clock: 'ofClock',
  witnesses: 'ofWitnesses',
  timeStamps: 'ofTimeStamps',
  peers: 'nodePeers',
  queue: 'nodeQueue',
  records: 'ofRecords',
  keys: 'nodeKeys',
  jobs: 'ofJobs',
  webhooks: 'ofWebhooks',
  processes: 'ofProcesses',
  keeping: 'ofKeeping',
}

/** What is said of a finding. */
const meanings: Readonly<Record<Found, Sentence>> = {
  databaseWorks: 'databaseWorks',
  databaseFails: 'databaseFails',
  signatureWorks: 'signatureWorks',
  signatureFails: 'signatureFails',
  listInForce: 'listInForce',
  listOver: 'listOver',
  dataNewest: 'dataNewest',
  dataOld: 'dataOld',
  filesWork: 'filesWork',
  filesFail: 'filesFail',
  filesNoRoom: 'filesNoRoom',
  filesDamaged: 'filesDamaged',
  logUnchecked: 'logUnchecked',
  logSound: 'logSound',
  logBroken: 'logBroken',
  clockRight: 'clockRight',
  clockFromFile: 'clockFromFile',
  clockBehind: 'clockBehind',
  clockApart: 'clockApart',
  clockOfPeers: 'clockOfPeers',
  witnessed: 'logWitnessed',
  witnessesAsked: 'witnessesAsked',
  unwitnessed: 'logUnwitnessed',
  noWitness: 'noWitness',
  stamped: 'logStamped',
  stampAwaited: 'stampAwaited',
  unstamped: 'logUnstamped',
  peersReached: 'peersReached',
  peersUnheard: 'peersUnheard',
  peersAway: 'peersAway',
  nothingGivenUp: 'nothingGivenUp',
  messagesGivenUp: 'messagesGivenUp',
  recordsAgree: 'recordsAgree',
  recordsDiffer: 'recordsDiffer',
  proofsLate: 'proofsLate',
  keysLast: 'keysLast',
  keysEnd: 'keysEnd',
  keysWait: 'keysWait',
  jobsOnTime: 'jobsOnTime',
  lateSequence: 'lateSequence',
  lateDelivery: 'lateDelivery',
  lateClocks: 'lateClocks',
  lateOwnLog: 'lateOwnLog',
  lateTrustList: 'lateTrustList',
  noWebhooks: 'noWebhooks',
  webhooksTaken: 'webhooksTaken',
  webhooksGivenUp: 'webhooksGivenUp',
  webhooksDisabled: 'webhooksDisabled',
  processesUp: 'processesUp',
  processesDiffer: 'processesDiffer',
  keptInTime: 'keptInTime',
  keptOver: 'keptOver',
}

function Meaning({ words, item }: { readonly words: CaseWords; readonly item: HealthItem }) {
  const { found, at, count, name, states, detail } = item
  return (
    <>
      <Said
        words={words}
        sentence={meanings[found]}
        values={{
          moment: at === null ? '–' : <Moment words={words} at={at} isWithin={true} />,
          count: count === null ? '–' : words.known.format.number(count),
          size: count === null ? '–' : bytesIn(words, count),
          name: name === null ? '–' : <Code text={name} />,
          states: <States words={words} states={states} />,
        }}
      />
      {detail === null ? null : (
        <div class="govuk-hint desk-under">
          <Said
            words={words}
            sentence="inWordsOfSystem"
            values={{ words: <OthersWords language="en">{detail}</OthersWords> }}
          />
        </div>
      )}
    </>
  )
}
