import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import { bundleSimulator } from '../simulator/bundle.ts'
import { root, runSimulator } from '../simulator/run.ts'

/** As large as the seeds that are run by the thousand. */
const size = ['--nodes', '2', '--steps', '12']

/** Within so many seeds each is found; five hundred are allowed, and no test has the time for them. */
const seedsMax = 100

/** A bug of each kind, put into the program while the simulator loads it (docs/decisions/0077). */
describe('the simulator with a bug', function () {
  this.timeout(300_000)
  /** Within the program, so that what is not bundled is found. */
  let folder: string
  before(async () => {
    folder = await mkdtemp(resolve(root, 'node_modules/.rogatory-planted-'))
  })
  after(() => rm(folder, { recursive: true }))

  // A change of the program makes another story of each seed: seeds are run until one finds the bug.
  for (const { what, planted, invariants } of [
    {
      what: 'a receipt that goes out before its commit',
      planted: 'receiptBeforeCommit',
      invariants: ['no receipt before its commit'],
    },
    {
      what: 'an update that another has overwritten, as a record is read without its lock',
      planted: 'lostUpdate',
      // What is overwritten is a place of the record, or what was to be done with it.
      invariants: [
        'no two transactions wait for each other',
        'the record is free of gaps',
        'everything comes to rest',
      ],
    },
    {
      what: 'a clock that is told and not moved on',
      planted: 'doubleClock',
      invariants: ['clocks are right'],
    },
    {
      what: 'a next look at the clocks that stays as it was when a message moves them',
      planted: 'keptLook',
      invariants: ['clocks are right'],
    },
    {
      what: 'a node that does not notice that its database is behind its own memory',
      planted: 'fork',
      invariants: ['the log only grows'],
    },
    {
      what: 'promises of peers whose proofs nobody asks for',
      planted: 'neverProven',
      invariants: ['everything comes to rest'],
    },
    {
      what: 'a message of which the log tells twice',
      planted: 'toldTwice',
      invariants: ['nothing happens twice'],
    },
    {
      what: 'a record of which what is kept is not what its messages make of it',
      planted: 'referenceForgotten',
      invariants: ['the state is the replay of the record'],
    },
    {
      what: 'a chain of entries about one record that breaks off',
      planted: 'chainBroken',
      invariants: ['the verifier finds nothing'],
    },
  ])
    it(`finds ${what}, at a seed that passes without it`, async () => {
      const program = resolve(folder, `${planted}.mjs`)
      await bundleSimulator(program, planted)
      const broken = await runSimulator(program, ['--seeds', String(seedsMax), ...size])
      assert.equal(broken.code, 1, broken.stdout.slice(-4_000))
      const found = /^seed (?<seed>[0-9]+): (?<invariant>.*)$/m.exec(broken.stdout)?.groups
      assert.ok(found !== undefined, broken.stdout.slice(-4_000))
      assert.ok(invariants.includes(found.invariant ?? ''), broken.stdout.slice(-4_000))
      await bundleSimulator(program)
      // With those before it: what a process remembers of them may make another story of one.
      const sound = await runSimulator(program, ['--seeds', found.seed ?? '', ...size])
      assert.equal(sound.code, 0, sound.stdout.slice(-4_000))
    })
})
