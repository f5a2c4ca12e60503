import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { revocationListPath } from '../../src/audit/bundle/layout.ts'
import { verifyBundles } from '../../src/audit/bundle/verify.ts'
import { readBundle } from '../../src/cli/folder.ts'
import { exchangeLimits } from '../../src/exchange/limits.ts'
import { renewPeer, renewRevocationLists } from '../../src/exchange/renewPeer.ts'
import {
  acceptRevocationList,
  isListedAsRevoked,
  ownRevocationList,
} from '../../src/exchange/revocationKeeping.ts'
import { readIdentity, readOwnAuthority } from '../../src/store/identity/read.ts'
import { addRevoked } from '../../src/store/identity/revoked.ts'
import { newestRevocationList } from '../../src/store/revocationLists.ts'
import { readSettingsOfState, writeSettingsOfState } from '../../src/store/settingsOfState.ts'
import { certificateDigest, readCertificate } from '../../src/trust/certificate.ts'
import { type RevokedCertificate, issueRevocationList } from '../../src/trust/issueRevocationList.ts'
import { readRevocationList } from '../../src/trust/revocationList.ts'
import { digestOfBase64 } from '../../src/trust/list.ts'
import { run, runAnywhere } from '../cli/commandLine.ts'
import { delivered, logOf, opened, openingFrame, post, say, sealed, waiting } from '../support/talk.ts'
import { type ClockedWorld, clockedStates } from '../support/clockedWorld.ts'
import { assertGood, bundleOf, eventsOf } from '../support/twoSides.ts'
import { type WorldState, passphrase, until } from '../support/world.ts'

const hourMs = 3_600_000

describe('lists of revoked certificates between two nodes', () => {
  let world: ClockedWorld
  before(async () => {
    world = await clockedStates(new Date())
  })
  after(async () => {
    await world.close()
  })

  const identityFolder = ({ config }: WorldState) => join(config.dataFolder, 'identity')
  const authorityOf = (state: WorldState) => readOwnAuthority(identityFolder(state), passphrase)
  const newestOf = async (state: WorldState, at: WorldState) => {
    const ca = await authorityOf(state)
    return await newestRevocationList(at.node.node.db, certificateDigest(ca.certificate))
  }
  const certificateOf = async (state: WorldState) => {
    const read = readCertificate((await authorityOf(state)).certificate)
    assert.ok(read.ok)
    return read
  }
  const serialOf = (der: Buffer) => {
    const read = readCertificate(der)
    assert.ok(read.ok)
    return read.certificate.serial
  }
  const advance = (hours: number) =>
    world.setClock(new Date(world.asking.node.node.now().getTime() + hours * hourMs))
  /** Waits until `at` has the newest list of `of`. */
  const fetched = async (of: WorldState, at: WorldState): Promise<void> => {
    await until(`${at.state} has the list of ${of.state}`, async () => {
      await of.node.refreshTrust()
      await renewPeer(at.node.node, at.node.courier, of.state)
      await at.node.refreshTrust()
      const list = at.node.node.trust.peer(of.state)?.list
      assert.ok(list !== undefined)
      await renewRevocationLists(at.node.node, at.node.courier, list)
      await at.node.refreshTrust()
      const [here, there] = [await newestOf(of, at), await newestOf(of, of)]
      return here !== null && here.digest === there?.digest
    })
  }
  const codesAbout = async ({ node }: WorldState, event: string): Promise<(string | undefined)[]> =>
    (await logOf(node.node.db)).filter(({ evt }) => evt === event).map(({ code }) => code)
  /** Publishes another list of the asking State than its node's own. */
  const published = async (
    more: { hours?: number; daysAgo?: number; number?: bigint; revoked?: readonly RevokedCertificate[] } = {},
  ): Promise<Buffer> => {
    const ca = await authorityOf(world.asking)
    const { hours = 48, daysAgo = 0, number = 1n, revoked = [] } = more
    const seconds = Math.floor(world.asking.node.node.now().getTime() / 1000)
    const now = new Date(seconds * 1000 - daysAgo * 24 * hourMs)
    const nextUpdate = new Date(now.getTime() + hours * hourMs)
    return issueRevocationList({ number, thisUpdate: now, nextUpdate, revoked }, ca)
  }

  it('are there from the first day, are renewed after half their life, and requests go on', async () => {
    const first = await newestOf(world.asking, world.answering)
    assert.ok(first !== null)
    await advance(25)
    await until('there is a newer one', async () => {
      await world.asking.node.refreshTrust()
      return (await newestOf(world.asking, world.asking))?.digest !== first.digest
    })
    await fetched(world.asking, world.answering)
    await fetched(world.answering, world.asking)
    const next = await newestOf(world.asking, world.answering)
    assert.ok(next !== null && BigInt(next.number) > BigInt(first.number))
    await opened(world)
    for (const state of [world.asking, world.answering]) {
      const events = await eventsOf(state)
      for (const event of ['revocationList.issued', 'revocationList.accepted'])
        assert.ok(events.filter((one) => one === event).length >= 2, `${state.state}: ${event}`)
    }
    await assertGood(world)
  })

  it('attack 29: that are another authority’s, older, forged, enormous or no list at all leave the one before in force', async () => {
    const { asking, answering } = world
    const list = answering.node.node.trust.peer(asking.state)?.list
    assert.ok(list !== undefined)
    const before = await newestOf(asking, answering)
    const foreign = await newestOf(answering, answering)
    const forged = Buffer.from(before?.der ?? Buffer.of())
    forged[forged.length - 1] = (forged.at(-1) ?? 0) ^ 1
    const bad = {
      CERTIFICATE_WRONG_ISSUER: foreign?.der ?? Buffer.of(),
      SIGNATURE_INVALID: forged,
      REVOCATION_LIST_ROLLED_BACK: await published(),
      REVOCATION_LIST_INVALID: Buffer.from('<html>not here</html>'),
    }
    for (const [code, der] of Object.entries(bad)) {
      asking.link.revocation = der
      assert.equal(await renewRevocationLists(answering.node.node, answering.node.courier, list), false)
      assert.equal((await codesAbout(answering, 'revocationList.refused')).at(-1), code)
    }
    asking.link.revocation = Buffer.alloc(10_000_000, 0x30)
    assert.equal(await renewRevocationLists(answering.node.node, answering.node.courier, list), false)
    asking.link.revocation = null
    assert.equal((await newestOf(asking, answering))?.digest, before?.digest)
    await opened(world)
  })

  it('are not taken beyond those that anybody needs in a day', async () => {
    const { asking, answering } = world
    const list = answering.node.node.trust.peer(asking.state)?.list
    assert.ok(list !== undefined)
    const before = await newestOf(asking, answering)
    const { listsADayMax } = exchangeLimits
    let taken = 0
    const revoked: RevokedCertificate[] = []
    for (let more = 1n; more <= listsADayMax; more += 1n) {
      revoked.push({
        serial: `0${more + 100n}`,
        revokedAt: world.asking.node.node.now(),
        reason: 'superseded',
      })
      asking.link.revocation = await published({ number: BigInt(before?.number ?? 0) + more, revoked })
      if (await renewRevocationLists(answering.node.node, answering.node.courier, list)) taken += 1
    }
    asking.link.revocation = null
    assert.ok(taken > 0 && taken < listsADayMax, String(taken))
    assert.equal((await codesAbout(answering, 'revocationList.refused')).at(-1), 'REVOCATION_LISTS_TOO_MANY')
  })

  it('are said to be away once that has been so for a moment: of two nodes that begin together one is there first', async () => {
    const { asking, answering } = world
    const known = answering.node.node.trust.peer(asking.state)?.list
    const [named] = known?.revocationLists ?? []
    assert.ok(known !== undefined && named !== undefined)
    const said: string[] = []
    const say = (_fields: object, text: string): void => void said.push(text)
    const listsAway = new Map<string, number>()
    const node = { ...answering.node.node, listsAway, log: { info: say, warn: say, error: say } }
    const nobody = { ...known, revocationLists: [{ ...named, url: 'http://127.0.0.1:1/' }] }
    const fetched = (from: typeof known) => renewRevocationLists(node, answering.node.courier, from)
    assert.equal(await fetched(nobody), false)
    assert.deepEqual(said, [])
    const longAgo = performance.now() - exchangeLimits.trustListPauseMs.saidAfter
    for (const what of listsAway.keys()) listsAway.set(what, longAgo)
    await fetched(nobody)
    assert.deepEqual(said, ['a revocation list could not be fetched'])
    listsAway.set(`${asking.state} ${named.url}`, longAgo)
    await fetched(known)
    assert.equal(listsAway.size, 1, 'what was fetched is not away any more')
  })

  it('attack 29: that have run out are not taken, whatever their number', async () => {
    const { asking, answering } = world
    const list = answering.node.node.trust.peer(asking.state)?.list
    assert.ok(list !== undefined)
    const before = await newestOf(asking, answering)
    asking.link.revocation = await published({ hours: 24, daysAgo: 3, number: 9_999_999_998n })
    assert.equal(await renewRevocationLists(answering.node.node, answering.node.courier, list), false)
    asking.link.revocation = null
    assert.equal((await codesAbout(answering, 'revocationList.refused')).at(-1), 'REVOCATION_LIST_EXPIRED')
    assert.equal((await newestOf(asking, answering))?.digest, before?.digest)
  })

  it('attack 29: that run out and cannot be fetched close the door to their State, and nothing is lost (pain point 8)', async () => {
    const { asking, answering } = world
    asking.link.revocation = Buffer.from('not here')
    await advance(50)
    await fetched(answering, asking)
    const sent = await say(world, asking, crypto.randomUUID(), 'request')
    await until('it was tried', async () => (await waiting(asking)).some(({ attempts }) => attempts > 0))
    assert.ok(!(await logOf(answering.node.node.db)).some(({ msg }) => msg === sent.digest))
    asking.link.revocation = null
    // The peer that was turned away is asked for its lists at once; the message goes again by itself.
    await delivered(asking)
    assert.ok((await logOf(answering.node.node.db)).some(({ msg }) => msg === sent.digest))
    await assertGood(world)
  })

  it('attack 29: that name a signer end what it signs, from the moment that its authority says', async () => {
    const { asking, answering } = world
    const old = asking.node.node.signer
    for (const words of [['renew'], ['use', '--overlap', '0']]) {
      if (words[0] === 'use')
        await until('the new keys are listed', async () => {
          await asking.node.refreshTrust()
          return (
            asking.node.node.trust.own().list.signers.filter(({ status }) => status === 'inForce').length ===
            4
          )
        })
      assert.equal((await run(asking, 'cert', ...words, '--json')).code, 0, words.join(' '))
    }
    await asking.node.refreshTrust()
    await fetched(asking, answering)
    // The old signer is listed still, for what is on its way; now its key is found to have been copied an hour ago.
    const copiedAt = new Date(asking.node.node.now().getTime() - hourMs)
    const invalidFrom = new Date(Math.floor(copiedAt.getTime() / 1000) * 1000)
    const revokedAt = asking.node.node.now()
    const serial = serialOf(old.certificate)
    await addRevoked(identityFolder(asking), { serial, revokedAt, reason: 'keyCompromise', invalidFrom })
    await fetched(asking, answering)
    const forged = await sealed(asking, answering, openingFrame(asking.node.node.now()), { signer: old })
    assert.deepEqual(await post(answering, [forged.jwe], asking), ['{"code":"ENVELOPE_INVALID"}'])
    assert.equal((await codesAbout(answering, 'envelope.refused')).at(-1), 'CERTIFICATE_REVOKED')
    await opened(world)
    // What it had signed before that hour stands, for the auditor as well.
    const bundle = await bundleOf(answering)
    const report = await verifyBundles([bundle])
    const about = report.findings.filter(({ what }) => what.includes('CERTIFICATE_REVOKED'))
    assert.ok(about.length > 0, 'a message came within that hour')
    assert.ok(about.every(({ severity }) => severity === 'cryptography'))
    const taken = [...bundle.files.keys()].filter((path) => /\/\d{4}\.jws$/.test(path))
    assert.ok(about.length < taken.length, 'and others came before')
  })

  it('that an auditor has fetched since tell what was found out since', async () => {
    const { asking, answering } = world
    const signer = asking.node.node.signer
    const since = new Date(Math.floor(asking.node.node.now().getTime() / 1000) * 1000)
    await advance(1)
    await opened(world)
    const out = join(world.folder, 'bundle')
    assert.equal((await run(answering, 'export', '--out', out)).code, 0)
    const list = join(world.folder, 'newer.crl')
    const revoked = [
      { serial: serialOf(signer.certificate), revokedAt: since, reason: 'keyCompromise', invalidFrom: since },
    ] as const
    await writeFile(list, await published({ number: 9_999_999_999n, revoked }))
    const before = (await verifyBundles([{ name: 'one', files: await readBundle(out) }])).findings.length
    const after = await runAnywhere(['verify', out, '--revocation', list, '--json'])
    const { findings } = after.json as { findings: readonly unknown[] }
    assert.ok(findings.length > before, `${findings.length} of ${before}`)
    assert.equal((await runAnywhere(['verify', out, '--revocation', join(world.folder, 'none')])).code, 64)
    const strange = join(world.folder, 'strange.crl')
    await writeFile(strange, 'no list at all')
    const told = await runAnywhere(['verify', out, '--revocation', strange])
    assert.notEqual(told.code, 0)
    assert.match(
      told.out,
      /revocation list 1 that was given: it is no list \(DER\) of an authority of these States/,
    )
  })

  it('get a certificate that a person takes back, by its name, and the log says who and why', async () => {
    const { asking, answering } = world
    const past = asking.node.node.trust
      .own()
      .list.signers.find(({ status, use }) => status === 'withdrawn' && use === 'http')
    assert.ok(past !== undefined)
    const name = digestOfBase64(past.certificate)
    const pastDer = Buffer.from(past.certificate, 'base64')
    const inUse = certificateDigest(asking.node.node.signer.certificate)
    const revoke = async (...words: string[]) =>
      (await run(asking, 'cert', 'revoke', ...words, '--json')).json
    assert.equal((await revoke('0'.repeat(64))).code, 'KEY_UNKNOWN')
    assert.equal((await revoke(inUse)).code, 'KEY_IN_USE')
    for (const when of ['2999-01-01T00:00:00Z', 'May 1', '2026-02-30'])
      assert.equal((await revoke(name, '--invalid-from', when)).code, 'WRONG_USE', when)
    assert.equal((await revoke(name, '--reason', 'superseded', '--as', 'Example-Administrator')).ok, true)
    assert.deepEqual(await codesAbout(asking, 'certificate.revoked'), ['superseded'])
    // The day on which it was copied is found out later: the newest list says so at once, and it is not forgotten again.
    const said = async () => {
      const { certificate: authority } = await certificateOf(asking)
      const newest = await newestOf(asking, asking)
      const read = readRevocationList(newest?.der ?? Buffer.of(), authority)
      assert.ok(read.ok)
      const { invalidFrom, reason } = read.revocationList.revoked.get(serialOf(pastDer)) ?? {}
      return { invalidFrom: invalidFrom?.toISOString(), reason }
    }
    const copiedAt = '2026-01-02T03:04:05.000Z'
    const found = await revoke(name, '--reason', 'keyCompromise', '--invalid-from', copiedAt)
    assert.deepEqual([found.reason, found.invalidFrom], ['keyCompromise', copiedAt])
    assert.deepEqual(await said(), { invalidFrom: copiedAt, reason: 'keyCompromise' })
    const again = await revoke(name)
    assert.deepEqual([again.reason, again.invalidFrom], ['keyCompromise', copiedAt])
    assert.deepEqual(await said(), { invalidFrom: copiedAt, reason: 'keyCompromise' })
    const pastNow = (await readIdentity(identityFolder(asking), passphrase)).past.find(
      ({ certificate }) => certificate === past.certificate,
    )
    assert.equal(pastNow?.withdrawnSince, copiedAt)
    await fetched(asking, answering)
    const newest = await newestOf(asking, answering)
    assert.ok(newest?.der.includes(Buffer.from(serialOf(pastDer), 'hex')))
    await opened(world)
  })

  it('are told of with how many messages wait still that nobody takes then, for which State, and what to do', async () => {
    const { asking, answering } = world
    const { node } = asking.node
    const inUse = certificateDigest(node.signer.certificate)
    const signers = () => node.trust.own().list.signers.length
    const before = signers()
    assert.equal((await run(asking, 'cert', 'renew', '--use', 'message')).code, 0)
    await until('the list names the key', () => signers() > before)
    answering.link.up = false
    const request = crypto.randomUUID()
    await say(world, asking, request, 'request')
    await say(world, asking, request, 'supplement')
    const told = new RegExp(`QA: 2 messages in the queue signed with ${inUse}\n`)
    const used = await run(asking, 'cert', 'use', '--use', 'message', '--overlap', '0', '--json')
    assert.equal(used.json.ok, true, used.beside)
    assert.match(used.beside, told)
    assert.match(used.beside, /wait until they are delivered .* or carry them .* before you revoke it/)
    await until('VN signs with it', () => certificateDigest(node.signer.certificate) !== inUse)
    await say(world, asking, crypto.randomUUID(), 'request')
    const revoked = await run(asking, 'cert', 'revoke', inUse, '--reason', 'keyCompromise')
    assert.equal(revoked.code, 0, revoked.beside)
    assert.match(revoked.beside, told)
    assert.match(revoked.beside, /No node takes them any more.*\nAsk anew, as a new request/)
    await fetched(asking, answering)
    answering.link.up = true
    await opened(world)
    await until('only these two wait', async () => {
      const left = (await waiting(asking)).map((row) => row.request)
      return left.length === 2 && left.every((one) => one === request)
    })
  })

  it('are said to name what was taken back only where they do, and not where another place publishes them', async () => {
    const { asking } = world
    const { dataFolder } = asking.config
    const { certificate } = await authorityOf(asking)
    const settings = await readSettingsOfState(dataFolder)
    const { node } = asking.node
    const signers = () => node.trust.own().list.signers.map((one) => one.certificate)
    const before = signers()
    assert.equal((await run(asking, 'cert', 'renew', '--use', 'http')).code, 0)
    await until('the list names the key', () => signers().length > before.length)
    const announced = signers().find((one) => !before.includes(one)) ?? ''
    const name = digestOfBase64(announced)
    const isNamed = () => isListedAsRevoked(node.db, certificate, serialOf(Buffer.from(announced, 'base64')))
    const elsewhere = { authority: certificateDigest(certificate), url: 'http://127.0.0.1:1/list.crl' }
    await writeSettingsOfState(dataFolder, { ...settings, revocationLists: [elsewhere] })
    const revoked = await run(asking, 'cert', 'revoke', name)
    await writeSettingsOfState(dataFolder, settings)
    assert.equal(revoked.code, 0, revoked.beside)
    assert.equal(await isNamed(), false)
    assert.match(revoked.out, /does not name it.*rogatory cert revocations/)
    assert.match((await run(asking, 'cert', 'revoke', name)).out, /names it now/)
    assert.equal(await isNamed(), true)
  })

  /** What the newest list of the asking State says. */
  const revokedIn = async () => {
    const { certificate: authority } = await certificateOf(world.asking)
    const newest = await newestOf(world.asking, world.asking)
    assert.ok(newest !== null)
    const read = readRevocationList(newest.der, authority)
    assert.ok(read.ok)
    const { number, revoked } = read.revocationList
    return { number, serials: [...revoked.keys()].sort(), revoked }
  }

  it('name what was taken back once, also where a copy of the identity does not know of it', async () => {
    const { node } = world.asking.node
    const ca = await authorityOf(world.asking)
    const before = await revokedIn()
    assert.ok(before.serials.length > 0)
    await ownRevocationList(node, ca, [])
    assert.deepEqual(await revokedIn(), before)
    // Nor one that knows less of a certificate: it does not take turns with a process that knows all.
    const olderCopy = before.serials.map((serial): RevokedCertificate => ({
      serial,
      revokedAt: node.now(),
      reason: 'unspecified',
    }))
    await ownRevocationList(node, ca, olderCopy)
    assert.deepEqual(await revokedIn(), before)
    const another = { serial: '0'.repeat(30) + '0102', revokedAt: node.now(), reason: 'superseded' } as const
    await ownRevocationList(node, ca, [another])
    const after = await revokedIn()
    assert.ok(after.number > before.number)
    assert.ok(
      before.serials.every((serial) => after.serials.includes(serial)),
      after.serials.join(),
    )
    assert.equal(after.serials.length, before.serials.length + 1)
  })

  it('follow at once one that was dated far ahead by a wrong clock, which no peer takes', async () => {
    const { node } = world.asking.node
    const ca = await authorityOf(world.asking)
    const ahead = Object.create(node, {
      now: { value: () => new Date(node.now().getTime() + 48 * hourMs) },
    }) as typeof node
    const { revoked } = await revokedIn()
    const wanted = [...revoked].map(([serial, one]) => ({ serial, ...one }))
    await ownRevocationList(ahead, ca, wanted)
    const wrong = await newestOf(world.asking, world.asking)
    await ownRevocationList(node, ca, wanted)
    const right = await newestOf(world.asking, world.asking)
    assert.ok(wrong !== null && right !== null && wrong.this_update > node.now())
    assert.ok(right.this_update <= node.now())
    await ownRevocationList(node, ca, wanted)
    assert.equal((await newestOf(world.asking, world.asking))?.digest, right.digest, 'and no more of them')
    const { findings } = await verifyBundles([await bundleOf(world.asking)])
    const path = revocationListPath(right.digest)
    assert.deepEqual(
      findings.flatMap(({ severity, object, what }) => (object === path ? [`${severity}: ${what}`] : [])),
      ['time: it is dated before the list that it follows'],
    )
  })

  it('are taken of an authority that issues one each quarter of an hour all day long, none of which says anything new', async () => {
    const { asking, answering } = world
    const list = answering.node.node.trust.peer(asking.state)?.list
    const before = await newestOf(asking, answering)
    assert.ok(list !== undefined && before !== null)
    const refused = (await codesAbout(answering, 'revocationList.refused')).length
    const node = answering.node.node
    const ca = await authorityOf(asking)
    const read = readRevocationList(before.der, (await certificateOf(asking)).certificate)
    assert.ok(read.ok)
    const revoked = [...read.revocationList.revoked].map(([serial, one]) => ({ serial, ...one }))
    let now = node.now()
    const keeper = Object.create(node, { now: { value: () => now } }) as typeof node
    let taken = 0
    for (let more = 1; more <= 100; more += 1) {
      now = new Date(Math.floor(node.now().getTime() / 1000) * 1000 + 24 * hourMs + (more * hourMs) / 4)
      const nextUpdate = new Date(now.getTime() + 4 * hourMs)
      const number = BigInt(before.number) + BigInt(more)
      const der = issueRevocationList({ number, thisUpdate: now, nextUpdate, revoked }, ca)
      const accepted = await acceptRevocationList(keeper, list, before.authority, der)
      assert.ok(accepted.ok, JSON.stringify(accepted))
      if (accepted.change === 'next') taken += 1
    }
    assert.ok(taken >= 40 && taken <= 51, String(taken))
    assert.equal((await codesAbout(answering, 'revocationList.refused')).length, refused)
  })
})
