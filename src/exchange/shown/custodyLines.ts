import type { ReadCustody } from '../custody/readCustody.ts'
import type { LetterLanguage } from '../../letter/language.ts'
import {
  acceptanceInWords,
  acceptanceLines,
  custodyInWords,
  filledIn,
  inUtc,
  linkLines,
} from './custodyInWords.ts'
import { custodyWords } from './custodyWords.ts'

/** A chain of custody for a reader of this language, a line each; what people wrote stands as they wrote it. */
export function custodyLines({ row, acceptance, ...chain }: ReadCustody, language: LetterLanguage): string[] {
  const words = custodyWords[language]
  const { links, findings, holds } = custodyInWords(chain, language)
  const { id: deposit, state, status, name, derived_from: source } = row
  const sha256 = row.sha256.toString('hex')
  return [
    filledIn(words.title, { name }),
    filledIn(words.file, { deposit, state, sha256, status }),
    ...(source === null ? [] : [filledIn(words.source, { source })]),
    '',
    ...linkLines(links.map((link) => inUtc(link, language))),
    '',
    ...(findings.length === 0 ? [holds] : findings.map((one) => `! ${one}`)),
    ...(acceptance.length === 0 ? [] : ['']),
    ...acceptance.flatMap((one) => acceptanceLines(acceptanceInWords(one, language))),
  ]
}
