import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import { bundleSimulator } from '../simulator/bundle.ts'
import { type Ended, root, runSimulator } from '../simulator/run.ts'

describe('the simulator', function () {
  this.timeout(300_000)
  /** Within the program, so that what is not bundled is found. */
  let folder: string
  let program: string
  before(async () => {
    folder = await mkdtemp(resolve(root, 'node_modules/.rogatory-simulator-'))
    program = resolve(folder, 'simulator.mjs')
    await bundleSimulator(program)
  })
  after(() => rm(folder, { recursive: true }))

  it('finds no broken invariant, and tells the same story of a seed each time', async () => {
    const one = await runSimulator(program, ['--seed', '1', '--steps', '25', '--trace'])
    assert.equal(one.code, 0, one.stdout.slice(-4_000))
    const other = await runSimulator(program, ['--seed', '1', '--steps', '25', '--trace'])
    assert.ok(storyIn(one).length > 20)
    assert.deepEqual(storyIn(one), storyIn(other))
  })

  it('tells the same story of a seed in whatever process it runs, after whatever others, and renews keys in each third', async () => {
    const told = async (processes: string): Promise<readonly string[]> => {
      const how = ['--nodes', '2', '--steps', '12', '--times', '--trace', '--processes', processes]
      const { code, stdout } = await runSimulator(program, ['--first', '5', '--seeds', '4', ...how])
      assert.equal(code, 0, stdout.slice(-4_000))
      for (const command of ['renew', 'use'])
        assert.match(stdout, new RegExp(`says cert ${command} .*: done$`, 'm'))
      return (stdout.match(/^seed [0-9]+: .*story [0-9a-f]+/gm) ?? []).sort()
    }
    const together = await told('3')
    assert.equal(together.length, 4)
    assert.deepEqual(together, await told('1'))
  })

  it('looks after every commit where it is to be strict, and the story is the same', async () => {
    const told = async (
      ...more: readonly string[]
    ): Promise<{ story: string; commits: readonly number[] }> => {
      const how = ['--seed', '1', '--nodes', '2', '--steps', '12', '--times', ...more]
      const { code, stdout } = await runSimulator(program, how)
      assert.equal(code, 0, stdout.slice(-4_000))
      const [, story = ''] = /story ([0-9a-f]+)/.exec(stdout) ?? []
      const [line = ''] = /^commits: .*$/m.exec(stdout) ?? []
      const of = (what: string): number => Number(new RegExp(`([0-9]+) ${what}`).exec(line)?.[1])
      return { story, commits: ['seen', 'counted', 'replayed'].map(of) }
    }
    const loose = await told()
    const [seen = 0] = loose.commits
    assert.ok(seen > 20)
    assert.deepEqual(loose.commits, [seen, Math.floor(seen / 3), Math.floor(seen / 9)])
    assert.deepEqual(await told('--strict'), { story: loose.story, commits: [seen, seen, seen] })
  })

  it('lets States exchange requests through a year, and says what each tenth of them has cost', async () => {
    const year = resolve(folder, 'year.mjs')
    await bundleSimulator(year, undefined, 'test/simulator/year/command.ts')
    const { code, stdout } = await runSimulator(year, ['--states', '3', '--requests', '20'])
    assert.equal(code, 0, stdout.slice(-4_000))
    const outcome = outcomeIn(stdout)
    assert.equal(outcome.ended, 20)
    assert.equal(outcome.tenths.length, 10)
    for (const { requests, messages, msPerRequest, databaseKiBPerRequest } of outcome.tenths) {
      assert.equal(requests, 2)
      assert.ok(messages >= 2 && msPerRequest > 0)
      // The server tidies up when it likes: so few requests may leave its databases no larger, or smaller.
      assert.ok(Number.isFinite(databaseKiBPerRequest))
    }
    // All have ended, so all were looked at on both nodes; some of a pair in a bundle.
    assert.equal(outcome.lookedAt, 20)
    assert.ok(outcome.verified > 0)
  })
})

interface Told {
  readonly ended: number
  readonly lookedAt: number
  readonly verified: number
  readonly tenths: readonly Readonly<
    Record<'requests' | 'messages' | 'msPerRequest' | 'databaseKiBPerRequest', number>
  >[]
}

/** What a year tells in JSON, between its lines. */
function outcomeIn(stdout: string): Told {
  return JSON.parse(stdout.slice(stdout.indexOf('\n{') + 1, stdout.lastIndexOf('\n}') + 2)) as Told
}

/**
 * What happens in a seed, line by line, without the summary, which tells how long it took, and without digests: what is signed is another
 * with each key that a process has made.
 */
function storyIn({ stdout }: Ended): readonly string[] {
  const lines = stdout.split('\n').filter((line) => /^ *[0-9]+\.[0-9]{3} {2}/.test(line))
  // A long line is cut, maybe within a digest.
  return lines.map((line) => line.replaceAll(/[0-9a-f]{32,}|"[0-9a-f]+$/g, ''))
}
