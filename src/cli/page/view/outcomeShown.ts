import type { Report } from '../../../audit/bundle/report.ts'
import { type CommandFailure, exitCodes } from '../../outcome.ts'
import { isUnwitnessed, notComparedIn, notGivenIn, notShownIn, unwitnessedIn } from '../../cautionsInWords.ts'
import { type Verdict, findingInWords, tellReport, verdictOf } from '../../reportInWords.ts'
import { harmless, harmlessJson } from '../../terminal.ts'
import { verdictFor } from '../../verdictFor.ts'
import type { Outcome } from './check.ts'
import { checkedShown, uncheckedInWords } from './checkedShown.ts'
import { button, element } from './elements.ts'
import { custodyShown } from './custodyShown.ts'
import { entriesShown } from './entriesShown.ts'
import { keysInWords, pinning, whoseKeys } from './keysShown.ts'
import { format, spoken, stateInWords, word } from './words.ts'

/** What an outcome comes to, for the reader: a word and a sentence in the language of the page. */
interface Told extends Verdict {
  readonly kind: 'good' | 'incomplete' | 'bad' | 'refused'
  readonly exit: number
  /** The same as the command tells it, in English. */
  readonly quoted: string
}

/** The outcome as it is shown: the verdict large, then what it rests on. */
export function outcomeShown(outcome: Outcome): HTMLElement[] {
  return [
    headline(told(outcome)),
    ...(outcome.kind === 'failure' ? failureShown(outcome.failure) : reportShown(outcome)),
  ]
}

/** The outcome as it is said aloud; that a check did not go to the end, and that nobody compared the keys, belongs to it. */
export function outcomeInWords(outcome: Outcome): string {
  const { word: name, sentence } = told(outcome)
  if (outcome.kind === 'failure') return [name, sentence].join('\n')
  const { report } = outcome
  return [name, sentence, ...uncheckedInWords(report), ...keysInWords(report)].join('\n')
}

function told(outcome: Outcome): Told {
  if (outcome.kind === 'failure') {
    const { exitCode: exit, code, message } = outcome.failure
    const name = exit === exitCodes.failed ? 'failed' : 'refused'
    const quoted = harmless(`${message} (${code})`)
    const sentence = word(code === 'NO_BUNDLE' ? 'noBundle' : `${name}Means`)
    return { kind: 'refused', word: word(name), sentence, exit, quoted }
  }
  const { exit } = outcome.report
  const { word: name, sentence } = verdictOf(outcome.report)
  return {
    kind: exit === 0 ? 'good' : exit === 10 ? 'incomplete' : 'bad',
    ...verdictFor(spoken().language, exit),
    exit,
    quoted: spoken().language === 'en' ? '' : `${name}: ${sentence}`,
  }
}

function headline({ kind, word: name, sentence, exit, quoted }: Told): HTMLElement {
  return element(
    'div',
    { class: `verdict ${kind}`, 'data-exit': String(exit) },
    element('p', { class: 'word' }, name),
    element('p', { class: 'exit' }, word('exit', { exit: format().number(exit) })),
    element('p', { class: 'sentence' }, sentence),
    ...(quoted === '' ? [] : [element('p', { class: 'quoted', lang: 'en', dir: 'ltr' }, quoted)]),
  )
}

function failureShown({ code, message }: CommandFailure): HTMLElement[] {
  return [json({ ok: false, code, message })]
}

function reportShown({ report, logs, custody }: Extract<Outcome, { kind: 'report' }>): HTMLElement[] {
  const lines: string[] = []
  tellReport(report, { say: (line) => lines.push(line) })
  return [
    ...(report.first === null ? [] : [firstShown(findingInWords(report.first))]),
    ...pinning(report),
    ...checkedShown(report),
    ...oneSided(report),
    ...witnessing(report),
    ...stamping(report),
    ...besides(report),
    whoseKeys(report),
    element('h3', {}, word('told')),
    element('pre', { lang: 'en', dir: 'ltr', tabindex: '0' }, lines.join('\n')),
    ...entriesShown(logs),
    ...custodyShown(custody),
    json(report),
    element(
      'p',
      { class: 'actions' },
      button(word('print'), () => window.print()),
    ),
  ]
}

function firstShown(finding: string): HTMLElement {
  return element(
    'div',
    { class: 'first' },
    element('h3', {}, word('first')),
    element('p', { lang: 'en', dir: 'ltr' }, finding),
  )
}

/** What one side leaves out, only the other can show. */
function oneSided(report: Report): HTMLElement[] {
  const states = notGivenIn(report).map(stateInWords).join(', ')
  const names = harmless(notComparedIn(report).join(', '))
  const missing = notShownIn(report).map(stateInWords).join(', ')
  return [
    ...(states === '' ? [] : [element('p', { class: 'note one-side' }, word('oneSide', { states }))]),
    ...(names === ''
      ? []
      : [element('p', { class: 'note warning not-compared' }, word('notCompared', { names }))]),
    ...(names === '' || missing === ''
      ? []
      : [element('p', { class: 'note warning one-side' }, word('oneSideShown', { states: missing }))]),
  ]
}

/** Who else vouches for each log: without anybody, its times and that it is the only one are the word of its State. */
function witnessing({ facts }: Report): HTMLElement[] {
  return facts.flatMap((one) => {
    const { bundle, state = '?', cosigned } = one
    const of = { name: harmless(bundle), state: stateInWords(state) }
    if (isUnwitnessed(one)) return [element('p', { class: 'note warning witness' }, word('uncosigned', of))]
    const count = unwitnessedIn(one)
    const by = cosigned?.by ?? []
    const told = {
      ...{ ...of, count: format().number(by.length), by: by.map(stateInWords).join(', ') },
      // The words name the last entry that it covers, and entries are counted from 0.
      size: format().number((cosigned?.size ?? 0) - 1),
    }
    return [
      ...(by.length === 0 ? [] : [element('p', { class: 'note witness' }, word('cosignedBy', told))]),
      ...(count === 0
        ? []
        : [
            element(
              'p',
              { class: 'note warning witness' },
              word('partlyCosigned', { ...of, count: format().number(count) }),
            ),
          ]),
    ]
  })
}

/** The same holds of a time stamp: that its authority can be believed, only the reader can know. */
function stamping({ facts }: Report): HTMLElement[] {
  const isOfNobody = facts.some(({ timeStamped }) => timeStamped?.isVouchedFor === false)
  return isOfNobody ? [element('p', { class: 'note warning' }, word('notVouched'))] : []
}

/** What stands beside a bundle a page cannot make again: it says what a State has signed of it, and what nobody has. */
function besides({ facts }: Report): HTMLElement[] {
  return facts.flatMap(({ bundle, beside }) => {
    if (beside === undefined) return []
    const told = (paths: readonly string[]): Readonly<Record<string, string>> => ({
      name: harmless(bundle),
      count: format().number(paths.length),
      files: harmless(paths.slice(0, namedMax).join(', ') + (paths.length > namedMax ? ', …' : '')),
    })
    const { by, signed, notChecked } = beside
    const ofWhom = stateInWords(by?.state ?? '?')
    return [
      ...(notChecked.length === 0
        ? []
        : [element('p', { class: 'note warning beside' }, word('beside', told(notChecked)))]),
      ...(signed.length === 0
        ? []
        : [element('p', { class: 'note signed' }, word('besideSigned', { ...told(signed), state: ofWhom }))]),
    ]
  })
}

const namedMax = 20

function json(value: unknown): HTMLElement {
  return element(
    'details',
    {},
    element('summary', {}, word('json')),
    element('pre', { id: 'json', lang: 'en', dir: 'ltr', tabindex: '0' }, harmlessJson(value)),
  )
}
