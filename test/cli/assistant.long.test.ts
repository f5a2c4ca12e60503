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
import type { Report } from '../../src/audit/bundle/report.ts'
import { type Bundle, verifyBundles } from '../../src/audit/bundle/verify.ts'
import { assistantOf, callAssistant } from '../../src/cli/assistant.ts'
import { readPins } from '../../src/cli/readPins.ts'
import { bothBundles, busyWorld } from '../support/busyWorld.ts'
import { judgedCases } from '../support/judgedBundles.ts'

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
    let faults = 0
    for (const { said, bundles, pins = [], revocations = [] } of await judgedCases()) {
      const options = {
        pins: readPins(pins),
        revocationLists: revocations.map(({ bytes }) => bytes),
      }
      const done: TaskDone[] = []
      const call: CallAssistant = (order) => assistantHere(order, done)
      const report = await verifyBundles(bundles, { ...options, callAssistant: call })
      assert.deepEqual(report, await verifyBundles(bundles, options), said)
      // Faults are judged once more by whoever called; an assistant that finds others would only be slow.
      const found = report.findings.map(({ object, what }) => `${object}: ${what}`)
      for (const one of done.flatMap(({ opened }) => opened.found))
        assert.ok(found.includes(`${one.object}: ${one.what}`), `${said}: ${one.object}: ${one.what}`)
      assisted += done.length
      faults += done.filter(({ opened }) => opened.found.length > 0).length
    }
    assert.ok(assisted > 100)
    assert.ok(faults > 5)
  })
})

/** Verifies with an assistant in a thread; gives how many messages that has opened too. */
async function inThread(
  bundles: readonly Bundle[],
  program?: string,
): Promise<{ readonly report: Report; readonly opened: number }> {
  let opened = 0
  const report = await verifyBundles(bundles, {
    callAssistant: (order) => {
      const assistant = assistantOf(order, program)
      assert.ok(assistant !== null)
      const work: Assistant['work'] = async (next) => {
        const done = await assistant.work(next)
        opened += done.length
        return done
      }
      return { ...assistant, work }
    },
  })
  return { report, opened }
}

describe('an assistant in a thread of its own', () => {
  let bundles: Bundle[]
  let alone: Report

  before(async () => {
    bundles = bothBundles(await busyWorld())
    alone = await verifyBundles(bundles)
    assert.equal(alone.exit, 0)
  })

  it('opens messages of a node, and the report is the same', async () => {
    const { report, opened } = await inThread(bundles)
    assert.deepEqual(report, alone)
    assert.ok(opened > 0)
  })

  it('that ends in the middle of its work leaves it to the thread that has called it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'rogatory-assistant-'))
    const onTask = "import { parentPort } from 'node:worker_threads'\nparentPort.on('message', "
    const programs = {
      'ends.mjs': `${onTask}() => process.exit(1))\n`,
      'throws.mjs': "throw new Error('it does not start')\n",
      'silent.mjs': '',
    }
    try {
      for (const [name, text] of Object.entries(programs)) {
        const program = join(folder, name)
        await writeFile(program, text)
        assert.deepEqual(await inThread(bundles, program), { report: alone, opened: 0 }, name)
      }
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  it('takes the schemas of its own State, and does nothing where it cannot read them', async () => {
    process.env.ROGATORY_SCHEMAS = join(tmpdir(), 'there-are-no-schemas-here')
    try {
      assert.deepEqual(await inThread(bundles), { report: alone, opened: 0 })
    } finally {
      delete process.env.ROGATORY_SCHEMAS
    }
  })

  it('is called for a large bundle where there is a second processor, and for no small one', async () => {
    const order = { files: new Map(), size: 0, peers: null, pins: new Map(), revocationLists: [] }
    assert.equal(callAssistant(order, 1_999), null)
    const called = callAssistant(order, 2_000)
    assert.equal(called !== null, availableParallelism() > 1)
    await called?.end()
  })

  it('is none where no thread can be had', () => {
    const order = { files: new Map(), size: 0, peers: null, pins: new Map(), revocationLists: [] }
    assert.equal(assistantOf(order, 'no path of a program'), null)
  })
})
