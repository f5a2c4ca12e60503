import assert from 'node:assert/strict'
import { sign } from 'node:crypto'
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { trustDirectory } from '../../../src/exchange/directory.ts'
import type { Finding } from '../../../src/exchange/doctor/finding.ts'
import { examineMessage } from '../../../src/exchange/doctor/messagePart.ts'
import { examinePeers } from '../../../src/exchange/doctor/peersPart.ts'
import { examinePlace } from '../../../src/exchange/doctor/placePart.ts'
import { exchangeLimits } from '../../../src/exchange/limits.ts'
import type { Node } from '../../../src/exchange/node.ts'
import type { TrustList } from '../../../src/message/generated/types.ts'
import { keyFile, keyStoreFile } from '../../../src/store/identity/folder.ts'
import { baseNames } from '../../../src/store/identity/roles.ts'
import { newestTrustList } from '../../../src/store/trustLists.ts'
import { type Ran, run, runAnywhere } from '../../cli/commandLine.ts'
import { onServer } from '../../support/server.ts'
import { logOf, opened } from '../../support/talk.ts'
import { type World, type WorldState, authority, twoStates, until } from '../../support/world.ts'

const yearMs = 366 * 86_400_000

describe('the doctor, who does the work of a node', () => {
  let world: World
  let folder: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rogatory-doctor-work-'))
    world = await twoStates()
    await opened(world)
  })
  after(async () => {
    await world.close()
    await rm(folder, { recursive: true })
  })

  const findingsOf = ({ json }: Ran): readonly Finding[] => json.findings as readonly Finding[]
  const doctor = async (at: WorldState): Promise<readonly Finding[]> =>
    findingsOf(await run(at, 'doctor', '--json', '--room', '1'))
  const codesIn = (findings: readonly Finding[]): string[] => findings.flatMap(({ code }) => code ?? [])
  /** A node of which some things are otherwise; those that it has by a getter as well. */
  const otherwise = (node: Node, values: Partial<Node>): Node =>
    Object.create(
      node,
      Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value }])),
    ) as Node
  /** The asking node by another trust list of its own. */
  const byList = (change: (list: TrustList) => Partial<TrustList>, values: Partial<Node> = {}): Node => {
    const { node } = world.asking.node
    const own = node.trust.own()
    const trust = trustDirectory(own)
    const peers = node.trust.peers.flatMap((state) => node.trust.peer(state) ?? [])
    trust.load({ ...own, list: { ...own.list, ...change(own.list) } }, peers, node.trust.revocationLists)
    return otherwise(node, { trust, ...values })
  }
  /** What is found of a message at this node: one ailment, and that what follows it was not tried. */
  const wrongWith = async (node: Node): Promise<Finding> => {
    const { findings } = await examineMessage(node)
    const at = findings.findIndex(({ code }) => code !== null)
    const found = findings[at]
    assert.ok(found !== undefined, JSON.stringify(findings))
    assert.equal(findings.length, 3)
    for (const after of findings.slice(at + 1)) assert.equal(after.severity, 'notTried')
    return found
  }

  /** All rows of all tables of a State, as a digest each, but of what its processes say of themselves every second. */
  const tablesOf = async ({ database }: WorldState): Promise<ReadonlyMap<string, string>> =>
    await onServer(database.url, async (client) => {
      const { rows } = await client.query<{ name: string }>(
        `select quote_ident(table_name) as name from information_schema.tables
         where table_schema = 'public' and table_type = 'BASE TABLE' and table_name not in ('process', 'lease')`,
      )
      const digests = new Map<string, string>()
      for (const { name } of rows) {
        const { rows: found } = await client.query<{ digest: string | null }>(
          `select md5(string_agg(one::text, '|' order by one::text)) as digest from ${name} one`,
        )
        digests.set(name, found[0]?.digest ?? '')
      }
      return digests
    })
  /** Once nothing moves in it by itself any more. */
  const atRest = async (at: WorldState): Promise<ReadonlyMap<string, string>> => {
    let last = await tablesOf(at)
    await until(`${at.state} is at rest`, async () => {
      await new Promise((resolve) => setTimeout(resolve, 400))
      const next = await tablesOf(at)
      const isSame = [...next].every(([name, digest]) => last.get(name) === digest)
      last = next
      // What its peer has promised is asked for seconds later.
      const left = await at.node.node.db.selectFrom('promise').select('message').execute()
      return isSame && left.length === 0
    })
    return last
  }
  const changed = (
    before: ReadonlyMap<string, string>,
    after: ReadonlyMap<string, string>,
  ): readonly string[] =>
    [...after].flatMap(([name, digest]) => (before.get(name) === digest ? [] : [name])).sort()

  it('finds two nodes well, with a message, its receipt, a place in the log and what each proves to the other (pain point 9)', async () => {
    await until('both are well', async () => {
      const found = [...(await doctor(world.asking)), ...(await doctor(world.answering))]
      return found.every(({ severity, of }) => severity !== 'bad' || of === 'database')
    })
    const words = (await doctor(world.asking)).flatMap(({ severity, words }) =>
      severity === 'good' ? [words] : [],
    )
    for (const said of [
      /^a drill to itself was written, judged, signed, sealed and queued/,
      /^it was opened, verified by the trust list of this State, judged and stored/,
      /^its receipt takes it, promises a place in the log, and verifies/,
      /^an entry was noted, got its place, and is proven under a head/,
      /^it has answered a signed question/,
      /^it signs by a clock that agrees/,
      /^it goes by the newest trust list of this State/,
      /^it has proven that its log has what its newest receipt promised/,
    ])
      assert.ok(
        words.some((one) => said.test(one)),
        `${String(said)} in ${words.join('\n')}`,
      )
    // Qatar has sent nothing yet, so Viet Nam has given it no receipt.
    const notTried = (await doctor(world.answering)).flatMap(({ severity, words }) =>
      severity === 'notTried' ? [words] : [],
    )
    assert.deepEqual(
      notTried.map((one) => one.slice(0, 33)),
      ['it was asked for no proof, for no', 'no message was sent to a peer and'],
    )
  })

  it('leaves one entry of the own log behind, and nothing else in any table of both nodes', async () => {
    const [asking, answering] = [await atRest(world.asking), await atRest(world.answering)]
    const { db } = world.asking.node.node
    const entries = (await logOf(db)).length
    const found = await doctor(world.asking)
    assert.deepEqual(
      found.filter(({ of, severity }) => of !== 'database' && severity === 'bad'),
      [],
    )
    const [after, beyond] = [await atRest(world.asking), await atRest(world.answering)]
    const ofLog = new Set(['audit_entry', 'audit_head', 'audit_leaf', 'audit_pending', 'audit_tile'])
    // Its head is cosigned by the peer, as every head is: that it does without being asked for anything by the doctor.
    const ofWitnesses = /cosign|witness/
    for (const name of changed(asking, after)) assert.ok(ofLog.has(name) || ofWitnesses.test(name), name)
    for (const name of changed(answering, beyond)) assert.match(name, ofWitnesses)
    const log = await logOf(db)
    assert.deepEqual([log.length, log.at(-1)?.evt], [entries + 1, 'doctor.ran'])
  })

  it('SCHEMAS_INVALID: own schemas of the State that are damaged, which the doctor finds before it opens anything', async () => {
    const schemas = join(folder, 'schemas')
    await mkdir(join(schemas, 'measure'), { recursive: true })
    await writeFile(join(schemas, 'measure', 'blood-sample.json'), '{"half of')
    const { databaseUrl, dataFolder } = world.asking.config
    const ran = await runAnywhere(['doctor', '--json', '--data', dataFolder], {
      DATABASE_URL: databaseUrl,
      ROGATORY_SCHEMAS: schemas,
    })
    assert.equal(ran.code, 1)
    const [found, ...others] = findingsOf(ran)
    assert.deepEqual([found?.code, others], ['SCHEMAS_INVALID', []])
    assert.match(found?.words ?? '', /measure\/blood-sample\.json: it is not a JSON object/)
  })

  /** The doctor upon a copy of the data folder, in which one file of a key is that of the other State. */
  const exchanged = async (name: string): Promise<readonly Finding[]> => {
    const { dataFolder, databaseUrl } = world.asking.config
    const copy = join(folder, `exchanged-${name}`)
    await cp(dataFolder, copy, { recursive: true })
    await cp(join(world.answering.config.dataFolder, 'identity', name), join(copy, 'identity', name))
    const ran = await runAnywhere(['doctor', '--json', '--room', '1', '--data', copy], {
      DATABASE_URL: databaseUrl,
      ROGATORY_DATABASE_CONNECTIONS: '4',
      ROGATORY_PASSPHRASE_FILE: world.asking.config.passphraseFile,
    })
    assert.equal(ran.code, 1)
    return findingsOf(ran)
  }

  it('SIGNER_NOT_LISTED: the file of the key of messages was exchanged for that of another node, and opens', async () => {
    const found = await exchanged(keyStoreFile(baseNames.message))
    assert.ok(codesIn(found).includes('SIGNER_NOT_LISTED'), JSON.stringify(found))
  })

  it('KEYS_CLOSED: a key was exchanged for that of another node, and is not of the certificate beside it', async () => {
    const found = await exchanged(keyFile(baseNames.http))
    assert.equal(found.at(-1)?.code, 'KEYS_CLOSED', JSON.stringify(found))
  })

  it('SIGNING_FAILS: a key that is not of its certificate, and a token that signs no more (pain point 9)', async () => {
    const { node } = world.asking.node
    const { signer } = node
    const key = world.answering.node.node.signer.key
    const other = await wrongWith(otherwise(node, { signer: { ...signer, key } }))
    assert.equal(other.code, 'SIGNING_FAILS')
    assert.match(other.words, /what this node sends is refused: SIGNATURE_INVALID/)
    const signElsewhere = () => Promise.reject(new Error('the token does not answer'))
    const silent = await wrongWith(otherwise(node, { signer: { ...signer, signElsewhere } }))
    assert.deepEqual([silent.code, silent.words], ['SIGNING_FAILS', 'the token does not answer'])
  })

  it('RECEIPT_FAILS: a token that goes wrong at the receipt', async () => {
    const { node } = world.asking.node
    const { signer } = node
    const { key } = signer
    let times = 0
    const signElsewhere = (input: Uint8Array): Promise<Buffer> => {
      times += 1
      return Promise.resolve(
        times === 1 ? sign('sha256', input, { key, dsaEncoding: 'ieee-p1363' }) : Buffer.alloc(64, 7),
      )
    }
    const found = await wrongWith(otherwise(node, { signer: { ...signer, signElsewhere } }))
    assert.equal(found.code, 'RECEIPT_FAILS')
    assert.match(found.words, /its receipt is refused: SIGNATURE_INVALID/)
  })

  it('SIGNER_NOT_LISTED: a certificate in use that is not in the trust list', async () => {
    const { signer } = world.answering.node.node
    const found = await wrongWith(otherwise(world.asking.node.node, { signer }))
    assert.equal(found.code, 'SIGNER_NOT_LISTED')
  })

  it('SIGNER_NOT_BELIEVED: a certificate that ran out, and one of which nobody knows whether it was revoked', async () => {
    const { node } = world.asking.node
    const now = (): Date => new Date(node.now().getTime() + 20 * yearMs)
    const over = await wrongWith(byList(() => ({ nextUpdate: '2099-01-01T00:00:00Z' }), { now }))
    assert.equal(over.code, 'SIGNER_NOT_BELIEVED')
    assert.match(over.words, /CERTIFICATE_NOT_IN_FORCE/)
    const trust = trustDirectory(node.trust.own())
    const unknown = await wrongWith(otherwise(node, { trust }))
    assert.equal(unknown.code, 'SIGNER_NOT_BELIEVED')
    assert.match(unknown.words, /CERTIFICATE_STATUS_UNKNOWN/)
  })

  it('OWN_LIST_OVER: an own trust list that has run out', async () => {
    const found = await wrongWith(byList(() => ({ nextUpdate: '2026-01-02T00:00:00Z' })))
    assert.equal(found.code, 'OWN_LIST_OVER')
  })

  it('ENCRYPTION_KEY_FAILS: a key of the list that does not open here, is not here, or is none in force', async () => {
    const theirs = world.answering.node.node.trust.own().list.encryptionKeys[0]
    assert.ok(theirs !== undefined)
    const other = byList(({ encryptionKeys }) => ({
      encryptionKeys: encryptionKeys.map((one) => ({ ...one, jwk: theirs.jwk })),
    }))
    const found = await wrongWith(other)
    assert.equal(found.code, 'ENCRYPTION_KEY_FAILS')
    assert.match(found.words, /ENVELOPE_DECRYPTION_FAILED/)
    const lost = otherwise(world.asking.node.node, { decryptionKeys: new Map() })
    assert.match((await wrongWith(lost)).words, /ENVELOPE_KEY_UNKNOWN/)
    const none = await wrongWith(byList(() => ({ encryptionKeys: [] })))
    assert.equal(none.code, 'ENCRYPTION_KEY_FAILS')
  })

  it('MESSAGE_FAILS: a State that has designated nobody, and a list that allows less than a message needs', async () => {
    const { findings, digest } = await examineMessage(byList(() => ({ authorities: [] })))
    assert.deepEqual([codesIn(findings), digest], [['MESSAGE_FAILS'], null])
    const narrow = byList(({ capabilities }) => ({ capabilities: { ...capabilities, messageBytesMax: 10 } }))
    assert.equal((await wrongWith(narrow)).code, 'MESSAGE_FAILS')
  })

  it('tries an authority that is designated for no drills all the same', async () => {
    const node = byList(() => ({
      authorities: [{ ...authority('vn.spp'), competences: [{ kind: 'freezing', roles: ['requesting'] }] }],
    }))
    const { findings } = await examineMessage(node)
    assert.deepEqual(codesIn(findings), [])
  })

  it('says that the database is to blame, and not a key, where it takes no message', async () => {
    const { url } = world.asking.database
    await onServer(url, (client) =>
      client.query(`
        create function refuse_outbox() returns trigger language plpgsql as $$
        begin
          raise exception 'refused for a test' using errcode = '42501';
        end $$;
        create trigger refused before insert on outbox for each statement execute function refuse_outbox()`),
    )
    try {
      assert.equal((await wrongWith(world.asking.node.node)).code, 'DATABASE_NOT_WRITTEN')
    } finally {
      await onServer(url, (client) => client.query('drop function refuse_outbox cascade'))
    }
  })

  it('LOG_UNPLACED: a log in which nothing gets its place', async () => {
    const found = await onServer(world.asking.database.url, async (client) => {
      await client.query('begin')
      await client.query('lock table audit_leaf in exclusive mode')
      const looked = await examinePlace(world.asking.node.node, null, { waitMs: 500, lookMs: 20 })
      await client.query('rollback')
      return looked
    })
    assert.equal(found.code, 'LOG_UNPLACED')
  })

  it('LOG_PROOF_FAILS: a key of the log that is not that of the trust list', async () => {
    const { log } = world.answering.node.node.trust.own().list
    const found = await examinePlace(
      byList(() => ({ log })),
      null,
    )
    assert.equal(found.code, 'LOG_PROOF_FAILS')
  })

  /** The answering node in service with something that is otherwise, as long as its peer looks at it. */
  const answeringWith = async (
    values: Partial<Node>,
    look: (findings: readonly Finding[]) => void,
  ): Promise<void> => {
    const served = world.answering.node.node
    const before = Object.keys(values).map(
      (name) => [name, Object.getOwnPropertyDescriptor(served, name)] as const,
    )
    for (const [name, value] of Object.entries(values))
      Object.defineProperty(served, name, { value, configurable: true })
    try {
      const { node, courier } = world.asking.node
      look(await examinePeers(node, courier))
    } finally {
      for (const [name, descriptor] of before) {
        if (descriptor === undefined) Reflect.deleteProperty(served, name)
        else Object.defineProperty(served, name, descriptor)
      }
    }
  }

  it('PEER_KEY_WRONG: a peer that signs what it answers with a key that its list does not name', async () => {
    const { signer, trust: theirs } = world.asking.node.node
    // A node whose own list is not the one that it publishes does not see that.
    const { trust: mine } = world.answering.node.node
    const { list } = mine.own()
    const signers = [...list.signers, ...theirs.own().list.signers]
    const own = { ...mine.own(), list: { ...list, signers } }
    const trust = Object.create(mine, { own: { value: () => own } }) as Node['trust']
    await answeringWith({ signer, trust }, (found) => {
      assert.deepEqual(codesIn(found), ['PEER_KEY_WRONG'], JSON.stringify(found))
      assert.ok(found.some(({ words }) => words.startsWith('it was asked nothing more')))
    })
  })

  it('PEER_KEY_WRONG: a peer that signs its responses with a key that its list does not name', async () => {
    const { httpSigner } = world.asking.node.node
    await answeringWith({ httpSigner }, (found) => {
      assert.deepEqual(codesIn(found), ['PEER_KEY_WRONG'], JSON.stringify(found))
      assert.ok(found.some(({ words }) => words.includes('the answer is not signed by the peer')))
    })
  })

  it('PEER_KEY_WRONG: a peer that seals what it answers to a key that is not here', async () => {
    const { node, courier } = world.asking.node
    const found = await examinePeers(otherwise(node, { decryptionKeys: new Map() }), courier)
    assert.deepEqual(codesIn(found), ['PEER_KEY_WRONG'], JSON.stringify(found))
  })

  it('PEER_CLOCK_APART: a peer whose clock differs by less than would be refused', async () => {
    const served = world.answering.node.node
    const { now } = served
    await answeringWith({ now: () => new Date(now().getTime() + 60_000) }, (found) => {
      assert.deepEqual(codesIn(found), ['PEER_CLOCK_APART'], JSON.stringify(found))
      assert.ok(found.some(({ words }) => /^its clock is (59|60) s from this one$/.test(words)))
    })
  })

  /** The receipt that the asking node keeps of its message with another promise, given so long ago. */
  const promised = async (agoMs: number, look: (findings: readonly Finding[]) => void): Promise<void> => {
    const { node, courier } = world.asking.node
    const { digest, receipt } = await node.db
      .selectFrom('message')
      .select(['digest', 'receipt'])
      .where('receipt', 'is not', null)
      .executeTakeFirstOrThrow()
    const [header = '', payload = '', signature = ''] = (receipt ?? '').split('.')
    const said = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>
    const time = new Date(node.now().getTime() - agoMs).toISOString()
    const other = { ...said, time, log: { ...(said.log as object), leaf: 'ab'.repeat(32) } }
    const changed = [header, Buffer.from(JSON.stringify(other)).toString('base64url'), signature].join('.')
    const keep = async (jws: string | null): Promise<void> => {
      await onServer(world.asking.database.url, async (client) => {
        await client.query('set session_replication_role = replica')
        await client.query('update message set receipt = $1 where digest = $2', [jws, digest])
      })
    }
    await keep(changed)
    try {
      look(await examinePeers(node, courier))
    } finally {
      await keep(receipt)
    }
  }

  it('PEER_PROOF_FAILS: a peer in whose log is not what its receipt promised, once it has had the time', async () => {
    await promised(2 * exchangeLimits.proof.alarmAfterMs, (found) => {
      assert.deepEqual(codesIn(found), ['PEER_PROOF_FAILS'], JSON.stringify(found))
    })
    await promised(1_000, (found) => {
      assert.deepEqual(codesIn(found), [], JSON.stringify(found))
      assert.ok(found.some(({ words }) => words.includes('has no place yet')))
    })
  })

  it('PEER_PROOF_FAILS: a peer whose log is signed with another key than its list names', async () => {
    const { node, courier } = world.asking.node
    const peer = node.trust.peer('QA')
    assert.ok(peer !== null)
    const own = node.trust.own()
    const trust = trustDirectory(own)
    trust.load(own, [{ ...peer, list: { ...peer.list, log: own.list.log } }], node.trust.revocationLists)
    const found = await examinePeers(otherwise(node, { trust }), courier)
    assert.deepEqual(codesIn(found), ['PEER_PROOF_FAILS'], JSON.stringify(found))
  })

  it('PEER_HAS_OLD_LIST: a peer that cannot fetch the newest trust list of this State', async () => {
    const { node, courier } = world.asking.node
    const before = await newestTrustList(node.db, 'VN')
    world.asking.link.up = false
    try {
      const renewed = await run(world.asking, 'cert', 'renew', '--use', 'encryption', '--as', 'Example-A')
      assert.equal(renewed.code, 0, renewed.beside)
      await until('there is a newer list', async () => {
        await world.asking.node.refreshTrust()
        return (await newestTrustList(node.db, 'VN'))?.sequence !== before?.sequence
      })
      const found = codesIn(await examinePeers(node, courier))
      assert.ok(found.includes('PEER_HAS_OLD_LIST'), found.join(' '))
    } finally {
      world.asking.link.up = true
    }
  })

  it('NODE_NOT_SERVED: a node that no process serves, in whose log nothing is noted then', async () => {
    await world.asking.node.close()
    const waiting = async (): Promise<number> =>
      await onServer(
        world.asking.database.url,
        async (client) => (await client.query('select from audit_pending')).rows.length,
      )
    const before = await waiting()
    try {
      const found = await doctor(world.asking)
      assert.ok(codesIn(found).includes('NODE_NOT_SERVED'), JSON.stringify(found))
      // All that needs no other process is tried.
      assert.ok(found.some(({ words }) => words.startsWith('its receipt takes it')))
      assert.equal(await waiting(), before)
    } finally {
      await world.asking.restart()
    }
  })
})
