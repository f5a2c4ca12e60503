import assert from 'node:assert/strict'
import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { clockFromFile, machineClock } from '../src/clock.ts'
import { setClock } from './support/talk.ts'

describe('a clock from a file', () => {
  let folder: string
  let file: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rogatory-clock-'))
    file = join(folder, 'clock')
  })
  afterEach(() => rm(folder, { recursive: true }))

  it('shows the instant in the file and the time since it was written, and two readers agree', async () => {
    await setClock(file, '2027-03-08T11:15:00+13:00')
    const now = clockFromFile(file)().getTime()
    const began = Date.parse('2027-03-08T11:15:00+13:00')
    assert.ok(now >= began - 5 && now < began + 2000, new Date(now).toISOString())
    const [one, other] = [clockFromFile(file)(), clockFromFile(file)()]
    assert.ok(Math.abs(one.getTime() - other.getTime()) < 50)
  })

  it('moves when the file is written again, and backwards where that says so', async () => {
    await setClock(file, '2027-01-01T00:00:00Z')
    const clock = clockFromFile(file)
    assert.equal(clock().getUTCFullYear(), 2027)
    for (const year of [2031, 2026]) {
      await setClock(file, `${year}-06-01T00:00:00Z`)
      await pause(15)
      assert.equal(clock().getUTCFullYear(), year)
    }
  })

  it('goes on between two looks at the file', async () => {
    await setClock(file, '2027-01-01T00:00:00Z')
    const clock = clockFromFile(file)
    const first = clock().getTime()
    await pause(30)
    const passed = clock().getTime() - first
    assert.ok(passed >= 25 && passed < 2000, String(passed))
  })

  it('counts from when the file was written, also for a node that starts later', async () => {
    await writeFile(file, '2027-01-01T00:00:00Z\n')
    const hourAgo = new Date(Date.now() - 3_600_000)
    await utimes(file, hourAgo, hourAgo)
    assert.equal(clockFromFile(file)().toISOString().slice(0, 16), '2027-01-01T01:00')
  })

  it('is refused where the file holds no instant or is not there', async () => {
    await writeFile(file, 'tomorrow')
    assert.throws(() => clockFromFile(file)(), /holds no RFC 3339 instant/)
    assert.throws(() => clockFromFile(join(folder, 'none'))(), /ENOENT/)
  })
})

describe('the clock of the machine', () => {
  it('tells the time of the machine', () => {
    assert.ok(Math.abs(machineClock().getTime() - Date.now()) < 1000)
  })
})
