import assert from 'node:assert/strict'
import { setTimeout as pause } from 'node:timers/promises'
import { startWorker, untilTick } from '../../src/exchange/worker.ts'

const options = { pollMs: 100_000, failurePauseMs: 1, onFailure: () => undefined }

describe('a worker', () => {
  it('does a round at once, and another at once as long as there may be more', async () => {
    let rounds = 0
    const worker = startWorker({ ...options, round: () => Promise.resolve((rounds += 1) < 3) })
    await pause(10)
    assert.equal(rounds, 3)
    await worker.close()
  })

  it('looks by itself, and when it is woken', async () => {
    let rounds = 0
    const round = (): Promise<boolean> => {
      rounds += 1
      return Promise.resolve(false)
    }
    const polling = startWorker({ ...options, pollMs: 5, round })
    await pause(40)
    await polling.close()
    assert.ok(rounds > 2)
    rounds = 0
    const woken = startWorker({ ...options, round })
    await pause(5)
    woken.wake()
    await pause(5)
    assert.equal(rounds, 2)
    await woken.close()
  })

  it('waits longer with each failure in a row, up to a longest pause, and is woken all the same', async () => {
    const failedMs: number[] = []
    const worker = startWorker({
      ...options,
      failurePauseMs: 10,
      failurePauseMaxMs: 40,
      round: () => Promise.reject(new Error('the database is away')),
      onFailure: () => failedMs.push(performance.now()),
    })
    while (failedMs.length < 6) await pause(5)
    const pausesMs = failedMs.slice(1).map((atMs, index) => atMs - (failedMs[index] ?? 0))
    for (const [index, leastMs] of [9, 19, 39, 39].entries())
      assert.ok((pausesMs[index] ?? 0) >= leastMs, JSON.stringify(pausesMs))
    const count = failedMs.length
    worker.wake()
    await pause(5)
    assert.ok(failedMs.length > count)
    await worker.close()
  })

  it('does another round when it is woken during one, and never two at once', async () => {
    let rounds = 0
    let running = 0
    const worker = startWorker({
      ...options,
      round: async () => {
        running += 1
        assert.equal(running, 1)
        rounds += 1
        await pause(5)
        running -= 1
        return false
      },
    })
    worker.wake()
    worker.wake()
    await pause(30)
    assert.equal(rounds, 2)
    await worker.close()
  })

  it('collects before a round, which serves whoever has woken it meanwhile', async () => {
    let rounds = 0
    const worker = startWorker({
      ...options,
      pace: { collectMs: 20 },
      round: () => {
        rounds += 1
        return Promise.resolve(false)
      },
    })
    worker.wake()
    await pause(5)
    worker.wake()
    assert.equal(rounds, 0)
    await pause(60)
    assert.equal(rounds, 1)
    worker.wake()
    await pause(5)
    await worker.close()
    assert.equal(rounds, 2)
  })

  it('begins its rounds so far apart, whoever wakes it, and after a rest does not wait for that', async () => {
    const begun: number[] = []
    const worker = startWorker({
      ...options,
      pace: { collectMs: 1, withinMs: 60 },
      round: () => {
        begun.push(performance.now())
        worker.wake()
        return Promise.resolve(begun.length < 4)
      },
    })
    await pause(400)
    await worker.close()
    const apart = begun.slice(1).map((at, nth) => at - (begun[nth] ?? 0))
    // A timer may be early by less than a millisecond.
    assert.ok(apart.length > 3 && apart.every((ms) => ms > 58), apart.join(' '))
    let restedMs = 0
    const rested = startWorker({
      ...options,
      pace: { collectMs: 1, withinMs: 60 },
      round: () => {
        restedMs = performance.now()
        return Promise.resolve(false)
      },
    })
    await pause(100)
    const wokenMs = performance.now()
    rested.wake()
    await pause(40)
    await rested.close()
    assert.ok(restedMs > wokenMs && restedMs - wokenMs < 40, `${restedMs - wokenMs}`)
  })

  it('begins a round the earlier the longer the one before lasted, down to half of the pace', async () => {
    const apartOf = async (lastsMs: number): Promise<number> => {
      const begun: number[] = []
      const worker = startWorker({
        ...options,
        pace: { collectMs: 1, withinMs: 200 },
        round: async () => {
          begun.push(performance.now())
          if (begun.length < 3) await pause(lastsMs)
          return begun.length < 3
        },
      })
      while (begun.length < 3) await pause(5)
      await worker.close()
      return (begun[2] ?? 0) - (begun[1] ?? 0)
    }
    const [short, long, longest] = [await apartOf(5), await apartOf(70), await apartOf(150)]
    assert.ok(short > 180, `${short}`)
    assert.ok(long > 100 && long < short - 30, `${long}`)
    // One that lasts longer than half of the pace: the next begins as soon as it may.
    assert.ok(longest > 148, `${longest}`)
  })

  it('asks before a round that nobody has called for whether there is anything to do, and before no other', async () => {
    let [asked, rounds] = [0, 0]
    let isWanted = false
    const worker = startWorker({
      ...options,
      pollMs: 10,
      isWanted: () => {
        asked += 1
        return Promise.resolve(isWanted)
      },
      round: () => {
        rounds += 1
        return Promise.resolve(rounds === 1)
      },
    })
    await pause(60)
    assert.equal(rounds, 2, 'the first, and the one that followed at once')
    assert.ok(asked > 2)
    worker.wake()
    await pause(2)
    assert.equal(rounds, 3)
    isWanted = true
    await pause(60)
    assert.ok(rounds > 4)
    await worker.close()
  })

  it('does a round again that failed, without asking, and goes on where asking fails', async () => {
    const failures: unknown[] = []
    let [asked, rounds] = [0, 0]
    const worker = startWorker({
      ...options,
      pollMs: 5,
      onFailure: (reason) => failures.push(reason),
      isWanted: () => {
        asked += 1
        return asked === 1 ? Promise.reject(new Error('asked')) : Promise.resolve(false)
      },
      round: () => {
        rounds += 1
        return rounds === 1 ? Promise.reject(new Error('round')) : Promise.resolve(false)
      },
    })
    await pause(60)
    assert.deepEqual(failures.map(String), ['Error: round', 'Error: asked'])
    assert.equal(rounds, 3, 'one that failed, one again, and one because nobody knows whether it is wanted')
    await worker.close()
  })

  it('looks at whole multiples of its pause, but where it would not rest for a quarter of one', () => {
    assert.equal(untilTick(200, 1_000), 200)
    assert.equal(untilTick(200, 1_100), 100)
    assert.equal(untilTick(200, 1_150), 50)
    assert.equal(untilTick(200, 1_151), 249)
  })

  it('goes on after a round that failed', async () => {
    const failures: unknown[] = []
    let rounds = 0
    const worker = startWorker({
      ...options,
      onFailure: (reason) => failures.push(reason),
      round: () => {
        rounds += 1
        return rounds < 3 ? Promise.reject(new Error(`round ${rounds}`)) : Promise.resolve(false)
      },
    })
    await pause(30)
    assert.deepEqual(failures.map(String), ['Error: round 1', 'Error: round 2'])
    assert.equal(rounds, 3)
    await worker.close()
  })

  it('lets the round that is under way end when it is closed, and begins no other', async () => {
    let ended = false
    let rounds = 0
    const worker = startWorker({
      ...options,
      round: async () => {
        rounds += 1
        await pause(10)
        ended = true
        return true
      },
    })
    await pause(1)
    await worker.close()
    assert.ok(ended)
    assert.equal(rounds, 1)
    worker.wake()
    await pause(5)
    assert.equal(rounds, 1)
  })

  it('that is closed in a round that fails ends as well', async () => {
    const worker = startWorker({
      ...options,
      failurePauseMs: 100_000,
      round: async () => {
        await pause(5)
        throw new Error('broken')
      },
    })
    await worker.close()
  })
})
