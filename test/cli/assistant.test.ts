import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type Assistant,
  type AssistantOrder,
  type CallAssistant,
  type TaskDone,
  assist,
} from '../../src/audit/bundle/assistant.ts'
import { verifyBundles } from '../../src/audit/bundle/verify.ts'
import { assistantOf, callAssistant } from '../../src/cli/assistant.ts'
import { readPins } from '../../src/cli/readPins.ts'
import { bothBundles, busyWorld } from '../support/busyWorld.ts'
import { judgedCases } from '../support/judgedBundles.ts'
import { exportPaper } from '../support/paperBundle.ts'

/** An assistant in this thread, which has nothing but copies of what it is given, and takes all before anybody else can. */
function assistantHere(order: AssistantOrder, done: TaskDone[]): Assistant {
  const copied = structuredClone(order)
  return {
    work: async (next) => {
      const tasks = Array.from({ length: 1_000 }, () => structuredClone(next())).flat()
      const open = await assist(copied)
      done.push(...((await open?.(tasks)) ?? []))
      return structuredClone(done)
    },
    end: () => Promise.resolve(),
  }
}

describe('messages that an assistant opens', () => {
  it('come to the same report, of every bundle, good or bad', async function () {
    this.timeout(120_000)
    let assisted = 0
    for (const { said, bundles, pins = [], revocations = [] } of await judgedCases()) {
      const options = {
        pins: readPins(pins),
        revocationLists: revocations.map(({ bytes }) => bytes),
      }
      const done: TaskDone[] = []
      const call: CallAssistant = (order) => assistantHere(order, done)
      const report = await verifyBundles(bundles, { ...options, callAssistant: call })
      assert.deepEqual(report, await verifyBundles(bundles, options), said)
      assisted += done.length
    }
    assert.ok(assisted > 100)
  })
})

describe('an assistant in a thread of its own', () => {
  it('opens messages of a node, and the report is the same', async () => {
    const world = await busyWorld()
    const bundles = bothBundles(world)
    let opened = 0
    const report = await verifyBundles(bundles, {
      callAssistant: (order, messages) => {
        assert.ok(messages > 0)
        const assistant = assistantOf(order)
        const work: Assistant['work'] = async (next) => {
          const done = await assistant.work(next)
          opened += done.length
          return done
        }
        return { ...assistant, work }
      },
    })
    assert.deepEqual(report, await verifyBundles(bundles))
    assert.equal(report.exit, 0)
    assert.ok(opened > 0)
  })

  it('that ends in the middle of its work leaves it to the thread that has called it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'rogatory-assistant-'))
    try {
      const world = await busyWorld()
      const bundles = [{ name: 'vn', files: exportPaper(world, world.vn) }]
      const alone = await verifyBundles(bundles)
      const programs = {
        'ends.mjs':
          "import { parentPort } from 'node:worker_threads'\nparentPort.on('message', () => process.exit(1))\n",
        'throws.mjs': "throw new Error('it does not start')\n",
        'silent.mjs': '',
      }
      for (const [name, text] of Object.entries(programs)) {
        const program = join(folder, name)
        await writeFile(program, text)
        const report = await verifyBundles(bundles, { callAssistant: (order) => assistantOf(order, program) })
        assert.deepEqual(report, alone, name)
      }
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  it('is called for a large bundle where there is a second processor, and for no small one', async () => {
    const order = { files: new Map(), size: 0, pins: new Map(), revocationLists: [] }
    assert.equal(callAssistant(order, 1_999), null)
    const called = callAssistant(order, 2_000)
    assert.equal(called !== null, availableParallelism() > 1)
    await called?.end()
  })
})
