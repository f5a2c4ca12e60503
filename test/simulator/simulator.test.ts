import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import { bundleSimulator } from './bundle.ts'
import { type Ended, root, runSimulator } from './run.ts'

describe('the simulator', function () {
  this.timeout(300_000)
  /** Within the program, so that what is not bundled is found. */
  let folder: string
  before(async () => {
    folder = await mkdtemp(resolve(root, 'node_modules/.rogatory-simulator-'))
  })
  after(() => rm(folder, { recursive: true }))

  it('finds no broken invariant, and tells the same story of a seed each time', async () => {
    const program = resolve(folder, 'simulator.mjs')
    await bundleSimulator(program)
    const one = await runSimulator(program, ['--seed', '1', '--steps', '25', '--trace'])
    assert.equal(one.code, 0, one.stdout.slice(-4_000))
    const other = await runSimulator(program, ['--seed', '1', '--steps', '25', '--trace'])
    assert.ok(storyIn(one).length > 20)
    assert.deepEqual(storyIn(one), storyIn(other))
  })
})

/** What happens in a seed, line by line, without the summary, which tells how long it took. */
function storyIn({ stdout }: Ended): readonly string[] {
  return stdout.split('\n').filter((line) => /^ *[0-9]+\.[0-9]{3} {2}/.test(line))
}
