import type { ProvenMessage } from '../../audit/bundle/proven.ts'
import type { CheckedBundle } from '../../audit/bundle/verify.ts'
import { letterHtml } from '../../letter/html.ts'
import type { Letter } from '../../letter/letter.ts'
import { type Reading, letterOf } from '../../letter/letterOf.ts'
import { stateOf } from '../../message/stateOf.ts'
import { decide } from '../../workflow/decide.ts'
import type { RequestState } from '../../workflow/state.ts'
import { letterFonts } from '../letterFonts.ts'
import { type Reader, isAskedFor } from '../../exchange/letterReading.ts'
import type { ZipFile } from '../zip/writeZip.ts'
import { letterPath } from './besideFiles.ts'

/** A letter with the message that it is made of. */
export interface CourtLetter {
  readonly message: ProvenMessage
  readonly letter: Letter
  /** Path in the court bundle, without an ending. */
  readonly path: string
}

/** The letter of each message that holds, made of what was verified in the bundle and of nothing else. */
export function courtLetters(
  bundle: CheckedBundle,
  messages: readonly ProvenMessage[],
  reader: Reader,
): CourtLetter[] {
  const reading = readingOf(bundle, messages, reader)
  return messages.map((one) => {
    const { message, digest, sequence, path } = one
    const receipt = bundle.messages.find((found) => found.path === path)?.receipt ?? null
    return {
      message: one,
      letter: letterOf({ message, digest, sequence, receipt }, reading),
      path: letterPath(path),
    }
  })
}

/** The files of letters, one after the other; a PDF beside each where it is wanted. */
export async function* letterFiles(
  letters: readonly CourtLetter[],
  withPdf: boolean,
): AsyncGenerator<ZipFile> {
  // Loaded when it is needed: every other command would wait for it.
  const pdf = withPdf ? await import('../../letter/pdf/letterPdf.ts') : null
  const fonts = pdf === null ? null : await letterFonts([])
  for (const { letter, path } of letters) {
    yield [`${path}.html`, Buffer.from(letterHtml(letter))]
    if (pdf !== null && fonts !== null) yield [`${path}.pdf`, await pdf.letterPdf(letter, fonts)]
  }
}

function readingOf(
  { trust, own }: CheckedBundle,
  messages: readonly ProvenMessage[],
  reader: Reader,
): Reading {
  const states = [...new Set(messages.flatMap(({ message }) => [stateOf(message.from), stateOf(message.to)]))]
  // Of two lists of a State the newer one is the one that counts.
  const lists = states.flatMap((state) => trust.listsOf(state))
  const authorities = lists.flatMap((list) => list.authorities)
  const [opening] = messages.filter(({ sequence }) => sequence === 1)
  const ownAuthorities = messages.map(({ message, own: isOwn }) => (isOwn ? message.from : message.to))
  const ownZone = authorities.findLast(
    ({ id }) => stateOf(id) === own && ownAuthorities.includes(id),
  )?.timeZone
  const kinds = replayed(messages)?.measures.map(({ id, kind }) => [id, kind] as const) ?? []
  return {
    language: reader.language,
    timeZone: reader.timeZone ?? ownZone ?? 'UTC',
    authorities: new Map(authorities.map(({ id, name }) => [id, name])),
    kinds: new Map(kinds),
    others: new Map(messages.map((one) => [one.message.id, one])),
    demonstration: lists.some(({ demonstration }) => demonstration === true),
    ...(opening !== undefined && kinds.every(([, kind]) => isAskedFor(kind))
      ? { requesting: [opening.message.from] }
      : {}),
  }
}

/** Where the record stands after its messages; the verifier has seen that it allows them. */
function replayed(messages: readonly ProvenMessage[]): RequestState | null {
  let state: RequestState | null = null
  const placed = messages.filter(({ sequence }) => sequence !== null)
  for (const { message, digest } of placed.sort((a, b) => (a.sequence ?? 0) - (b.sequence ?? 0))) {
    const decision = decide(state, { message, digest })
    if (!decision.ok) return state
    state = decision.request
  }
  return state
}
