import type { OpenedEntry } from '../../../audit/bundle/openedEntries.ts'
import { entryInWords } from '../../entriesInWords.ts'
import { harmless } from '../../terminal.ts'
import type { LogTold } from './check.ts'
import { element } from './elements.ts'
import { table } from './table.ts'
import { format, stateInWords, word } from './words.ts'

/** Entries of one log that a page shows at most. */
export const entriesShownMax = 500

const columns = ['number', 'time', 'event', 'about', 'who', 'place', 'details'] as const

/** Who did what, when and from where, by the log of each bundle: closed, for it may be long. */
export function entriesShown(logs: readonly LogTold[]): HTMLElement[] {
  return logs.map(({ bundle, state, entries, more }) => {
    const count = format().number(entries.length + more)
    const about = { name: harmless(bundle), state: stateInWords(state), count }
    return element(
      'details',
      { class: 'entries' },
      element('summary', {}, word('entries', about)),
      element('p', { class: 'help' }, word('entriesLead')),
      table(columns, entries.map(rowOf)),
      ...(more === 0
        ? []
        : [element('p', { class: 'note' }, word('entriesMore', { count: format().number(more) }))]),
    )
  })
}

function rowOf(opened: OpenedEntry): (HTMLElement | string)[] {
  const { time, event, about, peer, person, role, authority, place, more, closed, isErased } =
    entryInWords(opened)
  const lacking = word(isErased ? 'erased' : 'notOpened')
  const who = [person, [role, authority].filter((one) => one !== '').join(', ')]
  return [
    format().number(opened.index),
    quoted(time),
    quoted(event),
    ofOthers([about, peer]),
    closed.includes('actor') ? lacking : ofOthers(who),
    ofOthers([place]),
    closed.includes('details') ? element('span', {}, quoted(more), ' ', lacking) : quoted(more),
  ]
}

/** What others wrote, which turns nothing around it. */
function ofOthers(parts: readonly string[]): HTMLElement {
  return element('bdi', {}, harmless(parts.filter((one) => one !== '').join(' · ')))
}

/** What is quoted as the log has it. */
function quoted(text: string): HTMLElement {
  return element('code', { lang: 'en', dir: 'ltr' }, harmless(text))
}
