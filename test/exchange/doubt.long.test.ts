import assert from 'node:assert/strict'
import { cp, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { exchangeLimits } from '../../src/exchange/limits.ts'
import { renewPeer } from '../../src/exchange/renewPeer.ts'
import { ask } from '../../src/exchange/recall/ask.ts'
import { findRequest } from '../../src/store/requests.ts'
import { readSettingsOfState, writeSettingsOfState } from '../../src/store/settingsOfState.ts'
import { listsOf } from '../../src/exchange/trustKeeping.ts'
import { run } from '../cli/commandLine.ts'
import { type Backup, backUp, backUpAndStop, start } from '../support/backup.ts'
import { type ClockedWorld, clockedStates } from '../support/clockedWorld.ts'
import { hurriedClock } from '../support/hurriedClock.ts'
import { agreed, believedAgain, delivered, logOf, opened, receipted, say, waiting } from '../support/talk.ts'
import { assertGood, onNextLog } from '../support/twoSides.ts'
import { type World, type WorldState, heard, otherOf, twoStates, until } from '../support/world.ts'

/** A peer fetches a young list every ten minutes: what is waited for here would come too late by that. */
describe('a key that the list of a peer does not name yet', () => {
  let world: World
  before(async () => {
    world = await twoStates()
  })
  after(() => world.close())

  /** Makes a key that signs messages and uses it before the other State knows of it, as after a theft. */
  const changeKey = async (state: WorldState): Promise<void> => {
    const { node } = state.node
    // Or the list is being fetched at this moment, for what was asked before it was here.
    const { listsInDoubt } = otherOf(state).node.node
    await until('nothing is in doubt any more', () => !listsInDoubt.has(state.state))
    const isNamed = () =>
      node.trust.own().list.signers.some((one) => before.every((old) => old !== one.certificate))
    const before = node.trust.own().list.signers.map(({ certificate }) => certificate)
    const inUse = node.signer.certificate
    assert.equal((await run(state, 'cert', 'renew', '--use', 'message')).code, 0)
    await until(`the list of ${state.state} names the key`, isNamed)
    assert.equal((await run(state, 'cert', 'use', '--use', 'message', '--overlap', '0')).code, 0)
    await until(`${state.state} signs with it`, () => !node.signer.certificate.equals(inUse))
    assert.notEqual(listAt(otherOf(state)), node.trust.own().digest, 'the other State has the list before')
  }
  const listAt = ({ node }: WorldState): string | undefined =>
    node.node.trust.peer(node === world.asking.node ? 'QA' : 'VN')?.digest
  const askFor = async ({ node }: WorldState, peer: string): Promise<string> => {
    const list = node.node.trust.peer(peer)?.list
    assert.ok(list)
    const told = await ask(node.node, node.courier, list, { what: 'records', ranges: [] })
    return told.ok ? 'told' : told.code
  }

  it('has that list fetched when a message is signed with it, and the message is taken', async () => {
    await opened(world)
    await changeKey(world.asking)
    const request = crypto.randomUUID()
    await say(world, world.asking, request, 'request')
    await agreed(world, request, 1)
  })

  it('has it fetched when a receipt is signed with it', async () => {
    await changeKey(world.answering)
    const { digest } = await say(world, world.asking, crypto.randomUUID(), 'request')
    assert.equal((await receipted(world.asking, digest)).event, 'relayAcceptance')
  })

  it('has it fetched when a question or the answer to one is signed with it', async () => {
    await changeKey(world.answering)
    assert.equal(await askFor(world.asking, 'QA'), 'SIGNER_UNKNOWN')
    await until('the answer is believed', async () => (await askFor(world.asking, 'QA')) === 'told')
    await changeKey(world.answering)
    assert.equal(await askFor(world.answering, 'VN'), 'ENVELOPE_INVALID')
    await until('the question is answered', async () => (await askFor(world.answering, 'VN')) === 'told')
  })
})

describe('a key to seal to that its State has lost, for its keys came back from a backup', () => {
  let world: ClockedWorld
  before(async () => {
    world = await clockedStates(new Date())
  })
  after(() => world.close())

  it('has what waits under it sealed anew, to a key that the State still has', async () => {
    const { asking, answering } = world
    await opened(world)
    const identity = join(answering.config.dataFolder, 'identity')
    const kept = join(world.folder, 'identity')
    await cp(identity, kept, { recursive: true })
    assert.equal((await run(answering, 'cert', 'renew', '--use', 'encryption')).code, 0)
    const named = (): number => answering.node.node.trust.own().list.encryptionKeys.length
    await until('QA names it', () => named() === 2)
    await until('VN knows it', async () => {
      await renewPeer(asking.node.node, asking.node.courier, 'QA')
      await asking.node.refreshTrust()
      return asking.node.node.trust.peer('QA')?.list.encryptionKeys.length === 2
    })
    // Peers seal to a new key when it is an hour old.
    await world.setClock(new Date(asking.node.node.now().getTime() + 2 * 3_600_000))
    answering.link.up = false
    const { digest } = await say(world, asking, crypto.randomUUID(), 'request')
    const sealedTo = async (): Promise<string> => {
      const [row] = await waiting(asking)
      const header = Buffer.from(row?.jwe.split('.')[0] ?? '', 'base64url').toString()
      return (JSON.parse(header) as { kid: string }).kid
    }
    assert.ok(!(await readKids(kept)).includes(await sealedTo()))
    await rm(identity, { recursive: true })
    await cp(kept, identity, { recursive: true })
    await until('QA names it no more', () => named() === 1)
    answering.link.up = true
    assert.equal((await receipted(asking, digest)).event, 'relayAcceptance')
  })
})

describe('a State whose key for messages was changed after the backup from which it came back', () => {
  let world: World
  let backup: Backup | undefined
  before(async () => {
    world = await twoStates()
  })
  after(async () => {
    await world.close()
    await backup?.remove()
  })

  it('knows what it signed with the lost key by the list that its peer has, and has it back', async () => {
    const { answering } = world
    const request = await opened(world)
    backup = await backUp(answering)
    await acknowledgedByAnotherKey(world, request)
    await backup.restore('everything')
    await start(answering)
    await heard(answering)
    await agreed(world, request, 2)
    assert.equal((await findRequest(answering.node.node.db, request))?.closed, null)
    await onNextLog(answering)
    await opened(world)
    await assertGood(world, 'entries')
  })
})

describe('a State that came back from a backup when the lists that it lost had run out', () => {
  let world: ClockedWorld
  before(async () => {
    world = await clockedStates(new Date())
  })
  after(() => world.close())

  it('keeps them all the same, and what it signed under them stands, also for an auditor', async () => {
    const { answering } = world
    const request = await opened(world)
    const backup = await backUp(answering)
    await acknowledgedByAnotherKey(world, request)
    // The lists since then name the key of the backup alone.
    await backup.restore('everything')
    await start(answering)
    await heard(answering)
    await agreed(world, request, 2)
    await onNextLog(answering)
    await world.setClock(new Date(Date.now() + 40 * 86_400_000))
    await believedAgain(world)
    await backup.restore('everything')
    await start(answering)
    await heard(answering)
    await agreed(world, request, 2)
    assert.equal((await findRequest(answering.node.node.db, request))?.closed, null)
    await onNextLog(answering)
    await opened(world)
    await assertGood(world, 'entries')
    await backup.remove()
  })
})

describe('a State that came back from a backup and issued another list before anybody could tell it of those that it lost', () => {
  it('asks for them where it does not know what it has signed, and has that back', async () => {
    const world = await twoStates()
    const { asking, answering } = world
    const listed = async () =>
      (await listsOf(answering.node.node.db, 'QA')).map(({ sequence }) => sequence).reverse()
    const recalled = async () =>
      (await logOf(answering.node.node.db)).flatMap(({ evt, count }) =>
        evt === 'trustList.recalled' ? count : [],
      )
    try {
      const request = await opened(world)
      await nothingToProve(world)
      asking.link.carriesHeads = false
      const backup = await backUp(answering)
      await acknowledgedByAnotherKey(world, request)
      const lost = (await listed()).slice(1)
      await backup.restore('everything')
      asking.link.up = false
      const { dataFolder } = answering.config
      const name = { language: 'en', text: 'QA, renamed (demonstration)' }
      await writeSettingsOfState(dataFolder, { ...(await readSettingsOfState(dataFolder)), name })
      await start(answering)
      await until('another list is issued', async () => (await listed()).length === 2)
      const [, issued = 0] = await listed()
      assert.ok(!lost.includes(issued))
      asking.link.up = true
      asking.link.carriesHeads = true
      await heard(answering)
      await agreed(world, request, 2)
      assert.equal((await findRequest(answering.node.node.db, request))?.closed, null)
      assert.deepEqual((await listed()).slice(0, lost.length + 2), [1, ...lost, issued])
      assert.deepEqual(await recalled(), lost.toReversed())
      await onNextLog(answering)
      await opened(world)
      await assertGood(world, 'entries')
      // What is here is asked for no more.
      await answering.restart()
      await heard(answering)
      assert.deepEqual(await recalled(), lost.toReversed())
      await backup.remove()
    } finally {
      await world.close()
    }
  })
})

/** Has VN fetch the list of QA at once, which it would do within ten minutes; whether it has the newest then. */
async function takesList({ asking, answering }: World): Promise<boolean> {
  const { node, courier } = asking.node
  await renewPeer(node, courier, 'QA')
  await asking.node.refreshTrust()
  return node.trust.peer('QA')?.digest === answering.node.node.trust.own().digest
}

/** Whoever is shown a head of what is lost next, and is away then, finds two pasts. */
async function nothingToProve({ asking }: World): Promise<void> {
  await until('nothing is left to prove to VN', async () => {
    return (await asking.node.node.db.selectFrom('promise').selectAll().execute()).length === 0
  })
}

/** QA makes a key for messages, signs with it at once, and acknowledges a request with it. */
async function acknowledgedByAnotherKey(world: World, request: string): Promise<void> {
  const { answering } = world
  const inUse = answering.node.node.signer.certificate
  const before = answering.node.node.trust.own().digest
  assert.equal((await run(answering, 'cert', 'renew', '--use', 'message')).code, 0)
  await until('the list names the key', () => answering.node.node.trust.own().digest !== before)
  assert.equal((await run(answering, 'cert', 'use', '--use', 'message', '--overlap', '0')).code, 0)
  await until('QA signs with it', () => !answering.node.node.signer.certificate.equals(inUse))
  await say(world, answering, request, 'acknowledgement')
  await agreed(world, request, 2)
  await delivered(answering)
}

/** Peers seal to a new key when it is an hour old; the one before for HTTP counts for a day. */
const strangers = [
  { does: 'seals to the key that is gone', hours: 2 },
  { does: 'does not know its key for HTTP', hours: 72 },
]
for (const { does, hours } of strangers)
  describe(`a State that came back whole, with its keys, from before all of them were changed, ${hours} hours later`, () => {
    let world: ClockedWorld
    let backup: Backup | undefined
    let clock: ReturnType<typeof hurriedClock>
    before(async () => {
      clock = hurriedClock()
      world = await clockedStates(new Date())
    })
    after(async () => {
      await world.close()
      clock.restore()
      await backup?.remove()
    })

    it(`issues another list, once, when its peer ${does}, and has back what it had lost`, async () => {
      const { asking, answering } = world
      const own = () => answering.node.node.trust.own()
      const isTaken = () => takesList(world)
      const request = await opened(world)
      await nothingToProve(world)
      asking.link.carriesHeads = false
      backup = await backUp(answering)
      await acknowledgedByAnotherKey(world, request)
      for (const use of ['encryption', 'http']) {
        const before = own().digest
        assert.equal((await run(answering, 'cert', 'renew', '--use', use)).code, 0)
        await until('the list names the key', () => own().digest !== before)
        const renewed = own().digest
        if (use === 'encryption') continue
        assert.equal((await run(answering, 'cert', 'use', '--use', use, '--overlap', '0')).code, 0)
        await until('the list names no other', () => own().digest !== renewed)
      }
      const newest = own()
      await until('VN has the newest', isTaken)
      await world.setClock(new Date(asking.node.node.now().getTime() + hours * 3_600_000))
      await believedAgain(world)
      await backup.restore('everything')
      await start(answering)
      await until('VN is asked in vain', () => answering.node.node.listsInDoubt.has('QA'))
      // What is in the way of a peer that is there may pass within a minute by itself.
      clock.goOn(exchangeLimits.hearingPatienceMs.otherwise)
      await until('another list is issued', () => own().list.sequence > newest.list.sequence)
      // A peer comes by for it every ten minutes, and this one sooner where it has asked something.
      await until('VN takes it', isTaken)
      asking.link.carriesHeads = true
      await heard(answering)
      await agreed(world, request, 2)
      const recalled = (await logOf(answering.node.node.db)).filter(({ evt }) => evt === 'trustList.recalled')
      assert.ok(recalled.length > 0)
      await onNextLog(answering)
      await opened(world)
      await assertGood(world, 'entries')
      const issued = async () =>
        (await logOf(answering.node.node.db)).filter(({ evt }) => evt === 'trustList.issued').length
      const before = await issued()
      // Whatever is answered now, what was issued since it came up is not followed by the same again.
      answering.node.node.listsInDoubt.add('QA')
      await answering.node.refreshTrust()
      assert.equal(await issued(), before)
    })
  })

describe('a State whose list signer was changed after the backup from which it came back', () => {
  let world: World
  let backup: Backup | undefined
  before(async () => {
    world = await twoStates()
  })
  after(async () => {
    await world.close()
    await backup?.remove()
  })

  it('takes up the one that was announced then, and its peers take its lists again', async () => {
    const { answering } = world
    const own = () => answering.node.node.trust.own()
    const isTaken = () => takesList(world)
    const cert = async (...words: string[]): Promise<void> => {
      const before = own().digest
      assert.equal((await run(answering, 'cert', ...words)).code, 0)
      await until('the list says so', () => own().digest !== before)
    }
    backup = await backUp(answering)
    await cert('use', '--use', 'list', '--overlap', '0')
    await cert('renew', '--use', 'list')
    await until('VN has the list', isTaken)
    await backup.restore('everything')
    await start(answering)
    await heard(answering)
    // The newest of its lists, which VN has shown it: by the signer that came back no list is signed that nobody takes.
    await answering.node.refreshTrust()
    assert.equal(await isTaken(), true)
    assert.equal(own().list.log.origin, 'rogatory.example/qa/log1')
    await cert('use', '--use', 'list', '--overlap', '0')
    await onNextLog(answering)
    assert.equal(await isTaken(), true)
    await opened(world)
    await assertGood(world, 'entries')
  })
})

describe('a State whose list signer changed behind numbers that it left out, while a peer was away', () => {
  it('is followed by that peer, which asks for what comes behind each list that it has', async () => {
    const world = await twoStates()
    const { asking, answering } = world
    const own = () => answering.node.node.trust.own()
    const cert = async (...words: string[]): Promise<void> => {
      const before = own().digest
      assert.equal((await run(answering, 'cert', ...words)).code, 0)
      await until('the list says so', () => own().digest !== before)
    }
    const numbersOfQa = async ({ node }: WorldState) =>
      (await listsOf(node.node.db, 'QA')).map(({ sequence }) => sequence).reverse()
    const changeSigner = async (): Promise<void> => {
      await cert('use', '--use', 'list', '--overlap', '0')
      await cert('renew', '--use', 'list')
    }
    try {
      for (const { link } of [asking, answering]) link.up = false
      await changeSigner()
      // It went back and can ask nobody: what it signs next has a number far above those that it knows.
      const backup = await backUpAndStop(answering)
      await backup.putBack('database')
      const { dataFolder } = answering.config
      const name = { language: 'en', text: 'QA, renamed (demonstration)' }
      await writeSettingsOfState(dataFolder, { ...(await readSettingsOfState(dataFolder)), name })
      await start(answering)
      await until('another list is issued', async () => (await numbersOfQa(answering)).length === 4)
      await changeSigner()
      const numbers = await numbersOfQa(answering)
      assert.ok((numbers[3] ?? 0) - (numbers[2] ?? 0) > exchangeLimits.trustListsMissedMax, numbers.join(' '))
      for (const { link } of [asking, answering]) link.up = true
      await until('VN has the newest', () => takesList(world))
      assert.deepEqual(await numbersOfQa(asking), numbers)
      await heard(answering)
      await opened(world)
      await assertGood(world, 'entries')
      await backup.remove()
    } finally {
      await world.close()
    }
  })
})

async function readKids(identity: string): Promise<readonly string[]> {
  return (await readdir(identity)).flatMap((name) => /^encryption-(.*)\.key$/.exec(name)?.[1] ?? [])
}
