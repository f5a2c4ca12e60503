import type { Facts, Report } from '../../../audit/bundle/report.ts'
import { isFaultless } from '../../reportInWords.ts'
import { harmless } from '../../terminal.ts'
import { element } from './elements.ts'
import { word } from './words.ts'

/** How far each bundle was checked: where the check stopped, nothing else is known of it. */
export function checkedShown(report: Report): HTMLElement[] {
  return report.facts.flatMap((facts) => {
    const { bundle, unchecked = [] } = facts
    const name = harmless(bundle)
    const how = checkedWord(report, facts)
    const isWhole = how === 'checkedAll' || how === 'checkedRest'
    return [
      element('p', { class: `note${isWhole ? '' : ' warning'} checked` }, word(how, { name })),
      ...(unchecked.length === 0
        ? []
        : [
            element(
              'p',
              { class: 'note warning checked' },
              word('checkedBehind', { name, files: named(unchecked) }),
            ),
          ]),
    ]
  })
}

/** The bundles that were not checked to the end, in one line each, to be said aloud. */
export function uncheckedInWords(report: Report): string[] {
  return report.facts
    .filter(({ checked }) => checked !== 'whole')
    .map((facts) => word(checkedWord(report, facts), { name: harmless(facts.bundle) }))
}

function checkedWord(report: Report, facts: Facts) {
  const { checked = 'nothing' } = facts
  if (checked === 'nothing') return 'checkedNothing'
  if (checked === 'log') return 'checkedLog'
  return isFaultless(report, facts) ? 'checkedAll' : 'checkedRest'
}

const namedMax = 20

function named(paths: readonly string[]): string {
  return harmless(paths.slice(0, namedMax).join(', ') + (paths.length > namedMax ? ', …' : ''))
}
