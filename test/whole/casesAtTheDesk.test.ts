import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Browser } from 'playwright-core'
import { beginningOf, readCase } from '../../src/cli/demo/caseFile.ts'
import type { Authority } from '../../src/message/generated/types.ts'
import { startChromium } from '../support/chromium.ts'
import { withDesk } from '../support/desk.ts'
import { playedByHand } from '../support/deskCase.ts'
import { believedAgain, setClock } from '../support/talk.ts'
import { authority, twoStates } from '../support/world.ts'

const cases = resolve(import.meta.dirname, '../../schemas/example/case')

function stateIn(written: string): { state: string; authorities: Authority[] } {
  const [state = '', id = ''] = written.split(' ')
  return { state, authorities: [authority(id)] }
}

describe('whole cases at two desks, by hand, without scripts', function () {
  this.timeout(900_000)
  let browser: Browser
  before(async function () {
    browser = await startChromium(this)
  })
  after(() => browser.close())

  it('go from a provisional arrest through assurances and a decision to the surrender of a person', async () => {
    await play('10-extradition', 'KR kr.moj', 'PT pt.pgr')
  })

  it('go from asking through a question, conditions, a partial decision, delivery, dispute and replacement to the end', async () => {
    await play('00-first-request', 'VN vn.spp', 'QA qa.pp')
  })

  /** @param asking - a State and its authority */
  async function play(name: string, asking: string, answering: string): Promise<void> {
    const played = await readCase(resolve(cases, `${name}.json`))
    const folder = await mkdtemp(join(tmpdir(), 'rogatory-desk-case-'))
    const calendar = join(folder, 'clock')
    const begins = beginningOf(played)
    if (begins !== null) await setClock(calendar, begins)
    const options = begins === null ? withDesk : { ...withDesk, clockFile: calendar, validFrom: begins }
    const world = await twoStates(stateIn(asking), stateIn(answering), options)
    try {
      const { row } = playedByHand(world, browser, played)
      for (const step of played.steps) {
        if (step.at !== undefined) {
          await setClock(calendar, step.at)
          await believedAgain(world)
        }
        if (step.what === 'message') await row(step)
      }
    } finally {
      await world.close()
      await rm(folder, { recursive: true })
    }
  }
})
