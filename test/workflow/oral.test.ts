import { type Line, play } from './course.ts'
import { accept, hour, start } from './speak.ts'
import { oral } from './walk.ts'

/** Hours after an oral request; the time to confirm it in writing is 72. */
const at = (hours: number) => new Date(start + hours * hour).toISOString()
const close = (hours: number, by: Line['by'], rest: Partial<Line>): Line => ({
  at: at(hours),
  by,
  type: 'close',
  ...rest,
})

describe('workflow: an oral request that nobody confirms in writing', () => {
  for (const kind of ['stored-data', 'police-query', 'preservation', 'provisional-arrest']) {
    const asked = () => accept(null, oral(kind))

    it(`${kind}: is put aside by the requested side alone once its time has run out`, () => {
      play(asked(), [close(72, 'S', { after: 'lapsed' })])
    })

    it(`${kind}: is put aside before that, or by the requesting side, only by both`, () => {
      play(asked(), [
        close(71, 'S', { after: 'oralPending' }),
        close(71.5, 'Q', { answers: 1, after: 'lapsed' }),
      ])
      play(asked(), [
        close(80, 'Q', { after: 'oralPending' }),
        close(81, 'S', { answers: 1, after: 'lapsed' }),
      ])
    })
  }
})
