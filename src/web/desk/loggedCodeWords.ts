import type { LoggedView } from '../../exchange/desk/loggedEntry.ts'
import { fileCodeSentence, fileThereSentence } from './fileCodeWords.ts'
import { messageRefusal } from './messageRefusals.ts'
import type { Sentence } from './words.ts'

/** What the code of an entry of the log says, and whether the code is one by which somebody may be asked. */
export interface CodeSaid {
  readonly sentence: Sentence
  readonly isAsked: boolean
}

type Logged = Pick<LoggedView, 'event'>

const cameBack: Readonly<Record<string, Sentence>> = {
  returned: 'cameBackReturned',
  takenBack: 'cameBackTaken',
  refused: 'cameBackRefused',
}

const grounds: Readonly<Record<string, Sentence>> = {
  retention: 'resultRetention',
  agreement: 'resultAgreement',
  courtOrder: 'resultCourtOrder',
}

/** The outcomes of looking at a file that are no refusal: here, and at the other State. */
const here: Readonly<Record<string, Sentence>> = { whole: 'fileWhole', fetching: 'fileComing' }
const there: Readonly<Record<string, Sentence>> = { whole: 'fileThereWhole', fetching: 'fileThereFetching' }

/** What an entry of the timeline says by its code; null: no words are known, as of a newer program. */
export function saidByCode(logged: Logged, code: string): CodeSaid | null {
  const { event } = logged
  const named = namedIn(event, code)
  if (named !== null) return { sentence: named, isAsked: false }
  const sentence = event.startsWith('exhibit.') ? ofFile(logged, code) : messageRefusal(code)
  // Refusals are codes of the exchange, in capitals.
  return sentence === null ? null : { sentence, isAsked: /^[A-Z_]+$/.test(code) }
}

function namedIn(event: string, code: string): Sentence | null {
  if (event === 'draft.returned') return ownValue(cameBack, code)
  if (event === 'record.erased') return ownValue(grounds, code)
  return null
}

/** What is reported to this State is how the other has found the file; all else is told of the file here. */
function ofFile({ event }: Logged, code: string): Sentence | null {
  return event === 'exhibit.reported'
    ? (ownValue(there, code) ?? fileThereSentence(code) ?? fileCodeSentence(code))
    : (ownValue(here, code) ?? fileCodeSentence(code))
}

function ownValue(table: Readonly<Record<string, Sentence>>, code: string): Sentence | null {
  return Object.hasOwn(table, code) ? (table[code] ?? null) : null
}
