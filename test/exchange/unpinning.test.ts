import assert from 'node:assert/strict'
import { readings } from '../../src/exchange/measuring/readings.ts'
import { valuesOfTrust } from '../../src/exchange/measuring/values.ts'
import { findRequest } from '../../src/store/requests.ts'
import { run } from '../cli/commandLine.ts'
import { agreed, draft, logOf, opened, say, waiting } from '../support/talk.ts'
import { assertGood, bundleOf } from '../support/twoSides.ts'
import { verifyBundles } from '../../src/audit/bundle/verify.ts'
import { type World, heard, pin, twoStates, until } from '../support/world.ts'

describe('a peer whose pin a person ends', () => {
  let world: World
  let request: string
  before(async () => {
    world = await twoStates()
    request = await opened(world)
  })
  after(() => world.close())

  it('is a stranger from then on: nothing goes to it, and nothing of it is taken', async () => {
    const { asking, answering } = world
    answering.link.up = false
    await say(world, asking, request, 'contact-note')
    const words = ['--reason', 'its node is gone for good', '--as', 'Example-C', '--json']
    const ended = await run(asking, 'trust', 'unpin', 'QA', ...words)
    assert.deepEqual([ended.code, ended.json], [0, { ok: true, state: 'QA', waiting: 1 }], ended.beside)
    // The node is served by another process than the command.
    await until('the node knows', () => !asking.node.node.trust.peers.includes('QA'))
    answering.link.up = true
    const refused = await asking.node.send(draft(world, asking, request, 'contact-note'))
    assert.equal(refused.ok ? 'sent' : refused.code, 'PEER_UNKNOWN')
    await say(world, answering, request, 'acknowledgement')
    await until('its message was turned away', async () => {
      const [row] = await waiting(answering)
      return row !== undefined && row.attempts > 0
    })
    assert.equal((await findRequest(asking.node.node.db, request))?.sequence, 1)
  })

  it('is told of in the log, with who ended it, why, and how many messages waited', async () => {
    const entry = (await logOf(world.asking.node.node.db)).findLast(({ evt }) => evt === 'peer.unpinned')
    assert.deepEqual([entry?.peer, entry?.count, entry?.actor?.length], ['QA', 1, 64])
  })

  it('wakes nobody any more, though a message waits for it', async () => {
    const { node } = world.asking.node
    const { found: read } = await readings(node, () => performance.now())()
    assert.deepEqual([read?.queued, read?.givenUp, read?.unproven], [[], [], []])
    assert.ok(valuesOfTrust(node).every(({ labels }) => labels.state !== 'QA'))
  })

  it('has signed what it has signed: its records are good by its lists of then', async () => {
    const { findings } = await verifyBundles([await bundleOf(world.asking)])
    assert.deepEqual(findings, [])
  })

  it('is refused where it is none, and where nobody says why', async () => {
    const { asking } = world
    const none = await run(asking, 'trust', 'unpin', 'QA', '--reason', 'again', '--json')
    assert.equal(none.json.code, 'PEER_UNKNOWN')
    assert.equal((await run(asking, 'trust', 'unpin', 'QA', '--reason', ' ')).code, 64)
    assert.equal((await run(asking, 'trust', 'unpin', 'QA')).code, 64)
  })

  it('goes on where it is pinned again: nothing that waited is lost', async () => {
    const { asking, answering } = world
    await pin(asking, answering)
    await heard(asking)
    await agreed(world, request, 3)
    await assertGood(world)
  })
})
