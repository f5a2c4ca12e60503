import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Signer } from '../../src/envelope/sign.ts'
import { readTrustList, signTrustList } from '../../src/envelope/trustList.ts'
import { trustDirectory } from '../../src/exchange/directory.ts'
import { exchangeLimits } from '../../src/exchange/limits.ts'
import { messagesMediaType } from '../../src/exchange/post.ts'
import { pinPeer, unpinPeer } from '../../src/exchange/pinning.ts'
import { resendDead } from '../../src/exchange/readOutbox.ts'
import { takePeerList } from '../../src/exchange/renewPeer.ts'
import { acceptPeerList, ownTrustList, peerTrustLists, saidIn } from '../../src/exchange/trustKeeping.ts'
import { startNode } from '../../src/main.ts'
import type { TrustList } from '../../src/message/generated/types.ts'
import { secondOf } from '../../src/message/moment.ts'
import { makeIdentity } from '../../src/store/identity/make.ts'
import { readIdentity } from '../../src/store/identity/read.ts'
import type { Db } from '../../src/store/database.ts'
import { inTransaction } from '../../src/store/failures.ts'
import { findPeer, lockPeer, savePeer } from '../../src/store/peers.ts'
import { newestTrustList } from '../../src/store/trustLists.ts'
import { readPin } from '../../src/trust/fingerprint.ts'
import { digestOfBase64 } from '../../src/trust/list.ts'
import { paths } from '../../src/web/paths.ts'
import { run } from '../cli/commandLine.ts'
import {
  agreed,
  assertReplayed,
  believedAgain,
  draft,
  logOf,
  opened,
  post,
  postSigned,
  receipted,
  said,
  say,
  setClock,
  stored,
  waiting,
} from '../support/talk.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import {
  type World,
  type WorldState,
  freePort,
  passphrase,
  silent,
  twoStates,
  until,
} from '../support/world.ts'

const day = 86_400_000
const by = { person: 'Example-P', authority: 'qa.pp' }

/** Whether a statement waits for a lock in this database. */
async function someoneWaits(db: Db): Promise<boolean> {
  const { rows } = await sql`
    select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(db)
  return rows.length > 0
}

describe('trust between two nodes', () => {
  let folder: string
  let clockFile: string
  let world: World
  const start = Date.parse('2027-01-04T08:00:00Z')
  let at = start

  /** Moves both nodes on by so many days. */
  const pass = async (days: number): Promise<void> => {
    at += days * day
    await setClock(clockFile, new Date(at))
  }
  /** Waits until each has the other's list of this number. */
  const renewed = async (sequence: number): Promise<void> => {
    const { asking, answering } = world
    await until('QA has it', async () => (await listOf(answering, 'VN')).sequence === sequence)
    await until('VN has it', async () => (await listOf(asking, 'QA')).sequence === sequence)
    await Promise.all([asking, answering].map(({ node }) => node.refreshTrust()))
  }
  const listOf = async (state: WorldState, of: string) => {
    const row = await newestTrustList(state.node.node.db, of)
    assert.ok(row !== null)
    return row
  }

  let fresh: TestDatabase | undefined
  /** QA as it was when it had just pinned VN, on a database of its own: what it accepts here, no node sees. */
  const pinnedAnew = async () => {
    const { asking, answering } = world
    fresh = await testDatabase()
    const keeper = { ...answering.node.node, db: fresh.db }
    const first = await listOf(asking, 'VN')
    const { list, signerDigest } = asking.node.node.trust.own()
    const pinned = await pinPeer(keeper, first.jws, [signerDigest], by)
    assert.ok(pinned.ok, JSON.stringify(pinned))
    const issuedAt = secondOf(keeper.now())
    const next = { ...list, sequence: list.sequence + 1, issuedAt }
    return { keeper, first, list, next, listSigner: await listSignerOf(asking) }
  }
  /** A peer that publishes these lists, the newest last, each under its number. */
  const publishing = (lists: readonly string[]) => ({
    fetchTrustList(_url: string, number?: number): Promise<string> {
      const found = number === undefined ? lists.at(-1) : lists.find((jws) => numberOf(jws) === number)
      return found === undefined ? Promise.reject(new Error('no such list')) : Promise.resolve(found)
    },
  })
  const numberOf = (jws: string): number => {
    const read = readTrustList(jws)
    assert.ok(read.ok)
    return read.list.sequence
  }
  afterEach(async () => {
    await fresh?.close()
    fresh = undefined
  })

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rogatory-trust-'))
    clockFile = join(folder, 'clock')
    await setClock(clockFile, new Date(at))
    world = await twoStates(undefined, undefined, { clockFile, validFrom: new Date(start - day) })
  })
  afterEach(() => assertReplayed(world))
  after(async () => {
    await world.close()
    await rm(folder, { recursive: true })
  })

  it('is renewed at half of the life of a list, and the peer fetches the new one', async () => {
    const { asking, answering } = world
    await pass(13)
    await until('a job had its turn', () => asking.node.node.now().getTime() > at + 1500)
    assert.equal((await listOf(asking, 'VN')).sequence, 1)
    await pass(1.01)
    await renewed(2)
    assert.equal((await listOf(answering, 'VN')).digest, (await listOf(asking, 'VN')).digest)
    await opened(world)
    const accepted = (await logOf(answering.node.node.db)).filter(({ evt }) => evt === 'trustList.accepted')
    assert.deepEqual(
      accepted.map(({ peer, count }) => [peer, count]),
      [
        ['VN', 1],
        ['VN', 2],
      ],
    )
  })

  it('that has run out lets messages wait, and they arrive when it is renewed (pain point 6)', async () => {
    const { asking, answering } = world
    const request = await opened(world)
    asking.link.up = false
    answering.link.up = false
    await pass(20)
    const sent = await say(world, asking, request, 'status-request')
    await pass(9)
    await until('the lists of the peers have run out', () => {
      const { trust } = asking.node.node
      const [mine, theirs] = [
        Date.parse(trust.own().list.nextUpdate),
        trust.peer('QA')?.list.nextUpdate ?? '',
      ]
      return mine > at && Date.parse(theirs) < at
    })
    const refused = await asking.node.send({
      ...draftLike(world),
      request: crypto.randomUUID(),
    })
    assert.equal(refused.ok ? '' : refused.code, 'TRUST_LIST_EXPIRED')
    answering.link.up = true
    asking.link.up = true
    await agreed(world, request, 2)
    assert.equal((await stored(asking, sent.digest)).sequence, 2)
    await until('both have a list of the other in force', () => {
      const lists = [asking.node.node.trust.peer('QA'), answering.node.node.trust.peer('VN')]
      return lists.every((opened) => Date.parse(opened?.list.nextUpdate ?? '') > at)
    })
  })

  it('gives the same receipt for the same bytes even when they come too late for a first time', async () => {
    const { asking, answering } = world
    const request = crypto.randomUUID()
    const sent = await say(world, asking, request, 'request')
    await receipted(asking, sent.digest)
    const [passed] = answering.link.passed
    await pass(exchangeLimits.signedBehindMaxMs / day + 1)
    await until('QA has a list of VN in force', () => {
      return Date.parse(answering.node.node.trust.peer('VN')?.list.nextUpdate ?? '') > at
    })
    // Whose certificates were taken back is asked anew after so long.
    await until('QA lets VN in', async () => {
      const lines = (passed?.lines ?? []).join('\n')
      const response = await postSigned(answering, asking, paths.messages, messagesMediaType, lines)
      await response.text()
      if (response.status === 200) return true
      await new Promise((resolve) => setTimeout(resolve, 500))
      return false
    })
    const [again = ''] = await post(answering, passed?.lines ?? [])
    assert.equal(again, passed?.answer)
    assert.equal(said(again).event, 'relayAcceptance')
  })

  it('lets a message with its place in a record arrive forty days late, and the record goes on', async () => {
    const { asking, answering } = world
    await believedAgain(world)
    const request = await opened(world)
    asking.link.up = false
    const late = await say(world, answering, request, 'acknowledgement')
    await until('it was tried', async () => (await waiting(answering)).some(({ attempts }) => attempts > 0))
    await pass(40)
    await until('it is given up', async () =>
      (await waiting(answering)).some(({ digest, status }) => digest === late.digest && status === 'dead'),
    )
    asking.link.up = true
    await believedAgain(world)
    assert.ok(await resendDead(answering.node.node, late.digest, { person: 'Example-P', role: 'officer' }))
    await agreed(world, request, 2)
    assert.equal((await receipted(answering, late.digest)).event, 'relayAcceptance')
    await say(world, asking, request, 'status-request')
    await agreed(world, request, 3)
  })

  it('attack 32: the old list stays, and the log notes one that goes back, contradicts, or is of an unknown signer (pain point 6)', async () => {
    const { keeper, first, next, listSigner } = await pinnedAnew()
    const stranger = await strangerTo(folder)
    const second = await signTrustList(next, listSigner)
    assert.ok((await acceptPeerList(keeper, 'VN', second.jws)).ok)
    const unchanged = await acceptPeerList(keeper, 'VN', second.jws)
    assert.ok(unchanged.ok, 'the same list again is no trouble')
    const other = { ...next, nextUpdate: secondOf(new Date(at + 2 * day)) }
    const later = { ...next, sequence: next.sequence + 1 }
    const real = withoutDemonstration(later)
    const table: readonly [string, string][] = [
      [first.jws, 'TRUST_LIST_ROLLED_BACK'],
      [(await signTrustList(other, listSigner)).jws, 'TRUST_LIST_EQUIVOCATION'],
      [(await signTrustList(later, stranger)).jws, 'TRUST_LIST_NOT_PINNED'],
      [(await signTrustList({ ...later, state: 'LA' }, listSigner)).jws, 'TRUST_LIST_INVALID'],
      // Whoever is no demonstration any more is another than the one that was pinned.
      [(await signTrustList(real, listSigner)).jws, 'TRUST_LIST_DEMONSTRATION'],
      ['not a list at all', 'ENVELOPE_INVALID'],
    ]
    for (const [jws, code] of table) {
      const refused = await acceptPeerList(keeper, 'VN', jws)
      assert.equal(refused.ok ? '' : refused.code, code)
      assert.equal((await newestTrustList(keeper.db, 'VN'))?.digest, second.digest)
    }
    const codes = (await logOf(keeper.db)).filter(({ evt }) => evt === 'trustList.refused')
    assert.deepEqual(
      codes.map(({ code }) => code),
      table.map(([, code]) => code),
    )
    const unknown = await acceptPeerList(keeper, 'EE', second.jws)
    assert.equal(unknown.ok ? '' : unknown.code, 'PEER_UNKNOWN')
  })

  it('takes no list with a number that nothing can follow, so that the next one is taken', async () => {
    const { keeper, next, listSigner } = await pinnedAnew()
    const endless = (await signTrustList({ ...next, sequence: Number.MAX_SAFE_INTEGER }, listSigner)).jws
    const refused = await acceptPeerList(keeper, 'VN', endless)
    assert.equal(refused.ok ? '' : refused.code, 'TRUST_LIST_INVALID')
    const pinned = await pinPeer(keeper, endless, [digestOfBase64(certificateOf(listSigner))], by)
    assert.equal(pinned.ok ? '' : pinned.code, 'TRUST_LIST_INVALID')
    assert.ok((await acceptPeerList(keeper, 'VN', (await signTrustList(next, listSigner)).jws)).ok)
    // As a State numbers that may have forgotten some.
    const byMoment = { ...next, sequence: Date.parse(next.issuedAt) + exchangeLimits.leapMax }
    assert.ok((await acceptPeerList(keeper, 'VN', (await signTrustList(byMoment, listSigner)).jws)).ok)
  })

  it('is not told by more lists in a day than anybody needs, and by the next of the day after', async () => {
    const { keeper, list: pinned, next, listSigner } = await pinnedAnew()
    const { listsADayMax } = exchangeLimits
    const signed = async (later: number, ms: number) => {
      const issuedAt = secondOf(new Date(Date.parse(pinned.issuedAt) + ms))
      const nextUpdate = secondOf(new Date(Date.parse(pinned.nextUpdate) + ms))
      const list = { ...next, sequence: next.sequence + later, issuedAt, nextUpdate }
      return (await signTrustList(list, listSigner)).jws
    }
    const take = async (later: number, ms = 0) => {
      const taken = await acceptPeerList(keeper, 'VN', await signed(later, ms))
      return taken.ok ? 'taken' : taken.code
    }
    // The one that was pinned is one of them.
    for (let later = 0; later < listsADayMax - 1; later += 1) assert.equal(await take(later), 'taken')
    assert.equal(await take(listsADayMax), 'TRUST_LISTS_TOO_MANY')
    assert.equal((await newestTrustList(keeper.db, 'VN'))?.sequence, next.sequence + listsADayMax - 2)
    const told = (await logOf(keeper.db)).filter(({ evt }) => evt === 'trustList.refused').at(-1)
    assert.equal(told?.code, 'TRUST_LISTS_TOO_MANY')
    await pass(2)
    assert.equal(await take(listsADayMax, day - 1_000), 'TRUST_LISTS_TOO_MANY')
    // What was missed of that day is passed over for the newest, which is of the next.
    const published = [await signed(listsADayMax, day - 1_000), await signed(listsADayMax + 1, day)]
    const taken = await takePeerList(keeper, publishing(published), pinned)
    assert.ok(taken.ok, JSON.stringify(taken))
    assert.equal((await newestTrustList(keeper.db, 'VN'))?.sequence, next.sequence + listsADayMax + 1)
  })

  it('is told by a list that was missed and holds, however many before it have run out meanwhile', async () => {
    const { keeper, list: pinned, next, listSigner } = await pinnedAnew()
    const successor = await strangerTo(folder)
    const later = { ...keeper, now: () => new Date(keeper.now().getTime() + 40 * day) }
    const inForce = {
      ...next,
      issuedAt: secondOf(later.now()),
      nextUpdate: secondOf(new Date(later.now().getTime() + 20 * day)),
    }
    const runOut = Array.from({ length: exchangeLimits.trustListsRefusedMax + 1 }, async (_none, more) => {
      return (await signTrustList({ ...next, sequence: next.sequence + more }, listSigner)).jws
    })
    const number = next.sequence + runOut.length
    const both = [...pinned.listSigners.slice(0, 1), certificateOf(successor)]
    const announced = withSigners({ ...inForce, sequence: number }, both, successor)
    const alone = withSigners({ ...inForce, sequence: number + 1 }, [certificateOf(successor)], successor)
    const published = [
      ...(await Promise.all(runOut)),
      (await signTrustList(announced, listSigner)).jws,
      (await signTrustList(alone, successor)).jws,
    ]
    const taken = await takePeerList(later, publishing(published), pinned)
    assert.ok(taken.ok, JSON.stringify(taken))
    assert.equal(taken.list.list.sequence, number + 1)
  })

  it('takes the list of a new signer that the list before has announced', async () => {
    const { keeper, next, list, listSigner } = await pinnedAnew()
    const successor = await strangerTo(folder)
    const announced = withSigners(
      next,
      [...list.listSigners.slice(0, 1), certificateOf(successor)],
      successor,
    )
    assert.ok((await acceptPeerList(keeper, 'VN', (await signTrustList(announced, listSigner)).jws)).ok)
    const alone = withSigners({ ...next, sequence: next.sequence + 1 }, [certificateOf(successor)], successor)
    const taken = await acceptPeerList(keeper, 'VN', (await signTrustList(alone, successor)).jws)
    assert.ok(taken.ok, JSON.stringify(taken))
    const back = { ...announced, sequence: next.sequence + 2 }
    const old = await acceptPeerList(keeper, 'VN', (await signTrustList(back, listSigner)).jws)
    assert.equal(old.ok ? '' : old.code, 'TRUST_LIST_NOT_PINNED')
  })

  it('is not set back by pinning an older list of the same signer once more', async () => {
    const { keeper, first, next, list, listSigner } = await pinnedAnew()
    const successor = await strangerTo(folder)
    const announced = withSigners(
      next,
      [...list.listSigners.slice(0, 1), certificateOf(successor)],
      successor,
    )
    assert.ok((await acceptPeerList(keeper, 'VN', (await signTrustList(announced, listSigner)).jws)).ok)
    const pins = (await findPeer(keeper.db, 'VN'))?.pins
    assert.equal(pins?.length, 2)
    const again = await pinPeer(keeper, first.jws, pins.slice(0, 1), by)
    assert.equal(again.ok ? '' : again.code, 'TRUST_LIST_ROLLED_BACK')
    assert.deepEqual((await findPeer(keeper.db, 'VN'))?.pins, pins)
  })

  it('is not given to a list with another fingerprint, nor to our own', async () => {
    const { keeper, first, list } = await pinnedAnew()
    const wrong = await pinPeer(keeper, first.jws, ['a'.repeat(64)], by)
    assert.equal(wrong.ok ? '' : wrong.code, 'TRUST_LIST_NOT_PINNED')
    const own = await listOf(world.answering, 'QA')
    const itself = await pinPeer(keeper, own.jws, [keeper.trust.own().signerDigest], by)
    assert.equal(itself.ok ? '' : itself.code, 'TRUST_LIST_INVALID')
    const stranger = await strangerTo(folder)
    const other = withSigners(list, [certificateOf(stranger)], stranger)
    const forged = (await signTrustList(other, stranger)).jws
    const impostor = await pinPeer(keeper, forged, [digestOfBase64(certificateOf(stranger))], by)
    assert.equal(impostor.ok ? '' : impostor.code, 'TRUST_LIST_NOT_PINNED')
  })

  it('asks ever more seldom for a list that was refused, so that the log does not fill with it', async () => {
    const { asking, answering } = world
    let asked = 0
    const refusals = async () =>
      (await logOf(answering.node.node.db)).filter(({ evt }) => evt === 'trustList.refused').length
    const before = await refusals()
    const { now } = asking.node.node
    asking.link.publish = () => {
      asked += 1
      return 'nonsense'
    }
    await pass(20)
    await until('QA has asked', () => asked > 0)
    await until('the job had more turns', () => now().getTime() > at + 5500)
    assert.ok(asked <= 3, `asked ${asked} times in five seconds`)
    assert.ok((await refusals()) - before <= asked)
    asking.link.publish = null
    await until('QA has the new list', async () => {
      return (await listOf(answering, 'VN')).digest === (await listOf(asking, 'VN')).digest
    })
  })

  it('is given out as digits and as words, and a peer is pinned by either', async () => {
    const { asking, answering } = world
    const out = await run(asking, 'trust', 'fingerprint')
    const pin = (await run(asking, 'trust', 'fingerprint', '--json')).json as unknown as readonly {
      readonly fingerprint: string
      readonly words: string
    }[]
    assert.equal(pin.length, 2, 'the signer in use and the one that follows')
    const [{ fingerprint, words } = { fingerprint: '', words: '' }, following = { words: '' }] = pin
    assert.equal(readPin(words), fingerprint)
    for (const word of `${words} ${following.words}`.split(' ')) assert.ok(out.out.includes(word), word)
    const { url } = asking.node.node.trust.own().list.node
    const pinned = await run(answering, 'trust', 'pin', url, '--fingerprint', words, '--as', 'Example-C')
    assert.equal(pinned.code, 0, pinned.beside)
    assert.match(pinned.out, /before it has pinned QA too/)
    const misheard = words.replace(/^\S+/, 'nosuchword')
    const refused = await run(answering, 'trust', 'pin', url, '--fingerprint', misheard, '--json')
    assert.equal(refused.json.code, 'WRONG_USE')
    const both = ['--fingerprint', following.words, '--fingerprint', fingerprint]
    assert.equal((await run(answering, 'trust', 'pin', url, ...both)).code, 0)
  })

  it('is opened once, however often it is asked for, until the next one was accepted', async () => {
    const { keeper, first, next, listSigner } = await pinnedAnew()
    const [known] = await peerTrustLists(keeper)
    assert.equal(known?.digest, first.digest)
    assert.equal((await peerTrustLists(keeper, undefined, [known]))[0], known)
    const second = await signTrustList(next, listSigner)
    assert.ok((await acceptPeerList(keeper, 'VN', second.jws)).ok)
    const [newest] = await peerTrustLists(keeper, undefined, [known])
    assert.equal(newest?.digest, second.digest)
    assert.equal(newest.list.sequence, next.sequence)
  })

  it('is not pinned by a real State where it is a demonstration, nor by a demonstration where it is none', async () => {
    const { keeper, first, list } = await pinnedAnew()
    const { signerDigest } = world.asking.node.node.trust.own()
    const real = await pinPeer({ ...keeper, isDemonstration: false }, first.jws, [signerDigest], by)
    assert.equal(real.ok ? '' : real.code, 'TRUST_LIST_DEMONSTRATION')
    const ofReal = withoutDemonstration({ ...list, sequence: list.sequence + 1 })
    const { jws } = await signTrustList(ofReal, await listSignerOf(world.asking))
    const pinned = await pinPeer(keeper, jws, [signerDigest], by)
    assert.equal(pinned.ok ? '' : pinned.code, 'TRUST_LIST_DEMONSTRATION')
    // A demonstration that becomes real goes no more by the lists that it took as one.
    const taken = await pinPeer(keeper, first.jws, [signerDigest], by)
    assert.ok(taken.ok)
    const apart: string[] = []
    const peersOf = async (isDemonstration: boolean) => {
      const lists = await peerTrustLists({ ...keeper, isDemonstration }, (state) => apart.push(state))
      return lists.map((one) => one.list.state)
    }
    assert.deepEqual([await peersOf(true), apart], [['VN'], []])
    assert.deepEqual([await peersOf(false), apart], [[], ['VN']])
    const codes = (await logOf(keeper.db)).filter(({ evt }) => evt === 'trustList.refused')
    assert.equal(codes.length, 2)
  })

  it('is not pinned by the signer that follows alone, which anybody may name in a list of their own', async () => {
    const { keeper, first, list } = await pinnedAnew()
    const [, following = ''] = list.listSigners.map(digestOfBase64)
    const alone = await pinPeer(keeper, first.jws, [following], by)
    assert.equal(alone.ok ? '' : alone.code, 'TRUST_LIST_NOT_PINNED')
    assert.match(alone.ok ? '' : (alone.detail ?? ''), /the signer that follows/)
    const stranger = await strangerTo(folder)
    const naming = withSigners(list, [certificateOf(stranger), list.listSigners[1] ?? ''], stranger)
    const forged = (await signTrustList(naming, stranger)).jws
    const impostor = await pinPeer(keeper, forged, [following], by)
    assert.equal(impostor.ok ? '' : impostor.code, 'TRUST_LIST_NOT_PINNED')
  })

  it('is pinned again after its pin was ended by the signer that its lists announced, by another one only where a person says why, and not by a list that is refused', async () => {
    const { keeper, next, list, listSigner } = await pinnedAnew()
    const anew = await strangerTo(folder)
    const pins = [digestOfBase64(certificateOf(anew))]
    const signed = async (sequence: number) =>
      (await signTrustList(withSigners({ ...next, sequence }, [certificateOf(anew)], anew), anew)).jws
    const why = { ...by, again: 'its keys were stolen' }
    const codeOf = (outcome: Awaited<ReturnType<typeof pinPeer>>) => (outcome.ok ? 'pinned' : outcome.code)
    const isPeer = async () => (await findPeer(keeper.db, 'VN')) !== null
    const unpin = () => unpinPeer(keeper, 'VN', { ...by, reason: 'its keys were stolen' })
    assert.ok((await unpin()).ok)
    assert.equal(
      codeOf(await pinPeer(keeper, await signed(next.sequence), pins, by)),
      'TRUST_LIST_NOT_PINNED',
    )
    assert.equal(
      codeOf(await pinPeer(keeper, await signed(list.sequence), pins, why)),
      'TRUST_LIST_EQUIVOCATION',
    )
    assert.equal(await isPeer(), false, 'by its old list it would be reached under the keys that were stolen')

    const announced = (await signTrustList(next, listSigner)).jws
    const own = [digestOfBase64(certificateOf(listSigner))]
    assert.equal(codeOf(await pinPeer(keeper, announced, own, by)), 'pinned')
    assert.equal((await newestTrustList(keeper.db, 'VN'))?.jws, announced)
    assert.ok((await unpin()).ok)
    assert.equal(codeOf(await pinPeer(keeper, announced, own, by)), 'pinned', 'by the list that is here')
    assert.ok((await unpin()).ok)

    const other = await signed(next.sequence + 1)
    const both = await Promise.all([1, 2].map(() => pinPeer(keeper, other, pins, why)))
    assert.deepEqual(both.map(codeOf), ['pinned', 'pinned'])
    assert.deepEqual((await findPeer(keeper.db, 'VN'))?.pins, pins)
    assert.equal((await newestTrustList(keeper.db, 'VN'))?.jws, other)
    const told = (await logOf(keeper.db)).flatMap(({ evt }) => (evt.startsWith('peer.') ? [evt] : []))
    assert.deepEqual(told.slice(-6), [
      ...['peer.unpinned', 'peer.pinned', 'peer.unpinned'],
      ...['peer.pinned', 'peer.unpinned', 'peer.pinnedAgain'],
    ])
  })

  it('is pinned again with signers that no list has announced where a person says why, and never back in number or time', async () => {
    const { keeper, first, next, list, listSigner } = await pinnedAnew()
    const anew = await strangerTo(folder)
    const pins = [digestOfBase64(certificateOf(anew))]
    const signed = async (changed: Partial<TrustList>) =>
      (await signTrustList(withSigners({ ...next, ...changed }, [certificateOf(anew)], anew), anew)).jws
    const why = { ...by, again: 'the safe with both keys burnt' }
    const codeOf = (outcome: Awaited<ReturnType<typeof pinPeer>>) => (outcome.ok ? 'pinned' : outcome.code)
    const unsaid = await pinPeer(keeper, await signed({}), pins, by)
    assert.deepEqual(
      [codeOf(unsaid), unsaid.ok ? '' : (unsaid.detail ?? '').includes('--again')],
      ['TRUST_LIST_NOT_PINNED', true],
    )
    const misread = await pinPeer(keeper, await signed({}), ['a'.repeat(64)], why)
    assert.equal(codeOf(misread), 'TRUST_LIST_NOT_PINNED')
    assert.equal(
      codeOf(await pinPeer(keeper, await signed({ sequence: list.sequence }), pins, why)),
      'TRUST_LIST_EQUIVOCATION',
    )
    const earlier = { issuedAt: secondOf(new Date(Date.parse(list.issuedAt) - 1_000)) }
    assert.equal(codeOf(await pinPeer(keeper, await signed(earlier), pins, why)), 'TRUST_LIST_INVALID')
    assert.equal((await newestTrustList(keeper.db, 'VN'))?.jws, first.jws)

    assert.equal(codeOf(await pinPeer(keeper, await signed({}), pins, why)), 'pinned')
    assert.deepEqual((await findPeer(keeper.db, 'VN'))?.pins, pins)
    const entries = await logOf(keeper.db)
    assert.deepEqual(
      entries.slice(-2).map(({ evt, peer, digest }) => [evt, peer, evt === 'peer.pinnedAgain' ? digest : '']),
      [
        ['peer.pinnedAgain', 'VN', pins[0]],
        ['trustList.accepted', 'VN', ''],
      ],
    )
    // Whoever has the keys of before is nobody now.
    const old = await acceptPeerList(
      keeper,
      'VN',
      (await signTrustList({ ...next, sequence: next.sequence + 1 }, listSigner)).jws,
    )
    assert.equal(old.ok ? '' : old.code, 'TRUST_LIST_NOT_PINNED')

    const file = join(folder, 'again.jws')
    await writeFile(file, await signed({ sequence: list.sequence }))
    const words = ['trust', 'pin', file, '--fingerprint', pins[0] ?? '', '--json']
    assert.equal((await run(world.answering, ...words)).json.code, 'TRUST_LIST_NOT_PINNED')
    const again = await run(world.answering, ...words, '--again', why.again)
    assert.equal(again.json.code, 'TRUST_LIST_EQUIVOCATION', again.beside)
  })

  it('is judged anew where somebody else has changed the pins meanwhile, and theirs stay', async () => {
    const { keeper, next, listSigner } = await pinnedAnew()
    const { jws } = await signTrustList(next, listSigner)
    const pins = ['a'.repeat(64)]
    const accepting = await inTransaction(keeper.db, async (trx) => {
      await lockPeer(trx, 'VN')
      const begun = acceptPeerList(keeper, 'VN', jws)
      await until('it waits for the lock', async () => await someoneWaits(keeper.db))
      await savePeer(trx, { state: 'VN', pins, added_at: new Date() })
      return { begun }
    })
    const outcome = await accepting.begun
    assert.equal(outcome.ok ? 'taken' : outcome.code, 'TRUST_LIST_NOT_PINNED')
    assert.deepEqual((await findPeer(keeper.db, 'VN'))?.pins, pins)
  })

  it('is signed once where two processes of a node renew it at the same time', async () => {
    const { asking } = world
    const { keeper } = await pinnedAnew()
    const vn = { ...asking.node.node, db: keeper.db, state: 'LA' }
    const settings = { ...saidIn(asking.node.node.trust.own().list), state: 'LA' }
    const listSigner = await listSignerOf(asking)
    const lists = await Promise.all([1, 2, 3].map(() => ownTrustList(vn, settings, listSigner)))
    assert.equal(new Set(lists.map(({ digest }) => digest)).size, 1)
    assert.equal((await newestTrustList(keeper.db, 'LA'))?.sequence, 1)
    const changing = { ...settings, name: { language: 'en', text: 'Another name' } }
    const changed = await ownTrustList(vn, changing, listSigner)
    assert.equal(changed.list.sequence, 2)
    const authorities = settings.authorities.map((one) => ({ ...one, validFrom: '2026-01-01T00:00:00.000Z' }))
    await assert.rejects(
      ownTrustList(vn, { ...settings, authorities }, listSigner),
      /give no trust list: \/authorities\/0\/validFrom .*whole seconds: 2026-01-01T00:00:00Z/,
    )
    const old = { ...vn, now: () => new Date(at + 15 * day) }
    assert.equal((await ownTrustList(old, changing, listSigner)).list.sequence, 3)
  })

  it('is not signed before the time of the one that it would follow, which a clock that was ahead has given it', async () => {
    const { asking } = world
    const { keeper } = await pinnedAnew()
    const ahead = { ...asking.node.node, db: keeper.db, state: 'LA', now: () => new Date(at + day) }
    const settings = { ...saidIn(asking.node.node.trust.own().list), state: 'LA' }
    const listSigner = await listSignerOf(asking)
    const first = await ownTrustList(ahead, settings, listSigner)
    const changing = { ...settings, name: { language: 'en', text: 'Another name' } }
    const right = { ...ahead, now: () => new Date(at) }
    assert.equal((await ownTrustList(right, changing, listSigner)).digest, first.digest)
    const second = await ownTrustList(ahead, changing, listSigner)
    assert.deepEqual([second.list.sequence, second.list.issuedAt], [2, first.list.issuedAt])
  })

  it('has a number beyond all that were signed and forgotten, however often the database went back to one backup', async () => {
    const { asking } = world
    const settings = { ...saidIn(asking.node.node.trust.own().list), state: 'LA' }
    const listSigner = await listSignerOf(asking)
    const numbers: number[] = []
    for (const hour of [1, 2, 3, 4]) {
      // Each time the database is as it was before the first of them.
      const { db, close } = await testDatabase()
      const lost = { ...asking.node.node, db, state: 'LA' }
      assert.equal((await ownTrustList(lost, settings, listSigner)).list.sequence, 1)
      const later = { ...lost, now: () => new Date(at + 15 * day + hour * 3_600_000) }
      const issued = await ownTrustList(later, settings, listSigner, { isSure: false })
      const followed = await ownTrustList(
        { ...later, now: () => new Date(at + 40 * day) },
        settings,
        listSigner,
      )
      assert.equal(followed.list.sequence, issued.list.sequence + 1)
      numbers.push(issued.list.sequence, followed.list.sequence)
      await close()
    }
    assert.deepEqual(
      numbers,
      [...new Set(numbers)].sort((one, other) => one - other),
    )
  })

  it('that one process of a node has taken is gone by in the other, which nobody starts anew (pain point 15)', async () => {
    const { answering } = world
    const other = await startNode({ ...answering.config, port: await freePort() }, silent)
    try {
      const [vn, qa] = [await listOf(answering, 'VN'), await listOf(answering, 'QA')]
      await pass(15)
      await until('both processes go by the new lists', () =>
        [answering.node, other].every(({ node: { trust } }) => {
          const theirs = trust.peer('VN')?.list.sequence ?? 0
          return theirs > vn.sequence && trust.own().list.sequence > qa.sequence
        }),
      )
      const events = await logOf(answering.node.node.db)
      const issued = events.filter(({ evt }) => evt === 'trustList.issued').map(({ count }) => count)
      assert.equal(new Set(issued).size, issued.length, 'each list was issued once')
    } finally {
      await other.close()
    }
  })

  it('knows nobody before a list was loaded', () => {
    const own = world.asking.node.node.trust.own()
    const directory = trustDirectory(own)
    assert.deepEqual([directory.own(), directory.peer('QA'), directory.peers], [own, null, []])
    assert.deepEqual(directory.bySigner('a'.repeat(64)), [])
  })

  it('waits with messages to a State whose list is not here', async () => {
    const { asking } = world
    const request = await opened(world)
    const { trust } = asking.node.node
    const outcome = await asking.node.send({ ...draftLike(world), request, to: 'ee.ppo' })
    assert.equal(outcome.ok ? '' : outcome.code, 'PEER_UNKNOWN')
    const [own, qa] = [trust.own(), trust.peer('QA')]
    assert.ok(qa !== null)
    world.answering.link.up = false
    const sent = await say(world, asking, request, 'status-request')
    await until('it was tried', async () => ((await waiting(asking))[0]?.attempts ?? 0) > 0)
    trust.load(own, [])
    world.answering.link.up = true
    await receipted(asking, sent.digest)
  })
})

function draftLike(world: World) {
  return draft(world, world.asking, crypto.randomUUID(), 'request')
}

function certificateOf({ certificate }: Signer): string {
  return certificate.toString('base64')
}

/** The list with these signers, the authority of `added` among those that the State names. */
function withSigners(list: TrustList, signers: readonly string[], added: Signer): TrustList {
  const certificateAuthorities = [...list.certificateAuthorities, added.issuer.toString('base64')]
  return { ...list, certificateAuthorities, listSigners: signers } as TrustList
}

/** The list of a State behind which somebody stands. */
function withoutDemonstration(list: TrustList): TrustList {
  return JSON.parse(JSON.stringify({ ...list, demonstration: undefined })) as TrustList
}

async function listSignerOf({ config }: WorldState): Promise<Signer> {
  return (await readIdentity(join(config.dataFolder, 'identity'), passphrase)).listSigner
}

/** A list signer of VN that nobody has announced. */
async function strangerTo(folder: string): Promise<Signer> {
  const other = await mkdtemp(join(folder, 'other-'))
  await makeIdentity({
    folder: join(other, 'identity'),
    passphrase,
    country: 'VN',
    organisation: 'somebody else',
    holder: 'urn:rogatory:node:vn',
    validFrom: new Date('2027-01-01T00:00:00Z'),
  })
  return (await readIdentity(join(other, 'identity'), passphrase)).listSigner
}
