import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Browser } from 'playwright-core'
import { beginningOf, readCase } from '../../src/cli/demo/caseFile.ts'
import type { Authority } from '../../src/message/generated/types.ts'
import { startChromium } from './chromium.ts'
import { type Manner, manners, withFactors } from './atDesk.ts'
import { playedByHand } from './deskCase.ts'
import { believedAgain, setClock } from './talk.ts'
import { type World, authority, twoStates, until } from './world.ts'

const folder = resolve(import.meta.dirname, '../../schemas/example/case')

/** A case that is played from its beginning to its end, and a State and its authority on either side. */
interface DeskPlay {
  readonly file: string
  readonly asking: string
  readonly answering: string
  readonly goes: string
}

const plays = {
  extradition: {
    file: '10-extradition.json',
    asking: 'KR kr.moj',
    answering: 'PT pt.pgr',
    goes: 'from a provisional arrest through assurances and a decision to the surrender of a person',
  },
  evidence: {
    file: '00-first-request.json',
    asking: 'VN vn.spp',
    answering: 'QA qa.pp',
    goes: 'from asking through a question, conditions, a partial decision, delivery, dispute and replacement to the end',
  },
} satisfies Record<string, DeskPlay>

/** What a play is called that is played so. */
const titles = {
  byMouse: 'by the mouse, without scripts',
  inArabic: 'in Arabic, from right to left on every page',
  byKeyboard: 'by the keyboard alone',
} as const satisfies Record<keyof typeof manners, string>

/** Plays a whole case at two desks, by hand: a test, and in a file of its own, for it takes minutes. */
export function playAtDesks(play: keyof typeof plays, manner: keyof typeof manners): void {
  const { file, asking, answering, goes } = plays[play]
  describe('a whole case at two desks, by hand', function () {
    this.timeout(900_000)
    let browser: Browser
    before(async function () {
      browser = await startChromium(this)
    })
    after(() => browser.close())

    it(`goes ${goes}, ${titles[manner]}`, async () => {
      await played(browser, { file, asking: stateIn(asking), answering: stateIn(answering) }, manners[manner])
    })
  })
}

interface StateAndAuthorities {
  readonly state: string
  readonly authorities: Authority[]
}

function stateIn(written: string): StateAndAuthorities {
  const [state = '', id = ''] = written.split(' ')
  return { state, authorities: [authority(id)] }
}

async function played(
  browser: Browser,
  play: {
    readonly file: string
    readonly asking: StateAndAuthorities
    readonly answering: StateAndAuthorities
  },
  manner: Manner,
): Promise<void> {
  const told = await readCase(join(folder, play.file))
  const place = await mkdtemp(join(tmpdir(), 'rogatory-desk-case-'))
  const calendar = join(place, 'clock')
  const begins = beginningOf(told)
  if (begins !== null) await setClock(calendar, begins)
  const options = begins === null ? {} : { clockFile: calendar, validFrom: begins }
  const world = await twoStates(play.asking, play.answering, { ...withFactors, ...options })
  try {
    const { row, end } = playedByHand(world, browser, told, manner)
    for (const step of told.steps) {
      if (step.at !== undefined) {
        await setClock(calendar, step.at)
        await seesClock(world, step.at)
        await believedAgain(world)
      }
      if (step.what === 'message') await row(step)
    }
    await end()
  } finally {
    await world.close()
    await rm(place, { recursive: true })
  }
}

/** Both nodes look at the clock now and then. */
async function seesClock({ asking, answering }: World, at: string): Promise<void> {
  await until('both nodes have seen the clock', () =>
    [asking, answering].every(({ node }) => node.node.now().getTime() >= Date.parse(at)),
  )
}
