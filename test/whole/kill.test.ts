import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { firstCase } from '../../src/cli/demo/caseFile.ts'
import { caseIn, entriesOf, filesIn, messagesOf } from './bundleOf.ts'
import { type DemoProcess, type Ended, startDemo } from './demoProcess.ts'
import { type KindOfVictim, type Victim, kill, kindsOfVictims, victimsIn } from './victims.ts'

/** A server of somebody else, which is not ours to kill: then only the nodes' own processes are, at fewer moments. */
const server = process.env.DATABASE_URL ?? ''
const killsMin = server === '' ? 50 : 20
/** Of each kind of process. */
const ofEachMin = 5
const runsMin = 2
const runsMax = 8
/** With `ROGATORY_KILL_SEED` a course of kills is drawn again; the moments of the machine differ all the same. */
const seed = Number(process.env.ROGATORY_KILL_SEED ?? Math.floor(Math.random() * 2 ** 32))
const states = ['vn', 'qa'] as const
const kinds: readonly KindOfVictim[] = server === '' ? kindsOfVictims : ['serve']

/** Numbers in [0, 1) that follow from the seed (mulberry32). */
function drawing(start: number): () => number {
  let state = start >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

/** Who may be hit: each kind of process is drawn first, so that the many children of a server are not hit most. */
function draw(victims: readonly Victim[], random: () => number): Victim | undefined {
  const wish = random()
  const kind: KindOfVictim = wish < 0.4 ? 'serve' : wish < 0.75 ? 'postmaster' : 'child'
  const wanted = victims.filter((victim) => victim.kind === kind)
  const among = wanted.length > 0 ? wanted : victims
  return among[Math.floor(random() * among.length)]
}

/** Rows of the case that are behind the demonstration. */
function rowsIn(lines: readonly string[]): number {
  return lines.filter((line) => /^[A-Z]·[0-9]+ /.test(line)).length
}

type Count = Record<KindOfVictim, number>

/**
 * Kills while the demonstration runs: at its opening, before anybody has pinned anybody, then whenever it has come a
 * little further, often several at once, and while the bundles are made; a run that only makes up the number is left
 * alone from there on.
 */
async function haunt(
  demo: DemoProcess,
  folder: string,
  random: () => number,
  count: Count,
  isEnough: () => boolean,
): Promise<void> {
  const strike = (): void => {
    const victim = draw(victimsIn(folder, states), random)
    if (victim !== undefined && kill(victim)) count[victim.kind] += 1
  }
  const comes = async (holds: () => boolean, patienceMs: number): Promise<void> => {
    const end = performance.now() + patienceMs
    while (demo.isRunning() && !holds() && performance.now() < end) await pause(5)
  }
  await comes(() => victimsIn(folder, states).length > 0, 30_000)
  await pause(random() * 800)
  strike()
  await comes(() => victimsIn(folder, states).some(({ kind }) => kind === 'serve'), 30_000)
  while (demo.isRunning() && !isEnough()) {
    await pause(random() * 200)
    // One alone, or several one after another, some of them while the others come back.
    for (let hits = 1 + Math.floor(random() * 3.5); hits > 0; hits -= 1) {
      strike()
      await pause(random() < 0.5 ? 0 : random() * 400)
    }
    const before = demo.lines.length
    const rows = rowsIn(demo.lines)
    // What is hit again and again while it comes back would never get further; now and then it is, all the same.
    const patienceMs = random() < 0.1 ? random() * 1_000 : 15_000
    const steps = 1 + Math.floor(random() * 5)
    await comes(
      () => rowsIn(demo.lines) >= rows + steps || demo.lines.slice(before).some(isOfTheExport),
      patienceMs,
    )
  }
}

function isOfTheExport(line: string): boolean {
  return line.startsWith('The bundle of ')
}

describe('a demonstration whose processes are killed', function () {
  this.timeout(600_000)

  before(function () {
    if (existsSync('/proc/self/cwd')) return
    console.log('      skipped: processes are found in /proc, which this system has not')
    this.skip()
  })

  it(`goes to its end at ${killsMin} random moments and more, with nothing twice and nothing lost (pain point 14)`, async () => {
    console.log(`      ROGATORY_KILL_SEED=${seed}`)
    const random = drawing(seed)
    const count: Count = { serve: 0, postmaster: 0, child: 0 }
    const killed = (): number => count.serve + count.postmaster + count.child
    const isDone = (): boolean => killed() >= killsMin && kinds.every((kind) => count[kind] >= ofEachMin)
    for (let run = 1; run <= runsMin || (!isDone() && run <= runsMax); run += 1) {
      const began = performance.now()
      const before = killed()
      const folder = await mkdtemp(join(tmpdir(), 'rogatory-kill-'))
      const out = join(folder, 'demo')
      const demo = startDemo('--out', out, ...(server === '' ? [] : ['--database', server]))
      try {
        await haunt(demo, out, random, count, () => run >= runsMin && isDone())
        await assertWhole(await demo.ended, folder)
      } finally {
        demo.child.kill('SIGKILL')
        for (const left of victimsIn(out, states)) kill(left)
        await rm(folder, { recursive: true, force: true, maxRetries: 10 })
      }
      const seconds = ((performance.now() - began) / 1000).toFixed(1)
      console.log(`      run ${run}: ${killed() - before} killed in ${seconds} s`)
    }
    console.log(
      `      killed: ${count.serve} serving processes, ${count.postmaster} database servers, ${count.child} of their children`,
    )
    assert.ok(killed() >= killsMin, `only ${killed()} were killed`)
    for (const kind of kinds) assert.ok(count[kind] >= ofEachMin, `only ${count[kind]} of ${kind}`)
  })
})

/** The case went as it is written, both bundles are good, and each log has each message exactly once. */
async function assertWhole({ code, lines, outcome }: Ended, folder: string): Promise<void> {
  const told = `\n${lines.slice(-12).join('\n')}\n${JSON.stringify(outcome)}\n${await logsIn(folder)}`
  assert.equal(code, 0, told)
  assert.ok(outcome !== null, told)
  const played = await caseIn(firstCase)
  const rows = played.steps.flatMap((step) => (step.what === 'message' ? [step] : []))
  assert.deepEqual(outcome.differences, [])
  assert.equal(outcome.report.exit, 0)
  assert.equal(outcome.messages, rows.length)
  assert.equal(outcome.refused, played.wrong.length)
  const said = new Set<string>()
  for (const [index, bundle] of outcome.bundles.entries()) {
    const files = await filesIn(bundle)
    const records = messagesOf(files)
    // Every record has the messages of the case in the order of the case, and there is no other record.
    const types = [...records.values()].map((messages) => messages.map(({ type }) => type).join(' ')).sort()
    const meant = Object.keys(played.records).map((record) =>
      rows.flatMap((row) => (row.record === record ? [row.type] : [])).join(' '),
    )
    assert.deepEqual(types, meant.sort(), bundle)
    const ids = [...records.values()].flat().map(({ id }) => id)
    assert.equal(new Set(ids).size, rows.length)
    for (const id of ids) said.add(id)
    const own = states[index]?.toUpperCase()
    const authorities = played.authorities.filter(({ id }) => id.startsWith(`${states[index] ?? ''}.`))
    const sent = rows.filter(({ from }) => authorities.some(({ id }) => id === from))
    assert.ok(own !== undefined && sent.length > 0)
    for (const [event, number] of [
      ['message.sent', sent.length],
      ['message.received', rows.length - sent.length],
    ] as const) {
      const digests = entriesOf(files).flatMap(({ evt, msg }) => (evt === event ? [msg] : []))
      assert.equal(digests.length, number, `${own}: ${event}`)
      assert.equal(new Set(digests).size, number, `${own}: ${event} twice`)
    }
  }
  assert.equal(said.size, rows.length, 'the nodes do not have the same messages')
}

async function logsIn(folder: string): Promise<string> {
  const texts = await Promise.all(
    states.map((state) => readFile(join(folder, 'demo', state, 'node.log'), 'utf8').catch(() => '')),
  )
  return texts.map((text) => text.split('\n').slice(-6).join('\n')).join('\n---\n')
}
