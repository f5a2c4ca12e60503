import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import { bundleSimulator } from '../simulator/bundle.ts'
import { root, runSimulator } from '../simulator/run.ts'

/** As large as the seeds that are run by the thousand. */
const size = ['--nodes', '2', '--steps', '12']

/** A bug of each kind, put into the program while the simulator loads it (docs/decisions/0077). */
describe('the simulator with a bug', function () {
  this.timeout(300_000)
  /** Within the program, so that what is not bundled is found. */
  let folder: string
  before(async () => {
    folder = await mkdtemp(resolve(root, 'node_modules/.rogatory-planted-'))
  })
  after(() => rm(folder, { recursive: true }))

  // A change of the program makes another story of a seed: then another seed is to be looked for, by `npm run simulate`.
  for (const { what, planted, seed, invariant } of [
    {
      what: 'a receipt that goes out before its commit',
      planted: 'receiptBeforeCommit',
      seed: '1',
      invariant: 'no receipt before its commit',
    },
    {
      what: 'an update that another has overwritten, as a record is read without its lock',
      planted: 'lostUpdate',
      seed: '5',
      invariant: 'no two transactions wait for each other',
    },
    {
      what: 'a clock that is told and not moved on',
      planted: 'doubleClock',
      seed: '4',
      invariant: 'clocks are right',
    },
    {
      what: 'a node that does not notice that its database is behind its own memory',
      planted: 'fork',
      seed: '2',
      invariant: 'the log only grows',
    },
    {
      what: 'promises of peers whose proofs nobody asks for',
      planted: 'neverProven',
      seed: '1',
      invariant: 'everything comes to rest',
    },
    {
      what: 'a message of which the log tells twice',
      planted: 'toldTwice',
      seed: '1',
      invariant: 'nothing happens twice',
    },
  ])
    it(`finds ${what}, at a seed that passes without it`, async () => {
      const program = resolve(folder, `${planted}.mjs`)
      await bundleSimulator(program, planted)
      const broken = await runSimulator(program, ['--seed', seed, ...size])
      assert.equal(broken.code, 1, broken.stdout.slice(-4_000))
      assert.match(broken.stdout, new RegExp(`^seed ${seed}: ${invariant}$`, 'm'))
      await bundleSimulator(program)
      const sound = await runSimulator(program, ['--seed', seed, ...size])
      assert.equal(sound.code, 0, sound.stdout.slice(-4_000))
    })
})
