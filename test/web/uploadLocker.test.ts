import assert from 'node:assert/strict'
import { performance } from 'node:perf_hooks'
import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises'
import { ERRORS, type Lock } from '@tus/server'
import { uploadLocker } from '../../src/web/systems/uploadLocker.ts'
import { refusalIn } from '../../src/web/systems/uploadStore.ts'

describe('requests of one upload', () => {
  let asked: string[]
  let begun: string[]
  beforeEach(() => {
    asked = []
    begun = []
  })
  const staying = new AbortController().signal
  /** A request that has the upload when this resolves. */
  const has = async (lock: Lock, name: string, signal: AbortSignal = staying): Promise<Lock> => {
    await lock.lock(signal, () => void asked.push(name))
    begun.push(name)
    return lock
  }
  const isTimeout = (caught: unknown): boolean => caught === ERRORS.ERR_LOCK_TIMEOUT

  it('have it one at a time, in their order, and whoever has it is asked once to let go', async () => {
    const locker = uploadLocker()
    const first = await has(locker.newLock('a'), 'first')
    const [second, third] = ['second', 'third'].map((name) => has(locker.newLock('a'), name))
    await has(locker.newLock('b'), 'of another upload')
    await nextTurn()
    assert.deepEqual([begun, asked], [['first', 'of another upload'], ['first']])
    await first.unlock()
    await (await second)?.unlock()
    const last = await third
    assert.deepEqual(begun.slice(2), ['second', 'third'])
    // The third waited for the second, and nobody for the third.
    assert.deepEqual(asked, ['first', 'second'])
    await last?.unlock()
    await has(locker.newLock('a'), 'fourth')
  })

  it('are passed over where they have waited for too long, or are gone, which is NODE_BUSY', async () => {
    const locker = uploadLocker(50)
    const first = await has(locker.newLock('a'), 'first')
    await assert.rejects(has(locker.newLock('a'), 'late'), isTimeout)
    const going = new AbortController()
    const gone = has(locker.newLock('a'), 'gone', going.signal)
    const next = has(locker.newLock('a'), 'next')
    going.abort()
    await assert.rejects(gone, isTimeout)
    await assert.rejects(has(locker.newLock('a'), 'gone before', AbortSignal.abort()), isTimeout)
    await first.unlock()
    await next
    assert.deepEqual(begun, ['first', 'next'])
    assert.equal(refusalIn(ERRORS.ERR_LOCK_TIMEOUT)?.code, 'NODE_BUSY')
    await assert.rejects(locker.newLock('a').unlock(), /nobody has/)
  })

  it('wait where whoever has it cannot be asked to let go', async () => {
    const locker = uploadLocker()
    const first = locker.newLock('a')
    await first.lock(staying, () => Promise.reject(new Error('it cannot be asked')))
    const second = has(locker.newLock('a'), 'second')
    await nextTurn()
    await first.unlock()
    await second
  })

  it('wait without keeping the process busy', async () => {
    const locker = uploadLocker()
    const first = await has(locker.newLock('a'), 'first')
    const second = has(locker.newLock('a'), 'second')
    const { loopCount } = performance.nodeTiming.uvMetricsInfo
    await wait(200)
    assert.ok(performance.nodeTiming.uvMetricsInfo.loopCount - loopCount < 200)
    await first.unlock()
    await second
  })
})
