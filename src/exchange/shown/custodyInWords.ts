import type { CustodyChain, CustodyFinding, CustodyLink, CustodyProof } from '../../exhibit/custody.ts'
import type { LetterLanguage } from '../../letter/language.ts'
import { isObject, titleOf } from '../../letter/words.ts'
import { documentAt } from '../../message/documents.ts'
import type { Text } from '../../message/generated/types.ts'
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
  /** What does not hold; none: `holds` says that no contradiction was found. */
  readonly findings: readonly string[]
  readonly holds: string
}

/** The links of a chain for a reader of this language; what people wrote stands as they wrote it. */
export function custodyInWords({ links, findings }: CustodyChain, language: LetterLanguage): CustodyInWords {
  return {
    links: links.map((link) => linkInWords(link, language)),
    findings: findings.map((one) => findingInWords(one, language)),
    holds: custodyWords[language].holds,
  }
}

/** Links for a person, a line each with what is known of it below. */
export function linkLines(links: readonly LinkInWords[]): string[] {
  return links.flatMap(({ at, head, more }, place) => [
    `${String(place + 1).padStart(3)}  ${at}  ${head}`,
    ...more.map((line) => `     ${line}`),
  ])
}

/** A link on the clock that all links share; what its own said stands below. */
export function inUtc({ at, head, more }: LinkInWords, language: LetterLanguage): LinkInWords {
  const utc = utcOf(at)
  const written = filledIn(custodyWords[language].written, { at })
  return { at: utc, head, more: at.endsWith('Z') || utc === at ? more : [written, ...more] }
}

/** What was made of a file for a person: what comes of it, and below it what was said. */
export function acceptanceLines({ dispute, head, more }: AcceptanceInWords): string[] {
  return [...(dispute === null ? [] : [dispute]), head, ...more.map((line) => `     ${line}`)]
}

/** What the receiving authority has made of a file in words. */
export interface AcceptanceInWords {
  /** Whether a dispute stands, and was answered; null: there was none. */
  readonly dispute: string | null
  readonly head: string
  /** What was said, by both sides, with its translations. */
  readonly more: readonly string[]
}

/**
 * What the receiving authority has made of a file of one delivery, for a reader of this language.
 *
 * @param reference - of the request; absent: what stands around it says of which
 */
export function acceptanceInWords(
  one: ExhibitStanding,
  language: LetterLanguage,
  reference?: string,
): AcceptanceInWords {
  const { acceptance, reason: why } = custodyWords[language]
  const { measure, exhibit, delivery, standing, judged, reason, found, answer, replacedBy } = one
  const place = filledIn(reference === undefined ? acceptance.place : acceptance.placeIn, {
    ...{ measure, exhibit, sequence: String(delivery.sequence) },
    ...(reference === undefined ? {} : { reference }),
  })
  const said = standing === 'replaced' ? 'disputed' : standing
  const replaced =
    replacedBy === null
      ? []
      : [filledIn(acceptance.replaced, { ...actIn(replacedBy), exhibit: replacedBy.exhibit ?? '–' })]
  const judgement = judged === null ? acceptance.open : filledIn(acceptance[said], actIn(judged))
  const [first, ...rest] = standing === 'replaced' && judged === null ? replaced : [judgement, ...replaced]
  return {
    dispute: disputeIn(one, language),
    head: `${place}: ${first ?? judgement}`,
    more: [
      ...(reason === null ? [] : [filledIn(why, { text: reason.text }), ...translationsIn(reason, language)]),
      ...(found === null ? [] : [filledIn(acceptance.found, { sha256: found })]),
      ...(answer === null ? [] : answerIn(answer, language)),
      ...rest,
    ],
  }
}

function disputeIn({ standing, judged, answer }: ExhibitStanding, language: LetterLanguage): string | null {
  const { dispute } = custodyWords[language]
  if (standing === 'replaced') return judged === null ? null : dispute.replaced
  if (standing !== 'disputed') return null
  return answer === null ? dispute.open : dispute.answered
}

function answerIn(answer: NonNullable<ExhibitStanding['answer']>, language: LetterLanguage): string[] {
  const { text } = answer
  const head = filledIn(custodyWords[language].acceptance.answered, actIn(answer))
  return text === null ? [head] : [`${head}: ${text.text}`, ...translationsIn(text, language)]
}

/** What was translated by whoever wrote it. */
function translationsIn({ translations = [] }: Text, language: LetterLanguage): string[] {
  const { translated } = custodyWords[language]
  return translations.map(({ language: into, text }) => filledIn(translated, { language: into, text }))
}

function actIn(act: ActOnExhibit): Readonly<Record<string, string>> {
  return { from: act.from, at: momentOf(act.at), sequence: String(act.sequence) }
}

/** A moment on the clock that all moments share, with that on which it was written. */
function momentOf(at: string): string {
  const utc = utcOf(at)
  return at.endsWith('Z') || utc === at ? utc : `${utc} (${at})`
}

/** A moment on the clock that all moments share. */
function utcOf(at: string): string {
  const time = new Date(at)
  return Number.isNaN(time.getTime()) ? at : time.toISOString()
}

function linkInWords(link: CustodyLink, language: LetterLanguage): LinkInWords {
  const words = custodyWords[language]
  const { at, action, state, authority, by, place, reason, change, sha256, code, proofs } = link
  const who = [authority ?? state, by ?? words.node].join(', ')
  const more = [
    ...(place === null ? [] : [filledIn(words.place, { text: place })]),
    ...(reason === null ? [] : [filledIn(words.reason, { text: reason })]),
    ...(change === null ? [] : [filledIn(words.change, { text: change })]),
    ...(sha256 === null ? [] : [filledIn(words.hashed, { sha256 })]),
    ...(code === null ? [] : [filledIn(words.damaged, { code })]),
    ...proofs.map((proof) => proofInWords(proof, language)),
  ]
  return { at, head: `${actionIn(language, action)}  (${who})`, more }
}

function proofInWords({ by, name, path, entry }: CustodyProof, language: LetterLanguage): string {
  const { proofs } = custodyWords[language]
  if (entry !== undefined)
    return filledIn(proofs.entry, { index: String(entry.index), state: entry.state, name })
  const said = filledIn(proofs[by], { name })
  return path === undefined ? said : `${path}: ${said}`
}

function findingInWords({ what, link, value }: CustodyFinding, language: LetterLanguage): string {
  const told = what === 'outOfOrder' ? momentOf(value) : value
  return filledIn(custodyWords[language].findings[what], { link: String(link ?? ''), value: told })
}

/** What an action is called; one that a State has added, as that State calls it. */
function actionIn(language: LetterLanguage, action: string): string {
  const list = documentAt('code/custody-action.json')?.oneOf
  const branch = Array.isArray(list) ? list.filter(isObject).find((one) => one.const === action) : undefined
  return (branch === undefined ? null : titleOf(language, branch)) ?? action
}

/** A template with what belongs between its braces put in. */
export function filledIn(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{([a-z0-9]+)\}/g, (whole, name: string) => values[name] ?? whole)
}
