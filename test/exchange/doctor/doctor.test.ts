import assert from 'node:assert/strict'
import { X509Certificate, generateKeyPairSync } from 'node:crypto'
import { chmod, copyFile, mkdtemp, readFile, rename, rm, statfs, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { noteVerifier } from '../../../src/audit/note.ts'
import { examineAttesting, examineCertificates } from '../../../src/exchange/doctor/attestPart.ts'
import { type Ailment, ailments } from '../../../src/exchange/doctor/ailments.ts'
import { type Finding, part } from '../../../src/exchange/doctor/finding.ts'
import { examineOwn } from '../../../src/exchange/doctor/ownPart.ts'
import { examineMessage } from '../../../src/exchange/doctor/messagePart.ts'
import { examinePlace } from '../../../src/exchange/doctor/placePart.ts'
import { examinePeers } from '../../../src/exchange/doctor/peersPart.ts'
import { httpCaller } from '../../../src/exchange/httpCaller.ts'
import type { Node } from '../../../src/exchange/node.ts'
import { courier } from '../../../src/exchange/post.ts'
import { checkAndNote, ownTreeRound } from '../../../src/exchange/recheck/dailyCheck.ts'
import { openTrail } from '../../../src/exchange/trail.ts'
import { openNode } from '../../../src/opening.ts'
import { append, readHead } from '../../../src/store/audit.ts'
import { paths } from '../../../src/web/paths.ts'
import { type Ran, run, runAnywhere } from '../../cli/commandLine.ts'
import { type Backup, backUp } from '../../support/backup.ts'
import { onServer } from '../../support/server.ts'
import { logOf, opened } from '../../support/talk.ts'
import { type World, freePort, silent, twoStates, until } from '../../support/world.ts'

const dayMs = 86_400_000

/** What may still be written where a folder lies; as little as there is where there is none. */
async function freeBytesAt(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder).catch(() => ({ bavail: 0, bsize: 0 }))
  return bavail * bsize
}

describe('the doctor', () => {
  let world: World
  let folder: string
  let backup: Backup
  /** Ailments that a node of the tests has for what the tests are: their server may not be durable, and their role owns the tables. */
  const ofTests: readonly (string | null)[] = ['DATABASE_NOT_DURABLE', 'DATABASE_OWNED', 'DATABASE_SLOW']
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rogatory-doctor-'))
    world = await twoStates()
    await opened(world)
    backup = await backUp(world.asking)
  })
  after(async () => {
    await world.close()
    await backup.remove()
    await rm(folder, { recursive: true })
  })

  const findingsOf = ({ json }: Ran): readonly Finding[] => json.findings as readonly Finding[]
  const codesIn = (findings: readonly Finding[]): string[] =>
    findings.flatMap(({ code }) => (code === null || ofTests.includes(code) ? [] : [code]))
  const doctor = async (...words: string[]): Promise<Ran> =>
    await run(world.asking, 'doctor', '--json', ...words)
  /** The doctor by a setting that is otherwise. */
  const elsewhere = async (environment: Readonly<Record<string, string>>): Promise<Ran> => {
    const { databaseUrl, dataFolder } = world.asking.config
    return await runAnywhere(['doctor', '--json', '--data', dataFolder], {
      DATABASE_URL: databaseUrl,
      ROGATORY_DATABASE_CONNECTIONS: '4',
      ...environment,
    })
  }
  const machine = () => ({
    dataFolder: world.asking.config.dataFolder,
    hasClockFile: false,
    isEmbedded: false,
    roomBytesMin: 1,
  })
  const at = (ms: number, ...clocks: readonly ('now' | 'machineNow')[]): Node => {
    const { node } = world.asking.node
    const then = (): Date => new Date(node.now().getTime() + ms)
    return Object.assign(
      Object.create(node) as Node,
      Object.fromEntries(clocks.map((clock) => [clock, then])),
    )
  }

  const nobody = noteVerifier('nobody', generateKeyPairSync('ed25519').publicKey, 'cosignature')
  /** A node whose witnesses are none that has cosigned anything. */
  const withoutCosigners = (node: Node): Node =>
    Object.assign(Object.create(node) as Node, {
      witnessPolicy: { witnesses: [{ name: 'nobody', verifier: nobody, url: null }], isQuorum: () => false },
    })

  it('finds nothing wrong with a node that works, has done all of it, and leaves one entry of the log behind (pain point 9)', async () => {
    const { db } = world.asking.node.node
    await until('enough witnesses', async () => codesIn(findingsOf(await doctor('--room', '1'))).length === 0)
    const before = (await logOf(db)).length
    const ran = await doctor('--room', '1')
    assert.deepEqual(codesIn(findingsOf(ran)), [])
    const log = await logOf(db)
    assert.deepEqual([log.length, log.at(-1)?.evt], [before + 1, 'doctor.ran'])
    const looked = new Set(findingsOf(ran).map(({ of }) => of))
    assert.deepEqual(
      looked,
      new Set([
        'settings',
        'keys',
        'database',
        'message',
        'log',
        'clock',
        'disk',
        'exhibits',
        'address',
        'peer',
        'witness',
        'certificates',
      ]),
    )
    const answered = findingsOf(ran).find(({ words }) => words === 'it has answered a signed question')
    assert.equal(answered?.about, 'QA')
    assert.ok((answered.ms ?? -1) >= 0)
  })

  it('says it in words, with what to do, and ends with 1 where something is bad', async () => {
    world.answering.link.up = false
    try {
      const ran = await run(world.asking, 'doctor', '--room', '1')
      assert.equal(ran.code, 1)
      assert.match(ran.out, /^BAD {3}peer QA: .*\[PEER_AWAY\]$/m)
      assert.ok(ran.out.includes(ailments.PEER_AWAY[1]))
    } finally {
      world.answering.link.up = true
    }
  })

  const opening: readonly (readonly [Ailment, () => Promise<Readonly<Record<string, string>>>])[] = [
    ['CONFIG_INVALID', () => Promise.resolve({ ROGATORY_PROT: '8470' })],
    [
      'KEYS_CLOSED',
      async () => {
        const file = join(folder, 'wrong')
        await writeFile(file, 'another passphrase than the one that was used', { mode: 0o600 })
        return { ROGATORY_PASSPHRASE_FILE: file }
      },
    ],
    [
      'DATABASE_UNAVAILABLE',
      async () => ({ DATABASE_URL: `postgres://nobody@127.0.0.1:${await freePort()}/rogatory` }),
    ],
    ['DATABASE_REFUSED', () => Promise.resolve({ DATABASE_URL: world.answering.config.databaseUrl ?? '' })],
  ]
  for (const [code, environment] of opening) {
    it(`${code}: says what keeps the node from being opened, and looks at nothing behind that`, async () => {
      const ran = await elsewhere(await environment())
      assert.equal(ran.code, 1)
      assert.equal(findingsOf(ran).at(-1)?.code, code)
    })
  }

  it('CONFIG_INVALID: a secret has become open to others while the node was up', async () => {
    const file = join(folder, 'open')
    await writeFile(file, 'a passphrase that others can read', { mode: 0o644 })
    await chmod(file, 0o644)
    const [found, ...others] = findingsOf(await elsewhere({ ROGATORY_PASSPHRASE_FILE: file }))
    assert.deepEqual([found?.code, others], ['CONFIG_INVALID', []])
    assert.match(found?.words ?? '', /is open to everybody on this machine .*chmod o=/)
  })

  it('NODE_CANNOT_OPEN: a file that the settings name cannot be read as what it is', async () => {
    const file = join(folder, 'roots.pem')
    await writeFile(file, 'no certificates')
    const ran = await elsewhere({
      ROGATORY_TIME_STAMP_URL: 'http://127.0.0.1:1/',
      ROGATORY_TIME_STAMP_AUTHORITIES_FILE: file,
    })
    assert.equal(ran.code, 1)
    assert.equal(findingsOf(ran).at(-1)?.code, 'NODE_CANNOT_OPEN')
  })

  /** The database answers so to whatever is written in its log, for as long as the doctor looks. */
  const refusedBy = async (state: string, look: () => Promise<void>): Promise<void> => {
    const { url } = world.asking.database
    await onServer(url, (client) =>
      client.query(`
        create function refuse_entries() returns trigger language plpgsql as $$
        begin
          raise exception 'refused for a test' using errcode = '${state}';
        end $$;
        create trigger refused before insert on audit_pending for each statement execute function refuse_entries()`),
    )
    try {
      await look()
    } finally {
      await onServer(url, (client) => client.query('drop function refuse_entries cascade'))
    }
  }

  it('DATABASE_NOT_WRITTEN: a database that answers and takes nothing (pain point 9)', async () => {
    await refusedBy('42501', async () => {
      const findings = findingsOf(await doctor('--room', '1'))
      const found = codesIn(findings)
      assert.ok(found.includes('DATABASE_NOT_WRITTEN'), found.join())
      const ofMessage = findings.filter(({ of }) => of === 'message')
      assert.deepEqual(
        ofMessage.map(({ severity, words }) => [severity, words]),
        [['notTried', 'no message was made and no entry noted, because of DATABASE_NOT_WRITTEN']],
      )
    })
  })

  it('DATABASE_FULL: a database whose disk is full, in words and with what to do', async () => {
    await refusedBy('53100', async () => {
      const { code, out } = await run(world.asking, 'doctor', '--room', '1')
      assert.equal(code, 1)
      assert.match(out, /^BAD {3}database: .*\[DATABASE_FULL\]$/m)
      assert.ok(out.includes(ailments.DATABASE_FULL[1]))
    })
  })

  it('DATABASE_READ_ONLY: a database that may only be read', async () => {
    const { url } = world.asking.database
    const name = new URL(url).pathname.slice(1)
    await onServer(url, (client) =>
      client.query(`alter database ${name} set default_transaction_read_only = on`),
    )
    try {
      const found = codesIn(findingsOf(await doctor()))
      assert.ok(found.includes('DATABASE_READ_ONLY'), found.join())
    } finally {
      await onServer(url, async (client) => {
        await client.query('set default_transaction_read_only = off')
        await client.query(`alter database ${name} reset default_transaction_read_only`)
      })
    }
  })

  it('DATABASE_NOT_DURABLE: a server that answers before it has written (pain point 14)', async () => {
    const { url } = world.asking.database
    const name = new URL(url).pathname.slice(1)
    await onServer(url, (client) => client.query(`alter database ${name} set synchronous_commit = off`))
    try {
      const found = findingsOf(await doctor()).find(({ code }) => code === 'DATABASE_NOT_DURABLE')
      assert.match(found?.words ?? '', /synchronous_commit/)
    } finally {
      await onServer(url, (client) => client.query(`alter database ${name} reset synchronous_commit`))
    }
  })

  it('LOG_BROKEN: a tree that is not the one that is signed', async () => {
    const { url } = world.asking.database
    const signedAs = async (change: string): Promise<void> => {
      await onServer(url, (client) => client.query(`update audit_head set checkpoint = ${change}`))
    }
    const { checkpoint } = await readHead(world.asking.node.node.db)
    await signedAs(`overlay(checkpoint placing 'AAAA' from length(checkpoint) - 40 for 4)`)
    try {
      const found = await examineOwn(world.asking.node.node, machine())
      assert.ok(codesIn(found).includes('LOG_BROKEN'), JSON.stringify(found))
    } finally {
      await signedAs(`'${checkpoint}'`)
    }
  })

  it('LOG_UNCHECKED: a log of which no look has come to its end for days, though each day one was begun', async () => {
    const { node } = world.asking.node
    await checkAndNote(node)
    const later = Object.create(node, {
      machineNow: { value: () => new Date(Date.now() + 4 * dayMs) },
      logSigner: {
        value: () => {
          throw new Error('the page cannot be read')
        },
      },
    }) as Node
    await assert.rejects(ownTreeRound(later), /cannot be read/)
    const healed = Object.create(node, { machineNow: { value: later.machineNow } }) as Node
    const machine = { dataFolder: folder, hasClockFile: false, isEmbedded: true, roomBytesMin: 0 }
    assert.ok(codesIn(await examineOwn(healed, machine)).includes('LOG_UNCHECKED'))
    await checkAndNote(node)
    assert.ok(!codesIn(await examineOwn(node, machine)).includes('LOG_UNCHECKED'))
  })

  it('PART_HANGS and PART_BROKE: what does not end, or breaks where that is not expected, hides nothing else', async () => {
    const hangs = await part('disk', () => new Promise(() => undefined), 20)
    const broke = await part('log', () => Promise.reject(new Error('canceling statement due to timeout')))
    assert.deepEqual(codesIn([...hangs, ...broke]), ['PART_HANGS', 'PART_BROKE'])
    assert.match(broke[0]?.words ?? '', /statement/)
    const { node } = world.asking.node
    const exhibits = Object.create(node.exhibits, {
      look: { value: () => Promise.reject(new Error('a disk of the network')) },
    }) as typeof node.exhibits
    const beheld = Object.create(node, { exhibits: { value: exhibits } }) as Node
    const machine = { dataFolder: folder, hasClockFile: false, isEmbedded: true, roomBytesMin: 0 }
    const found = await examineOwn(beheld, machine)
    assert.ok(found.some(({ of, severity }) => of === 'log' && severity === 'good'))
  })

  it('LOG_STANDS, CLOCK_APART and CLOCK_BEHIND: what a clock that is wrong does (pain point 8)', async () => {
    const { node } = world.asking.node
    const codes = async (of: Node): Promise<string[]> => codesIn(await examineOwn(of, machine()))
    assert.ok((await codes(at(-dayMs, 'now', 'machineNow'))).includes('CLOCK_BEHIND'))
    assert.ok((await codes(at(60_000, 'machineNow'))).includes('CLOCK_APART'))
    // An entry whose place nobody has given for four minutes.
    const { url } = world.asking.database
    await onServer(url, async (client) => {
      await client.query('begin')
      await client.query('lock table audit_leaf in exclusive mode')
      await node.db.transaction().execute(async (trx) => {
        const trail = await openTrail(node, trx, [], node.now())
        trail.add({ event: 'node.started', digest: '0'.repeat(64), details: { version: 'example' } })
        await append(trx, trail.audit())
      })
      assert.ok((await codes(at(4 * 60_000, 'now'))).includes('LOG_STANDS'))
      await client.query('rollback')
    })
    const found = await examineOwn(world.asking.node.node, { ...machine(), hasClockFile: true })
    assert.ok(codesIn(found).includes('CLOCK_FROM_FILE'))
  })

  it('CLOCK_OF_PEER: a peer that judges by another clock', async () => {
    const asking = at(20 * 60_000, 'machineNow')
    const line = courier(paths, httpCaller(asking))
    try {
      const found = await examinePeers(asking, line)
      assert.deepEqual(codesIn(found), ['CLOCK_OF_PEER'], JSON.stringify(found))
    } finally {
      await line.close()
    }
  })

  it('PEER_ADDRESS_FORBIDDEN and PEER_TLS: a way that this node does not take', async () => {
    const ran = await elsewhere({ ROGATORY_PEER_NETWORKS: '10.0.0.0/8' })
    assert.ok(codesIn(findingsOf(ran)).includes('PEER_ADDRESS_FORBIDDEN'), JSON.stringify(ran.json))
    const { node, courier: line } = world.asking.node
    // A server that speaks no TLS, where the list says that it does.
    const byTls = {
      ...line,
      fetchTrustList: (url: string) => line.fetchTrustList(url.replace('http:', 'https:')),
    }
    assert.deepEqual(codesIn(await examinePeers(node, byTls)), ['PEER_TLS'])
  })

  it('DATABASE_OWNED and DATABASE_SLOW: a role that could change its log, and a table that is held', async () => {
    const { node } = world.asking.node
    const found = await onServer(world.asking.database.url, async (client) => {
      await client.query('begin')
      await client.query('lock table audit_entry in exclusive mode')
      const looking = examineOwn(node, machine())
      await new Promise((resolve) => setTimeout(resolve, 1_300))
      await client.query('rollback')
      return await looking
    })
    const codes = found.map(({ code }) => code)
    assert.ok(codes.includes('DATABASE_OWNED') && codes.includes('DATABASE_SLOW'), codes.join(' '))
  })

  it('TLS_ENDS and TLS_OVER: a certificate of the port that ends', () => {
    const { list } = world.asking.node.node.trust.own()
    const der = Buffer.from(list.certificateAuthorities[0] ?? '', 'base64')
    const certificate = new X509Certificate(der)
    const before = (days: number): Node =>
      at(Date.parse(certificate.validTo) - days * dayMs - Date.now(), 'machineNow')
    const tls = { port: certificate.toString(), client: null }
    assert.ok(codesIn(examineCertificates(before(20), tls)).includes('TLS_ENDS'))
    for (const days of [3, -1])
      assert.ok(codesIn(examineCertificates(before(days), tls)).includes('TLS_OVER'))
    assert.deepEqual(codesIn(examineCertificates(before(90), tls)), [])
  })

  it('ROOM_LOW: a disk with less room than is wanted', async () => {
    const ran = await doctor('--room', '999999999')
    assert.equal(ran.code, 1)
    assert.deepEqual(codesIn(findingsOf(ran)), ['ROOM_LOW'])
  })

  it('ROOM_LOW: the disk of the sealed files, where they have one of their own', async function () {
    const { dataFolder } = world.asking.config
    const place = join(dataFolder, 'exhibits')
    const here = await freeBytesAt(dataFolder)
    const disks = await Promise.all(
      ['/dev/shm', import.meta.dirname].map(async (disk) => ({ disk, free: await freeBytesAt(disk) })),
    )
    const elsewhere = disks.find(({ free }) => free > 0 && Math.abs(here - free) > 2 ** 28)
    // A machine with one disk for everything.
    if (elsewhere === undefined) this.skip()
    const { disk, free: there } = elsewhere
    const other = await mkdtemp(join(disk, '.rogatory-doctor-'))
    // As it is told to be copied, with its mark.
    await copyFile(join(place, 'place'), join(other, 'place'))
    await rename(place, `${place}.away`).catch(() => undefined)
    await symlink(other, place)
    try {
      const found = await examineOwn(world.asking.node.node, {
        ...machine(),
        roomBytesMin: (here + there) / 2,
      })
      const [{ words } = { words: '' }] = found.filter(({ code }) => code === 'ROOM_LOW')
      assert.match(words, there < here ? /free where files come in$/ : /free where the data folder lies$/)
    } finally {
      await rm(place)
      await rename(`${place}.away`, place).catch(() => undefined)
      await rm(other, { recursive: true })
    }
  })

  it('EXHIBITS_FAIL: a folder of exhibits that is none', async () => {
    const place = join(world.asking.config.dataFolder, 'exhibits')
    await rename(place, `${place}.away`).catch(() => undefined)
    await writeFile(place, '')
    try {
      assert.ok(codesIn(await examineOwn(world.asking.node.node, machine())).includes('EXHIBITS_FAIL'))
    } finally {
      await rm(place)
      await rename(`${place}.away`, place).catch(() => undefined)
    }
  })

  it('PEER_SILENT: a peer that is there and does not answer a question as a peer does', async () => {
    const { node, courier: line } = world.asking.node
    const stranger = { ...line, ask: () => line.ask(world.asking.node.url, 'nothing that was sealed') }
    const found = await examinePeers(node, stranger)
    assert.deepEqual(codesIn(found), ['PEER_SILENT'])
  })

  it('PEER_LIST_NEWER: a peer that publishes another list than the one here', async () => {
    const { link } = world.answering
    link.publish = () => 'another.list.text'
    try {
      const found = await examinePeers(world.asking.node.node, world.asking.node.courier)
      assert.ok(codesIn(found).includes('PEER_LIST_NEWER'), JSON.stringify(found))
    } finally {
      link.publish = null
    }
  })

  it('PEER_LIST_OVER, PEER_REVOCATION_LACKS, LOG_UNWITNESSED and keys that end: what time does', async () => {
    const later = at(60 * dayMs, 'now')
    const { courier: line } = world.asking.node
    const peers = codesIn(await examinePeers(later, line))
    for (const code of ['PEER_LIST_OVER', 'PEER_REVOCATION_LACKS']) assert.ok(peers.includes(code), code)
    assert.ok(codesIn(await examineAttesting(withoutCosigners(later), line)).includes('LOG_UNWITNESSED'))
    const { trust } = later
    const list = trust.own().list
    const tls = { port: null, client: null }
    const longest = Math.max(
      ...list.signers.map(({ certificate }) =>
        Date.parse(new X509Certificate(Buffer.from(certificate, 'base64')).validTo),
      ),
    )
    const before = (days: number): Node => at(longest - days * dayMs - Date.now(), 'now')
    assert.ok(codesIn(examineCertificates(before(20), tls)).includes('KEY_ENDS'))
    assert.ok(codesIn(examineCertificates(before(3), tls)).includes('KEY_OVER'))
  })

  it('WITNESS_AWAY and WITNESS_NONE: a witness that does not answer, and a log that has none', async () => {
    const { node, courier: line } = world.asking.node
    world.answering.link.up = false
    try {
      assert.ok(codesIn(await examineAttesting(node, line)).includes('WITNESS_AWAY'))
    } finally {
      world.answering.link.up = true
    }
    const alone = Object.assign(Object.create(node) as Node, {
      trust: { ...node.trust, peers: [], peer: () => null },
    })
    assert.deepEqual(codesIn(await examineAttesting(alone, line)), ['WITNESS_NONE'])
    assert.deepEqual(codesIn(await examinePeers(alone, line)), ['PEER_NONE'])
  })

  it('TIME_AUTHORITY_FAILS: an authority that does not answer (pain point 8)', async () => {
    const { node, courier: line } = world.asking.node
    const asking = Object.assign(Object.create(node) as Node, {
      timeAuthority: { url: `http://127.0.0.1:${await freePort()}/`, certificates: [] },
    })
    assert.ok(codesIn(await examineAttesting(asking, line)).includes('TIME_AUTHORITY_FAILS'))
  })

  it('PEER_REACHES_NOT: a peer that cannot reach this node says so', async () => {
    const { db, now } = world.answering.node.node
    const row = {
      peer_state: 'VN',
      failures: 9,
      failing_since: now(),
      last_code: 'NODE_UNAVAILABLE',
      last_detail: '',
    }
    const open = { opened_at: now(), probe_at: new Date(now().getTime() + dayMs) }
    await db
      .insertInto('circuit')
      .values({ ...row, ...open })
      .execute()
    try {
      const found = await examinePeers(world.asking.node.node, world.asking.node.courier)
      assert.ok(codesIn(found).includes('PEER_REACHES_NOT'), JSON.stringify(found))
    } finally {
      await db.deleteFrom('circuit').where('peer_state', '=', 'VN').execute()
    }
  })

  it('PEER_UNHEARD: a peer that has not told what it has', async () => {
    const { node, courier: line } = world.asking.node
    const { heard_at } = await node.db.selectFrom('peer').select('heard_at').executeTakeFirstOrThrow()
    await node.db.updateTable('peer').set({ heard_at: null }).execute()
    const found = codesIn(await examinePeers(node, line))
    await node.db.updateTable('peer').set({ heard_at }).execute()
    assert.ok(found.includes('PEER_UNHEARD'), found.join(' '))
  })

  it('OWN_ADDRESS_AWAY: an address that leads nowhere', async () => {
    world.asking.link.up = false
    try {
      assert.ok(codesIn(findingsOf(await doctor('--room', '1'))).includes('OWN_ADDRESS_AWAY'))
    } finally {
      world.asking.link.up = true
    }
  })

  it('has for each ailment what to do, in a sentence', () => {
    for (const [code, [, advice]] of Object.entries(ailments)) assert.match(advice, /^[A-Z].{20,}$/s, code)
  })

  it('tells of each ailment in docs/operations.md', async () => {
    const page = await readFile(join(import.meta.dirname, '../../../docs/operations.md'), 'utf8')
    for (const code of Object.keys(ailments)) assert.ok(page.includes(`\`${code}\``), code)
  })

  it('NODE_ROLLED_BACK: a database that is older than what was signed', async () => {
    await opened(world)
    await until('it is signed and remembered', async () => {
      const pending = await world.asking.node.node.db.selectFrom('audit_pending').selectAll().execute()
      return pending.length === 0
    })
    await backup.restore('database')
    const ran = await doctor('--room', '1')
    assert.equal(ran.code, 1)
    assert.ok(codesIn(findingsOf(ran)).includes('NODE_ROLLED_BACK'), JSON.stringify(ran.json))
    // Nothing is signed then, and nothing noted.
    const ofMessage = findingsOf(ran).filter(({ of }) => of === 'message')
    assert.deepEqual(
      ofMessage.map(({ severity }) => severity),
      ['notTried'],
    )
    const read = await openNode(world.asking.config, silent, 'read')
    try {
      assert.equal((await examinePlace(read.node, null)).severity, 'notTried')
      const { findings, digest } = await examineMessage(read.node)
      assert.deepEqual([codesIn(findings), digest], [['NODE_ROLLED_BACK'], null])
    } finally {
      await read.close()
    }
  })
})
