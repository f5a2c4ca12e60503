import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import type { JsonValue } from '../../src/message/json.ts'
import { mutateText } from './mutate/text.ts'
import { type Failure, type Run, courseOf, goOn, inputMsMax, inputOf } from './run.ts'
import { faultOf, shrink } from './shrink.ts'
import type { Target } from './target.ts'
import { targets } from './targets.ts'

/** Inputs that were wrong once, each with what was wrong. */
const corpus = JSON.parse(readFileSync('test/fuzz/corpus.json', 'utf8')) as readonly {
  readonly target: string
  readonly was: string
  readonly input: JsonValue
}[]

/** Targets that sign, decrypt or replay take a hundred times as long as those that read. */
const costlyShare = 10
const [inputsOfCostly, inputsOfCheap] = [100, 2_000]

async function failuresOf(target: Target, inputs: number): Promise<readonly Failure[]> {
  const failures: Failure[] = []
  const run: Run = {
    seed: 1,
    coverage: null,
    isGuided: false,
    begin: () => undefined,
    fail: (failure) => failures.push(failure),
    known: new Set(),
  }
  await goOn(run, courseOf(target), inputs)
  return failures
}

const textTarget = (check: (text: string) => void): Target => ({
  name: 'text',
  share: 1,
  inputsMin: 0,
  make: (random, from) => mutateText(random, (from ?? 'some words') as string),
  check: (input) => {
    check(input as string)
  },
})

describe('fuzzing: the inbound path', () => {
  for (const target of targets) {
    it(`${target.name} keeps its promises for inputs that are mutated from the examples`, async () => {
      const inputs = target.share <= costlyShare ? inputsOfCostly : inputsOfCheap
      for (const { lineage, input, fault } of await failuresOf(target, inputs))
        assert.fail(`input ${lineage}: ${fault}\n${JSON.stringify(input).slice(0, 2_000)}`)
    })
  }

  for (const { target: name, was, input } of corpus) {
    it(`${name} takes what was wrong once: ${was}`, async () => {
      const target = targets.find((one) => one.name === name)
      assert.ok(target !== undefined)
      assert.equal(await faultOf(target, input), null)
    })
  }
})

describe('fuzzing: the run itself', () => {
  it('finds an input that throws, makes it again from its number, and shrinks it to what matters', async () => {
    const target = textTarget((text) => {
      if (/[^ -~]/.test(text)) throw new RangeError('not a plain character')
    })
    const [failure, ...others] = await failuresOf(target, 500)
    assert.ok(failure !== undefined)
    assert.deepEqual(others, [])
    assert.match(failure.fault, /^RangeError: not a plain character/)
    assert.equal(inputOf(target, 1, failure.lineage), failure.input)
    const smallest = await shrink(target, failure.input, failure.fault)
    assert.equal((smallest as string).length, 1)
  })

  it('finds an input that takes too long, and a built-in prototype that was changed', async () => {
    const slow = textTarget((text) => {
      // By the time of the processor, as what the machine gives to others is not counted.
      const before = process.cpuUsage()
      if (/[^ -~]/.test(text)) while (process.cpuUsage(before).user < 1_500 * inputMsMax);
    })
    const polluting = textTarget((text) => {
      if (text.includes('\0'))
        Object.defineProperty(Object.prototype, 'polluted', { value: 1, configurable: true })
    })
    try {
      assert.match((await failuresOf(slow, 10))[0]?.fault ?? '', /^takes [0-9]+ ms$/)
      assert.match((await failuresOf(polluting, 500))[0]?.fault ?? '', /has changed a built-in prototype/)
    } finally {
      Reflect.deleteProperty(Object.prototype, 'polluted')
    }
  })

  it('as a command, goes on from inputs that reached new code, and tells what it has done', async () => {
    const order = [
      '--import',
      'tsx/esm',
      'test/fuzz/fuzz.ts',
      '--target',
      'amountsOfMoney',
      '--inputs',
      '1000',
    ]
    const { stdout } = await promisify(execFile)(process.execPath, order)
    assert.match(stdout, /^amountsOfMoney +1000 +[0-9]+ +[0-9.]+ +[1-9][0-9]*$/m)
    assert.match(stdout, /^code that ran: [0-9]+ characters, [1-9][0-9]* of them our own$/m)
    assert.match(stdout, /^memory: /m)
  })
})
