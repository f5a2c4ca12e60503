import type { ReadCustody } from '../exchange/custody/readCustody.ts'
import type { CustodyFinding, CustodyLink } from '../exhibit/custody.ts'
import type { LetterLanguage } from '../letter/language.ts'
import { isObject, titleOf } from '../letter/words.ts'
import { documentAt } from '../message/documents.ts'
import { custodyWords } from './custodyWords.ts'

/** A chain of custody for a reader of this language, a line each; what people wrote stands as they wrote it. */
export function custodyLines({ row, links, findings }: ReadCustody, language: LetterLanguage): string[] {
  const words = custodyWords[language]
  const { id: deposit, state, status, name, derived_from: source } = row
  const sha256 = row.sha256.toString('hex')
  return [
    filled(words.title, { name }),
    filled(words.file, { deposit, state, sha256, status }),
    ...(source === null ? [] : [filled(words.source, { source })]),
    '',
    ...links.flatMap((link, at) => linkLines(link, at + 1, language)),
    '',
    ...(findings.length === 0 ? [words.holds] : findings.map((one) => findingLine(one, language))),
  ]
}

function linkLines(link: CustodyLink, number: number, language: LetterLanguage): string[] {
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
  return [
    `${String(number).padStart(3)}  ${at}  ${actionIn(language, action)}  (${who})`,
    ...more.map((line) => `     ${line}`),
  ]
}

function findingLine({ what, link, value }: CustodyFinding, language: LetterLanguage): string {
  return `! ${filled(custodyWords[language].findings[what], { link: String(link ?? ''), value })}`
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
