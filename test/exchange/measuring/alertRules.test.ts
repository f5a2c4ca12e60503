import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync, readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { counters, gauges, histograms } from '../../../src/exchange/measuring/metricNames.ts'
import { alarmEvents } from '../../../src/store/alarms.ts'
import { promtoolFor } from './promtool.ts'

const docs = resolve(import.meta.dirname, '../../../docs')
const rulesFile = `${docs}/monitoring/alerts.yml`
const casesFile = resolve(import.meta.dirname, 'alertCases.yml')

/** Which part of docs/operations.md whoever is woken by a rule must read, and why it is that one. */
const pageOf: Readonly<Record<string, readonly [heading: string, why: string]>> = {
  RogatoryNodeAway: ['Start, stop, upgrade', 'the process is to be started'],
  RogatoryDatabaseAway: ['Database', 'it says which server a node needs, and how it is found'],
  RogatoryNumbersUnread: ['Monitoring', 'it has what is told, and since when it is told again'],
  RogatoryUncounted: ['Monitoring', 'it has how many of each are counted'],
  RogatoryDatabaseOlder: ['Restoring', 'it begins with a database that is older'],
  RogatoryNotReady: ['What ready means', 'it has each check and where it leads'],
  RogatoryLegalDeadlineMissed: ['What runs out', 'rogatory due is told there'],
  RogatoryLegalDeadlineNear: ['What runs out', 'rogatory due is told there'],
  RogatoryMessagesWait: ['A peer that cannot be reached', 'outbox and circuit are told there'],
  RogatoryMessageGivenUp: ['Dead letters', 'a message that was given up is one'],
  RogatoryPeerAway: ['A peer that cannot be reached', 'it is what has happened'],
  RogatoryPeerUnheard: ['Restoring', 'its step 4 says what a peer must tell, and its step 6 whom to excuse'],
  RogatoryLogStands: ['The log of the program', 'the line that says why the log waits is listed there'],
  RogatoryLogBroken: ['The check of the own log', 'it says what was found and what to do first'],
  RogatoryLogUnchecked: ['The check of the own log', 'it has the command for a check at once'],
  RogatoryLogUnstamped: ['Time stamps', 'it says what an authority must do, and what is tried again'],
  RogatoryOtherPast: ['When a peer has two pasts', 'it is what has happened'],
  RogatoryLogContinued: ['Restoring', 'its steps 3 and 5 are the two ways in which a log is continued'],
  RogatoryRecordClosed: ['Restoring', 'its step 7 is what to do with a record that is closed'],
  RogatoryAlarmNoted: ['An audit', 'it says how the log is read'],
  RogatoryBalanceDiffers: ['The balance with each peer', 'it says who lacks what, and how it comes back'],
  RogatoryBalanceOld: ['The balance with each peer', 'it says when there is one, and by which command'],
  RogatoryLogUnwitnessed: ['Witnesses', 'it says who cosigns and how many are enough'],
  RogatoryWitnessKeyLeft: ['Another key for log and witness', 'it has what the file must say'],
  RogatoryPromiseBroken: ['What receipts promise', 'it is what has not been kept'],
  RogatorySecretOpen: [
    'Replacing a secret',
    'the action names the line with the file; how each is replaced stands there',
  ],
  RogatorySecretUnseen: ['Replacing a secret', 'it says which files there are, and whose'],
  RogatoryTokenFails: ['Keys in a token', 'it says how a token is used, and of TOKEN_FAILED'],
  RogatoryKeyEnds: ['Renew keys', 'it has the two commands, for a node with the authority of init'],
  RogatoryKeyInUseEnds: ['Renew keys', 'it has the two commands'],
  RogatoryTlsEnds: ['Ports, proxy, TLS', 'files of TLS are renewed in place'],
  RogatoryTrustListEnds: ['Make a node', 'it ends with how lists renew themselves'],
  RogatoryPeerTrustListEnds: ['A peer that is gone for good', 'it says whom to call, and what to silence'],
  RogatoryRevocationListEnds: [
    'Certificates that are taken back',
    'it says who signs the list, and how by hand',
  ],
  RogatoryPeerRevocationListEnds: [
    'A peer that is gone for good',
    'it says whom to call, and what to silence',
  ],
  RogatoryRevocationListLacks: [
    'Certificates that are taken back',
    'it says who signs and who fetches the list',
  ],
  RogatoryClockApart: ['The log of the program', 'the line about the clock is listed there'],
  RogatoryJobFails: ['The log of the program', 'the line of the job says why'],
  RogatoryJobHangs: ['The log of the program', 'what the job said last stands there'],
  RogatoryFileCheckHangs: ['Files', 'its part "Read again" says what is read, and how much in a day'],
  RogatoryErrorsLogged: ['The log of the program', 'it has what each line means'],
  RogatoryRefusals: ['An audit', 'it says how the log is read, which has with whom'],
  RogatoryNoRoom: ['When a disk is full', 'it is what happens next'],
  RogatoryFileDamaged: ['Files', 'its part "Read again" says how a file is put back'],
  RogatoryPeerFileDamaged: ['Files', 'its part "Read again" and exhibit fetch'],
  RogatoryBackupOld: ['Backup and restore', 'it has the command'],
  RogatoryBackupFails: ['Backup and restore', 'it says what is refused and what lacks'],
  RogatoryRequestsKeptOver: [
    'Retention, legal hold, erasure',
    'it says who is reminded, and that two persons erase',
  ],
  RogatoryWebhooksGivenUp: ['Webhooks', 'it says how what was given up is told anew'],
  RogatoryDatabaseConnections: ['Configuration', 'ROGATORY_DATABASE_CONNECTIONS is to be set'],
}

interface Rule {
  readonly name: string
  readonly text: string
}

const rules: readonly Rule[] = readFileSync(rulesFile, 'utf8')
  .split(/^ {6}- alert: /m)
  .slice(1)
  .map((text) => ({ name: text.slice(0, text.indexOf('\n')), text }))

/** Headings of docs/operations.md by their anchor, as GitHub makes it, with what stands below each up to the next. */
function sections(): ReadonlyMap<string, { readonly heading: string; readonly body: string }> {
  const parts = readFileSync(`${docs}/operations.md`, 'utf8')
    .split(/^#{2,3} /m)
    .slice(1)
  return new Map(
    parts.map((part) => {
      const [heading = ''] = part.split('\n')
      const plain = heading.toLowerCase().replace(/[^\p{L}\p{N} -]/gu, '')
      return [plain.replaceAll(' ', '-'), { heading, body: part.slice(heading.length) }]
    }),
  )
}

/** Labels whose values are words of a closed list, and not names of States or codes. */
const closed: ReadonlySet<string> = new Set([
  'side',
  'kind',
  'standing',
  'of',
  'by',
  'task',
  'event',
  'outcome',
  'level',
  'check',
])

function labelsOf(name: string): readonly string[] {
  const plain = name.replace(/_(bucket|count|sum)$/, '')
  for (const [one, defined] of Object.entries({ ...gauges, ...counters, ...histograms }))
    if (one === plain) return 'labels' in defined ? defined.labels : []
  assert.fail(`nothing is told as ${name}`)
}

/** Each word that the program writes down as one. */
function wordsOfProgram(): ReadonlySet<string> {
  const room = resolve(import.meta.dirname, '../../../src')
  const files = ['exchange', 'store', 'audit'].flatMap((folder) =>
    readdirSync(`${room}/${folder}`, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => `${room}/${folder}/${file}`),
  )
  return new Set(
    files.flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/'([A-Za-z][\w.]*)'/g)].map(([, word = '']) => word),
    ),
  )
}

describe('the alert rules', () => {
  it('lead each to the part of docs/operations.md that fits it, and say what to do first', () => {
    const found = sections()
    assert.deepEqual(rules.map(({ name }) => name).toSorted(), Object.keys(pageOf).toSorted())
    for (const { name, text } of rules) {
      assert.match(text, /^ {10}action: '.{40,}'$/m, name)
      const [, anchor = ''] = /^ {10}page: 'docs\/operations\.md#(.+)'$/m.exec(text) ?? []
      const [heading = ''] = pageOf[name] ?? []
      assert.equal(found.get(anchor)?.heading, heading, `${name}: ${anchor}`)
    }
  })

  it('lead to words that stand where they lead', () => {
    const found = [...sections().values()]
    for (const [name, words] of [
      ['RogatoryNoRoom', 'pg_wal'],
      ['RogatoryKeyEnds', 'rogatory cert renew --as'],
      ['RogatoryNotReady', '`trustList`'],
      ['RogatoryOtherPast', '`equivocation.found`'],
      ['RogatoryLogUnstamped', 'the log could not be time-stamped'],
      ['RogatorySecretOpen', 'a secret of this node is open to others'],
      ['RogatoryTokenFails', '`TOKEN_FAILED`'],
      ['RogatoryBackupFails', '`BACKUP_LACKS_FILES`'],
      ['RogatoryWebhooksGivenUp', '`resend`'],
      ['RogatoryFileDamaged', 'exhibit check DEPOSIT'],
      ['RogatoryDatabaseAway', '`DATABASE_OTHER`'],
    ] as const) {
      const [heading] = pageOf[name] ?? []
      const body = found.find((one) => one.heading === heading)?.body ?? ''
      assert.ok(body.includes(words), `${name}: ${words}`)
    }
  })

  it('leave out no alarm of the log: each has a rule of its own, or the one for all others', () => {
    const text = (name: string): string => rules.find((one) => one.name === name)?.text ?? ''
    const [, others = ''] = /event!~"([^"]+)"/.exec(text('RogatoryAlarmNoted')) ?? []
    const byOwnRule = {
      'balance.differed': ['RogatoryBalanceDiffers', 'rogatory_balance_differs'],
      'equivocation.found': ['RogatoryOtherPast', 'equivocation.found'],
      'exhibit.damaged': ['RogatoryPeerFileDamaged', 'rogatory_exhibits_damaged'],
      'log.continued': ['RogatoryLogContinued', 'log.continued'],
      'log.unstamped': ['RogatoryLogUnstamped', 'rogatory_log_unstamped_seconds'],
      'log.unwitnessed': ['RogatoryLogUnwitnessed', 'rogatory_log_unwitnessed_seconds'],
      'receipt.unproven': ['RogatoryPromiseBroken', 'rogatory_promises_late'],
      'record.closed': ['RogatoryRecordClosed', 'record.closed'],
      'witness.refused': ['RogatoryOtherPast', 'witness.refused'],
    } as const
    assert.deepEqual(others.split('|'), Object.keys(byOwnRule))
    const words: ReadonlySet<string> = new Set(alarmEvents)
    for (const [event, [name, of]] of Object.entries(byOwnRule)) {
      assert.ok(words.has(event), event)
      assert.ok(text(name).split('\n')[1]?.includes(of), `${name}: ${of}`)
    }
  })

  it('ask by labels that there are, for words that the program says', () => {
    const asked = [rulesFile, `${docs}/monitoring/dashboard.json`, casesFile]
      .map((file) => readFileSync(file, 'utf8').replaceAll('\\"', '"'))
      .join('\n')
    const said = wordsOfProgram()
    let compared = 0
    for (const [, name = '', matchers = ''] of asked.matchAll(/\b(rogatory_[a-z0-9_]+)\{([^}]*)\}/g)) {
      const labels = labelsOf(name)
      for (const [, label = '', , values = ''] of matchers.matchAll(/(\w+)\s*(=~|!~|!=|=)\s*"([^"]*)"/g)) {
        if (label === 'instance') continue
        assert.ok(labels.includes(label), `${name} has no label ${label}`)
        compared += 1
        if (!closed.has(label)) continue
        for (const value of values.split('|')) assert.ok(said.has(value), `${name}: ${label}="${value}"`)
      }
    }
    assert.ok(compared > 50, String(compared))
  })

  it('are beside a dashboard and a page that leave out nothing that is told', () => {
    const shown = readFileSync(`${docs}/monitoring/dashboard.json`, 'utf8')
    const page = [...sections().values()].find(({ heading }) => heading === 'Monitoring')?.body ?? ''
    const begun = [...page.matchAll(/`(rogatory_[a-z_]+_)…/g)].map(([, start = '']) => start)
    const ended = [...page.matchAll(/`…(_[a-z_]+)`/g)].map(([, end = '']) => end)
    assert.ok(begun.length > 2 && ended.length > 2)
    for (const name of Object.keys({ ...gauges, ...counters, ...histograms })) {
      if (name === 'rogatory_build_info') continue
      assert.match(shown, new RegExp(`\\b${name}(_bucket)?\\b`), `the dashboard shows no ${name}`)
      const isTold =
        page.includes(name) ||
        begun.some((start) => name.startsWith(start)) ||
        ended.some((end) => name.endsWith(end))
      assert.ok(isTold, `the page does not tell of ${name}`)
    }
  })

  it('have each a case in which they fire', () => {
    const cases = readFileSync(casesFile, 'utf8')
    for (const { name } of rules)
      assert.match(cases, new RegExp(`labels: 'ALERTS\\{alertname="${name}", alertstate="firing"`), name)
  })

  it('are taken by Prometheus', function () {
    const { status, stdout, stderr } = spawnSync(promtoolFor(this), ['check', 'rules', rulesFile], {
      encoding: 'utf8',
    })
    assert.equal(status, 0, stdout + stderr)
  })

  it('fire where they should and are silent where not', function () {
    const { status, stdout, stderr } = spawnSync(promtoolFor(this), ['test', 'rules', casesFile], {
      encoding: 'utf8',
    })
    assert.equal(status, 0, stdout + stderr)
  })
})
