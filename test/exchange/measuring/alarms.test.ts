import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { chmod, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { checkSealed } from '../../../src/exchange/custody/checkSealed.ts'
import { measuringLimits } from '../../../src/exchange/measuring/measuringLimits.ts'
import { measuring } from '../../../src/exchange/measuring/measuring.ts'
import { meterOfNode } from '../../../src/exchange/measuring/meter.ts'
import type { Node } from '../../../src/exchange/node.ts'
import { noteInLog } from '../../../src/exchange/noteInLog.ts'
import { type Check, checkNames, readiness } from '../../../src/exchange/readiness.ts'
import { checkAndNote } from '../../../src/exchange/recheck/dailyCheck.ts'
import { observedKeyring } from '../../../src/observedKeyring.ts'
import { alarmEvents } from '../../../src/store/alarms.ts'
import { insertBalance } from '../../../src/store/balances.ts'
import { inTransaction } from '../../../src/store/failures.ts'
import { openKeyring } from '../../../src/store/identity/keyring.ts'
import { insertTimeStamp } from '../../../src/store/timeStamps.ts'
import { readHead } from '../../../src/store/audit.ts'
import { run } from '../../cli/commandLine.ts'
import { placeOf, takenIn } from '../../support/files.ts'
import { onServer } from '../../support/server.ts'
import { delivered, opened } from '../../support/talk.ts'
import { type World, passphrase, twoStates } from '../../support/world.ts'

describe('the alarms that monitoring is told', () => {
  let world: World
  before(async () => {
    world = await twoStates(undefined, undefined, {
      more: () => Promise.resolve({ metrics: { host: '127.0.0.1', port: 0 } }),
    })
    await opened(world)
    await delivered(world.asking)
  })
  after(() => world.close())

  const textOf = async (): Promise<string> =>
    await (await fetch(`${world.asking.node.metricsUrl}/metrics`)).text()
  /** The numbers of the node as it is now, of which nothing is remembered; `ready`: instead of the look at readiness. */
  const numbersOf = async (
    of: Node = world.asking.node.node,
    ready: () => Promise<readonly Check[]> = async () => (await readiness(of)).checks,
  ): Promise<string> => {
    const beside = {
      version: 'test',
      ready,
      secrets: () => ({ open: [], unseen: [] }),
      dataFolder: world.asking.config.dataFolder,
      connections: () => ({ used: 0, idle: 0, waiting: 0 }),
      tls: () => ({ port: null, client: null }),
    }
    // The meter is that of the port.
    const beheld = Object.create(of, { meter: { value: meterOfNode() } }) as Node
    return await measuring(beheld, beside, () => 0).text()
  }
  const assertTold = async (...lines: readonly string[]): Promise<void> => {
    const told = (await numbersOf()).split('\n')
    for (const line of lines) assert.ok(told.includes(line), line)
  }

  it('are all 0 in a node in which all is well, and readiness is told thing by thing', async () => {
    const text = await textOf()
    for (const check of [...checkNames, 'inTime'])
      assert.match(text, new RegExp(`^rogatory_ready\\{check="${check}"\\} 1$`, 'm'))
    for (const event of alarmEvents)
      assert.match(text, new RegExp(`^rogatory_alarms_noted\\{event="${event}"\\} 0$`, 'm'))
    for (const line of [
      'rogatory_log_broken 0',
      'rogatory_exhibits_damaged{of="own"} 0',
      'rogatory_exhibits_damaged{of="peers"} 0',
      'rogatory_webhooks_dead 0',
      'rogatory_secrets_open 0',
      'rogatory_token_failures_total 0',
    ])
      assert.ok(text.split('\n').includes(line), line)
    // Nobody has made a backup or a balance, nothing was looked through, and nobody stamps: 0 would be an answer.
    assert.doesNotMatch(text, /^rogatory_(backup|balance_differs|log_checked|log_unstamped)\w*[ {]/m)
  })

  it('have an entry that was changed in the database, in the log and in readiness, until it is as it was signed', async () => {
    /** Another text and its leaf in the place of an entry; done twice it is as before. */
    const swap = () =>
      onServer(world.asking.database.url, async (client) => {
        await client.query('alter table audit_entry disable trigger only_grows')
        await client.query(
          `update audit_entry set entry = replaced, leaf = sha256('\\x00'::bytea || convert_to(replaced, 'UTF8'))
          from (select id as which, translate(entry, '23', '32') as replaced from audit_entry order by id limit 1) as given
          where id = which`,
        )
        await client.query('alter table audit_entry enable always trigger only_grows')
      })
    const { node } = world.asking.node
    await swap()
    assert.notEqual((await checkAndNote(node)).wrong, null)
    await assertTold(
      'rogatory_log_broken 1',
      'rogatory_ready{check="log"} 0',
      'rogatory_ready{check="signature"} 1',
      'rogatory_alarms_noted{event="log.broken"} 1',
    )
    assert.match(await numbersOf(), /^rogatory_log_checked_age_seconds [0-9.]+$/m)
    await swap()
    assert.equal((await checkAndNote(node)).wrong, null)
    await assertTold('rogatory_log_broken 0', 'rogatory_ready{check="log"} 1')
  })

  it('have an own file that is lost where it lies until it is put back', async () => {
    const { node } = world.asking.node
    const file = await takenIn(world, world.asking, randomBytes(20_000), { name: 'Example lost.bin' })
    const place = placeOf(world.asking, file)
    const sealed = await readFile(place)
    await rm(place)
    await checkSealed(node, file.deposit)
    await assertTold('rogatory_exhibits_damaged{of="own"} 1', 'rogatory_exhibits_damaged{of="peers"} 0')
    await writeFile(place, sealed)
    await checkSealed(node, file.deposit)
    await assertTold('rogatory_exhibits_damaged{of="own"} 0')
  })

  it('have what became of the last backup, and the age of the last whole one', async () => {
    const out = join(world.asking.config.dataFolder, '..', 'vn.rogatory')
    const backup = (file: string) => run(world.asking, 'backup', '--out', file, '--json')
    assert.equal((await backup(out)).code, 0)
    await assertTold(
      'rogatory_backup_outcome{outcome="whole"} 1',
      'rogatory_backup_outcome{outcome="failed"} 0',
    )
    const age = async () => Number(/^rogatory_backup_age_seconds ([0-9.]+)$/m.exec(await numbersOf())?.[1])
    const before = await age()
    assert.ok(before < 60, String(before))
    assert.equal((await backup(out)).json.code, 'FILE_EXISTS')
    await assertTold('rogatory_backup_outcome{outcome="whole"} 1')
    assert.equal((await backup(join(out, 'vn.rogatory'))).json.code, 'FILE_UNWRITABLE')
    await assertTold(
      'rogatory_backup_outcome{outcome="failed"} 1',
      'rogatory_backup_outcome{outcome="whole"} 0',
    )
    assert.ok((await age()) > before, 'the one that failed has not made the last whole one younger')
  })

  it('have a secret that everybody on the machine may read', async () => {
    const file = join(world.asking.config.dataFolder, 'passphrase')
    await chmod(file, 0o644)
    assert.match(await textOf(), /^rogatory_secrets_open 1$/m)
    await chmod(file, 0o600)
    assert.match(await textOf(), /^rogatory_secrets_open 0$/m)
  })

  it('have a balance that differs, of the last with each peer alone', async () => {
    const { db } = world.asking.node.node
    const balance = (agreed: boolean, minute: number) =>
      inTransaction(db, (trx) =>
        insertBalance(trx, {
          digest: randomBytes(32).toString('hex'),
          peer_state: 'QA',
          from_at: null,
          until_at: new Date(Date.UTC(2026, 0, 1, 0, minute)),
          asked: true,
          question: 'x',
          answer: 'x',
          agreed,
          differences: null,
          made_at: new Date(Date.UTC(2026, 0, 1, 0, minute)),
        }),
      )
    await balance(false, 1)
    await assertTold('rogatory_balance_differs{peer="QA"} 1')
    await balance(true, 2)
    await assertTold('rogatory_balance_differs{peer="QA"} 0')
  })

  it('have another past of a peer for three days, and no longer', async () => {
    const { node } = world.asking.node
    await noteInLog(node, {
      event: 'witness.refused',
      peer: 'QA',
      digest: 'a'.repeat(64),
      code: 'WITNESS_NOT_GROWN',
      count: 1,
    })
    await assertTold('rogatory_alarms_noted{event="witness.refused"} 1')
    const later = Object.create(node, {
      now: { value: () => new Date(Date.now() + measuringLimits.alarmsMs + 60_000) },
    }) as typeof node
    assert.match(await numbersOf(later), /^rogatory_alarms_noted\{event="witness.refused"\} 0$/m)
  })

  it('have since when the log waits for a time stamp, where an authority is configured', async () => {
    const { node } = world.asking.node
    const stamped = Object.create(node, {
      timeAuthority: { value: { url: 'http://stamps.example', certificates: [] } },
    }) as typeof node
    const unstamped = async (): Promise<number> =>
      Number(/^rogatory_log_unstamped_seconds ([0-9.]+)$/m.exec(await numbersOf(stamped))?.[1])
    assert.ok((await unstamped()) > 0)
    const { log, size, checkpoint } = await readHead(node.db)
    await inTransaction(node.db, (trx) =>
      insertTimeStamp(trx, { log, size, note: checkpoint, token: Buffer.from('x'), stamped_at: new Date() }),
    )
    assert.equal(await unstamped(), 0)
  })

  it('say that readiness was not found out where that takes too long, and not that all is well', async () => {
    const text = await numbersOf(undefined, () => new Promise(() => undefined))
    assert.match(text, /^rogatory_ready\{check="inTime"\} 0$/m)
    assert.doesNotMatch(text, /^rogatory_ready\{check="log"\}/m)
    assert.match(text, /^rogatory_log_broken 0$/m)
  })

  it('count each signature that a token does not make', async () => {
    let failures = 0
    const folder = join(world.asking.config.dataFolder, 'identity')
    const keyring = await openKeyring(folder, passphrase)
    const { signer, ...others } = keyring.current()
    let isAway = true
    const inToken = {
      ...signer,
      signElsewhere: () => (isAway ? Promise.reject(new Error('away')) : Promise.resolve(Buffer.from('x'))),
    }
    const identity = { ...others, signer: inToken }
    const observed = observedKeyring(
      { ...keyring, current: () => identity },
      { tokenFailed: () => void (failures += 1) },
    )
    const sign = observed.current().signer.signElsewhere
    assert.ok(sign !== undefined)
    await assert.rejects(sign(Buffer.from('y')), /away/)
    isAway = false
    await sign(Buffer.from('y'))
    assert.equal(failures, 1)
    assert.equal(observed.current(), observed.current())
    // A key that lies here does not fail, and is left as it is.
    assert.equal(observed.current().listSigner, others.listSigner)
  })
})
