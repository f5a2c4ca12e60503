import assert from 'node:assert/strict'
import custody from '../../../schemas/code/custody-action.json' with { type: 'json' }
import type { LoggedView } from '../../../src/exchange/desk/loggedEntry.ts'
import { caseWords } from '../../../src/web/desk/caseWords.ts'
import { fileCodeSentences, fileThereSentences } from '../../../src/web/desk/fileCodeWords.ts'
import { saidByCode } from '../../../src/web/desk/loggedCodeWords.ts'
import { wordsIn } from '../../../src/web/desk/words.ts'

/** The codes of entries that a timeline shows, as `src/audit/` says what may stand there. */
const refusals = { here: Object.keys(fileCodeSentences), there: Object.keys(fileThereSentences) }
const shown = {
  'draft.returned': ['returned', 'takenBack', 'refused'],
  'record.erased': ['retention', 'agreement', 'courtOrder'],
  'record.closed': ['RECORD_ERASED', 'RECORD_FORK', 'RECORD_GAP'],
  'exhibit.damaged': refusals.here,
  'exhibit.checked': ['whole', ...refusals.here],
  'exhibit.told': ['whole', 'fetching', ...refusals.here],
  'exhibit.reported': ['whole', 'fetching', ...refusals.there, ...refusals.here],
} satisfies Partial<Record<LoggedView['event'], readonly string[]>>

describe('what an entry of the timeline says by its code', () => {
  it('stands in words, and a code stands beside them only where somebody may be asked by it', () => {
    for (const event of Object.keys(shown) as (keyof typeof shown)[])
      for (const code of shown[event]) {
        const said = saidByCode({ event }, code)
        assert.equal(said?.isAsked, code === code.toUpperCase(), `${event} ${code}`)
      }
  })

  it('is about the file where it lies: here, or at the other State', () => {
    const of = (event: LoggedView['event']) => saidByCode({ event }, 'whole')?.sentence
    assert.deepEqual([of('exhibit.told'), of('exhibit.reported')], ['fileWhole', 'fileThereWhole'])
    assert.equal(saidByCode({ event: 'exhibit.told' }, 'of a newer program'), null)
  })

  it('calls what was done with a file as the list of such acts does, in every language', () => {
    const actions = custody.oneOf.flatMap((one) => one.const ?? [])
    assert.ok(actions.length > 5)
    for (const language of ['en', 'ar', 'zh'] as const) {
      const words = caseWords(wordsIn(language), { timeZone: 'UTC', authorities: new Map() })
      for (const action of actions)
        assert.notEqual(words.custodyAction(action), action, `${language} ${action}`)
    }
  })
})
