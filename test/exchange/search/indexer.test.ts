import assert from 'node:assert/strict'
import { busyMachine, indexer } from '../../../src/exchange/search/index.ts'
import { exchangeLimits } from '../../../src/exchange/limits.ts'

const { worksForMs, restsFor, restsForMsMax, lagsForMs, indexedAtOnce } = exchangeLimits.search
const roundMs = 10

/** An index of so many rounds, each of which takes 10 ms of a clock that the test moves. */
function indexOf(rounds: number, busy: number) {
  const state = { done: 0, nowMs: 1_000, ended: 0, rounds, busy, roundMs, atOnce: 0 }
  const look = indexer(
    (atOnce) => {
      state.atOnce = atOnce
      state.nowMs += state.roundMs
      state.done += 1
      return Promise.resolve(state.done < state.rounds)
    },
    {
      millisecondsNow: () => state.nowMs,
      busyShare: () => state.busy,
      roundsEnded: () => {
        state.ended += 1
      },
    },
  )
  return { state, look }
}

describe('the pace of the index of the search', () => {
  it('reads on in a process that has nothing else to do, for a while, and at once again when it is looked next', async () => {
    const { state, look } = indexOf(1_000, 0)
    await look()
    assert.equal(state.done, worksForMs / roundMs)
    await look()
    assert.equal(state.done, (2 * worksForMs) / roundMs)
    assert.equal(state.ended, 2)
  })

  it('reads fewer messages at a time on a machine that is busy', async () => {
    const { state, look } = indexOf(1_000, indexedAtOnce.busyFrom - 0.01)
    await look()
    assert.equal(state.atOnce, indexedAtOnce.atRest)
    state.nowMs += restsForMsMax
    state.busy = indexedAtOnce.busyFrom
    await look()
    assert.equal(state.atOnce, indexedAtOnce.busy)
  })

  it('ends with the last message', async () => {
    const { state, look } = indexOf(3, 0)
    await look()
    assert.equal(state.done, 3)
  })

  it('does one round on a machine that is busy all the time, and rests for many times as long', async () => {
    const { state, look } = indexOf(1_000, 1)
    await look()
    assert.equal(state.done, 1)
    state.nowMs += roundMs * restsFor.atFirst - 1
    await look()
    assert.equal(state.done, 1)
    state.nowMs += 1
    await look()
    assert.equal(state.done, 2)
  })

  it('works for a quarter of that, and rests for a quarter of that, on a machine that is busy half of the time', async () => {
    const { state, look } = indexOf(1_000, 0.5)
    await look()
    const first = state.done
    assert.equal(first, worksForMs / 4 / roundMs)
    state.nowMs += (first * roundMs * restsFor.atFirst) / 4 - 1
    await look()
    assert.equal(state.done, first)
    state.nowMs += 1
    await look()
    assert.equal(state.done, 2 * first)
  })

  it('rests no longer than a while, however long its round took', async () => {
    const { state, look } = indexOf(1_000, 1)
    state.roundMs = restsForMsMax / 2
    await look()
    state.nowMs += restsForMsMax - 1
    await look()
    assert.equal(state.done, 1)
    state.nowMs += 1
    await look()
    assert.equal(state.done, 2)
  })

  it('ends a rest early when the load ends', async () => {
    const { state, look } = indexOf(1_000, 1)
    await look()
    state.nowMs += roundMs
    state.busy = 0.1
    await look()
    assert.ok(state.done > 1)
  })

  it('rests less once it has been behind for long, until it knows all messages', async () => {
    const { state, look } = indexOf(4, 1)
    await look()
    state.nowMs += lagsForMs
    await look()
    assert.equal(state.done, 2)
    state.nowMs += roundMs * restsFor.behind - 1
    await look()
    assert.equal(state.done, 2)
    state.nowMs += 1
    await look()
    assert.equal(state.done, 3)
    state.nowMs += roundMs * restsFor.behind
    await look()
    assert.equal(state.done, 4)
    // Of what comes now it is not behind.
    state.rounds = 1_000
    state.nowMs += roundMs * restsFor.behind
    await look()
    assert.equal(state.done, 4)
    state.nowMs += roundMs * (restsFor.atFirst - restsFor.behind)
    await look()
    assert.equal(state.done, 5)
  })

  it('knows by the event loop whether the process is busy, without what it did itself', async () => {
    const { busyShare, roundsEnded } = busyMachine(() => [])
    const rest = async (ms: number): Promise<void> => await new Promise((soon) => setTimeout(soon, ms))
    const work = (ms: number): void => {
      const until = performance.now() + ms
      while (performance.now() < until);
    }
    // The loop counts what it does in turns that have ended.
    await rest(1)
    work(50)
    await rest(1)
    const busy = busyShare()
    // What the rounds themselves do must not count: they would rest for it the next time.
    work(200)
    await rest(1)
    const own = busyShare()
    roundsEnded()
    await rest(50)
    const idle = busyShare()
    assert.ok(busy > idle && own > idle + 0.2, `${busy} ${own} ${idle}`)
  })

  it('knows by the processors whether the machine is busy, where the process itself waits', async () => {
    const clock = { idleMs: 0, userMs: 0 }
    const processors = () => [
      {
        model: '',
        speed: 0,
        times: { user: clock.userMs, nice: 0, sys: 0, irq: 0, idle: clock.idleMs },
      },
    ]
    const { busyShare, roundsEnded } = busyMachine(processors)
    await new Promise((soon) => setTimeout(soon, 20))
    clock.userMs += 99
    clock.idleMs += 1
    assert.ok(busyShare() >= 0.98)
    roundsEnded()
    await new Promise((soon) => setTimeout(soon, 300))
    clock.idleMs += 100
    assert.ok(busyShare() < 0.9)
  })
})
