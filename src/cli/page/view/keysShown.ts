import type { Report, UnbelievedFact } from '../../../audit/bundle/report.ts'
import { harmless } from '../../terminal.ts'
import { element } from './elements.ts'
import { table } from './table.ts'
import { type PageWord, format, stateInWords, word } from './words.ts'

/**
 * A bundle can be good and of nobody: that the keys are those of the States, only the reader can know. Of what was not
 * read that far it is said that no fingerprint was used: of that alone there is nothing to compare.
 */
export function pinning(report: Report): HTMLElement[] {
  const warnings = keysInWords(report)
  if (warnings.length > 0) return warnings.map((said) => element('p', { class: 'note warning keys' }, said))
  return hasKeys(report) ? [element('p', { class: 'note keys' }, word('allPinned'))] : []
}

/** What is to be said against the keys; nothing where there are none, or all are those that the reader has pinned. */
export function keysInWords(report: Report): string[] {
  if (!hasKeys(report)) return []
  const lists = report.facts.flatMap(({ trustLists = [] }) => trustLists)
  const names = harmless(notHeldIn(report).join(', '))
  return [
    ...(lists.every(({ pinned }) => pinned) ? [] : [word('notPinned')]),
    ...(names === '' ? [] : [word('notAllPinned', { names })]),
  ]
}

/** The bundles in which a list was not believed, or that were not checked to the end: for their keys nothing holds. */
function notHeldIn({ facts }: Report): string[] {
  return facts.flatMap(({ bundle, checked, unbelieved = [] }) =>
    checked === 'whole' && unbelieved.length === 0 ? [] : [bundle],
  )
}

/** Whether any list was judged by the fingerprints of the reader, be it that it held or not. */
function hasKeys({ facts }: Report): boolean {
  return facts.some(
    ({ trustLists = [], unbelieved = [] }) =>
      trustLists.length > 0 || unbelieved.some(({ why }) => why === 'notPinned'),
  )
}

const unbelievedWords: Readonly<Record<UnbelievedFact['why'], PageWord>> = {
  notPinned: 'noMatch',
  notHeld: 'notBelieved',
  notRead: 'notLookedAt',
}

/** Whose certificates have signed the trust lists that hold, and which are in those that were given and not believed. */
export function whoseKeys({ facts }: Report): HTMLElement {
  const rows = facts.flatMap(({ bundle, trustLists = [], unbelieved = [] }) => [
    ...trustLists.map(({ state, sequence, signer, pinned }) =>
      row({ state, list: format().number(sequence), signer, compared: pinned ? 'yes' : 'no' }),
    ),
    ...unbelieved.map(({ state, path, signer = '', why }) =>
      row({ state, list: harmless(`${bundle}: ${path}`), signer, compared: unbelievedWords[why] }),
    ),
  ])
  if (rows.length === 0) return element('div')
  return table(['state', 'list', 'signer', 'compared'], [...new Map(rows).values()], word('states'))
}

interface Key {
  readonly state: string
  readonly list: string
  /** In hex; empty: no certificate can be read. */
  readonly signer: string
  readonly compared: PageWord
}

/** A row, and what it says in one: two bundles may have the same list. */
function row({ state, list, signer, compared }: Key): [string, (HTMLElement | string)[]] {
  const shown = element('code', { dir: 'ltr' }, signer.replace(/(.{4})(?=.)/g, '$1 '))
  return [
    `${state} ${list} ${signer}`,
    [stateInWords(state), element('bdi', {}, list), shown, word(compared)],
  ]
}
