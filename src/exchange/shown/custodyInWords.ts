import type { ReadCustody } from '../custody/readCustody.ts'
import type { CustodyFinding, CustodyLink } from '../../exhibit/custody.ts'
import type { LetterLanguage } from '../../letter/language.ts'
import { isObject, titleOf } from '../../letter/words.ts'
import { documentAt } from '../../message/documents.ts'
import type { ActOnExhibit, ExhibitStanding } from '../../workflow/acceptance.ts'
import { custodyWords } from './custodyWords.ts'

/** A link in words. */
export interface LinkInWords {
  /** RFC 3339. */
  readonly at: string
  /** What was done, and by whom. */
  readonly head: string
  readonly more: readonly string[]
}

/** A chain of custody in words: each link with what is known of it, and what the whole comes to. */
export interface CustodyInWords {
  readonly links: readonly LinkInWords[]
  /** What does not hold; none: `holds` says that nothing contradicts anything else. */
  readonly findings: readonly string[]
  readonly holds: string
}

/** The links of a chain for a reader of this language; what people wrote stands as they wrote it. */
export function custodyInWords(
  { links, findings }: Pick<ReadCustody, 'links' | 'findings'>,
  language: LetterLanguage,
): CustodyInWords {
  return {
    links: links.map((link) => linkInWords(link, language)),
    findings: findings.map((one) => findingInWords(one, language)),
    holds: custodyWords[language].holds,
  }
}

/** A chain of custody for a reader of this language, a line each; what people wrote stands as they wrote it. */
export function custodyLines({ row, acceptance, ...chain }: ReadCustody, language: LetterLanguage): string[] {
  const words = custodyWords[language]
  const { links, findings, holds } = custodyInWords(chain, language)
  const { id: deposit, state, status, name, derived_from: source } = row
  const sha256 = row.sha256.toString('hex')
  return [
    filled(words.title, { name }),
    filled(words.file, { deposit, state, sha256, status }),
    ...(source === null ? [] : [filled(words.source, { source })]),
    '',
    ...links.flatMap(({ at, head, more }, place) => [
      `${String(place + 1).padStart(3)}  ${at}  ${head}`,
      ...more.map((line) => `     ${line}`),
    ]),
    '',
    ...(findings.length === 0 ? [holds] : findings.map((one) => `! ${one}`)),
    ...(acceptance.length === 0 ? [] : ['']),
    ...acceptance.map((one) => standingLine(one, language)),
  ]
}

/** What the receiving authority has made of a file of one delivery, for a reader of this language. */
export function standingLine(one: ExhibitStanding, language: LetterLanguage): string {
  const { acceptance, reason: why } = custodyWords[language]
  const { measure, exhibit, delivery, standing, judged, reason, replacedBy } = one
  const place = filled(acceptance.place, { measure, exhibit, sequence: String(delivery.sequence) })
  const by = (act: ActOnExhibit): Readonly<Record<string, string>> => ({
    from: act.from,
    at: act.at,
    sequence: String(act.sequence),
  })
  const said = standing === 'replaced' ? 'disputed' : standing
  const words = [
    ...(standing === 'replaced' && judged === null
      ? []
      : [judged === null ? acceptance.open : filled(acceptance[said], by(judged))]),
    ...(reason === null ? [] : [filled(why, { text: reason.text })]),
    ...(replacedBy === null
      ? []
      : [filled(acceptance.replaced, { ...by(replacedBy), exhibit: replacedBy.exhibit ?? '–' })]),
  ]
  return `${place}: ${words.join('; ')}`
}

function linkInWords(link: CustodyLink, language: LetterLanguage): LinkInWords {
  const words = custodyWords[language]
  const { at, action, state, authority, by, place, reason, change, sha256, code, proofs } = link
  const who = [authority ?? state, by ?? words.node].join(', ')
  const more = [
    ...(place === null ? [] : [filled(words.place, { text: place })]),
    ...(reason === null ? [] : [filled(words.reason, { text: reason })]),
    ...(change === null ? [] : [filled(words.change, { text: change })]),
    ...(sha256 === null ? [] : [filled(words.hashed, { sha256 })]),
    ...(code === null ? [] : [filled(words.damaged, { code })]),
    ...proofs.map(({ by: kind, name }) => filled(words.proofs[kind], { name })),
  ]
  return { at, head: `${actionIn(language, action)}  (${who})`, more }
}

function findingInWords({ what, link, value }: CustodyFinding, language: LetterLanguage): string {
  return filled(custodyWords[language].findings[what], { link: String(link ?? ''), value })
}

/** What an action is called; one that a State has added, as that State calls it. */
function actionIn(language: LetterLanguage, action: string): string {
  const list = documentAt('code/custody-action.json')?.oneOf
  const branch = Array.isArray(list) ? list.filter(isObject).find((one) => one.const === action) : undefined
  return (branch === undefined ? null : titleOf(language, branch)) ?? action
}

function filled(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{([a-z0-9]+)\}/g, (whole, name: string) => values[name] ?? whole)
}
