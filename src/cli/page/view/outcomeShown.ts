import type { Report } from '../../../audit/bundle/report.ts'
import type { CommandFailure } from '../../outcome.ts'
import { findingInWords, tellReport, verdictOf } from '../../reportInWords.ts'
import { harmless, harmlessJson } from '../../terminal.ts'
import type { Outcome } from './check.ts'
import { button, element } from './elements.ts'
import { word } from './words.ts'

/** The outcome as it is shown: the verdict large, then what it rests on. */
export function verdictShown(outcome: Outcome): HTMLElement[] {
  return outcome.kind === 'failure' ? failureShown(outcome.failure) : reportShown(outcome)
}

function failureShown({ exitCode, code, message }: CommandFailure): HTMLElement[] {
  const name = exitCode === 1 ? word('failed') : word('refused')
  return [
    headline('refused', name, harmless(`${message} (${code})`), exitCode),
    json({ ok: false, code, message }),
  ]
}

function reportShown({ report, beside }: Extract<Outcome, { kind: 'report' }>): HTMLElement[] {
  const { exit, first } = report
  const { word: name, sentence } = verdictOf(report)
  const lines: string[] = []
  tellReport(report, { say: (line) => lines.push(line) })
  return [
    headline(exit === 0 ? 'good' : exit === 10 ? 'incomplete' : 'bad', name, capital(sentence), exit),
    ...(first === null ? [] : [firstShown(findingInWords(first))]),
    pinning(report),
    ...beside.map(({ name: bundle, count }) =>
      element('p', { class: 'note' }, word('beside', { name: harmless(bundle), count })),
    ),
    whoseKeys(report),
    element('h3', {}, word('told')),
    element('pre', { lang: 'en', dir: 'ltr', tabindex: '0' }, lines.join('\n')),
    json(report),
    element(
      'p',
      { class: 'actions' },
      button(word('print'), () => window.print()),
    ),
  ]
}

function capital(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1)
}

function headline(kind: string, name: string, sentence: string, exit: number): HTMLElement {
  return element(
    'div',
    { class: `verdict ${kind}`, 'data-exit': String(exit) },
    element('p', { class: 'word', lang: 'en', dir: 'ltr' }, name),
    element('p', { class: 'sentence', lang: 'en', dir: 'ltr' }, sentence),
    element('p', { class: 'exit' }, word('exit', { exit })),
  )
}

function firstShown(finding: string): HTMLElement {
  return element(
    'div',
    { class: 'first' },
    element('h3', {}, word('first')),
    element('p', { lang: 'en', dir: 'ltr' }, finding),
  )
}

/** A bundle can be good and of nobody: that the keys are those of the States, only the reader can know. */
function pinning({ facts }: Report): HTMLElement {
  const lists = facts.flatMap(({ trustLists = [] }) => trustLists)
  const isPinned = lists.length > 0 && lists.every(({ pinned }) => pinned)
  return isPinned
    ? element('p', { class: 'note' }, word('allPinned'))
    : element('p', { class: 'note warning' }, word('notPinned'))
}

function whoseKeys({ facts }: Report): HTMLElement {
  const rows = new Map(
    facts
      .flatMap(({ trustLists = [] }) => trustLists)
      .map(({ state, sequence, signer, pinned }) => [
        `${state} ${sequence} ${signer}`,
        element(
          'tr',
          {},
          element('td', {}, harmless(state)),
          element('td', {}, String(sequence)),
          element('td', {}, element('code', { dir: 'ltr' }, signer.replace(/(.{4})(?=.)/g, '$1 '))),
          element('td', {}, word(pinned ? 'yes' : 'no')),
        ),
      ]),
  )
  if (rows.size === 0) return element('div')
  const heads = (['state', 'list', 'signer', 'compared'] as const).map((name) =>
    element('th', { scope: 'col' }, word(name)),
  )
  return element(
    'table',
    {},
    element('caption', {}, word('states')),
    element('thead', {}, element('tr', {}, ...heads)),
    element('tbody', {}, ...rows.values()),
  )
}

function json(value: unknown): HTMLElement {
  return element(
    'details',
    {},
    element('summary', {}, word('json')),
    element('pre', { id: 'json', lang: 'en', dir: 'ltr', tabindex: '0' }, harmlessJson(value)),
  )
}
