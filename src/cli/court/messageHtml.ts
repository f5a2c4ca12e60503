import type { ProvenPlace, ProvenReceipt, ProvenSigner } from '../../audit/bundle/proven.ts'
import { escaped } from '../../letter/html.ts'
import { bundleFolder } from '../courtLayout.ts'
import type { CourtLetter } from './courtLetters.ts'
import { type CourtWords, filled } from './words.ts'

/** How a report says things: its words, and how States and times are written for the reader, as HTML. */
export interface Said {
  readonly words: CourtWords
  readonly state: (code: string) => string
  readonly moment: (time: string | Date) => string
  /** The State whose node made the bundle. */
  readonly own: string
}

/** What is proven of one message, line by line. */
export function messageHtml({ message, letter, path }: CourtLetter, said: Said): string {
  const { words } = said
  const lines = [
    placeLine(message, words),
    ...signerLines(message.signer, said),
    ...logLines(message.place, said),
    ...(message.receipt === null ? [escaped(words.noReceipt)] : receiptLines(message.receipt, said)),
  ]
  const link = `<a href="${escaped(path)}.html" lang="${letter.language}" dir="${letter.direction}">${escaped(letter.title)}</a>`
  const file = `<code dir="ltr">${escaped(bundleFolder + message.path)}</code>`
  return `<li><h3>${link}</h3>
<p class="file">${escaped(words.file)}: ${file}</p>
<ul>${lines.map((line) => `<li>${line}</li>`).join('\n')}</ul></li>`
}

function placeLine({ fate, sequence }: CourtLetter['message'], words: CourtWords): string {
  if (fate === 'refused') return escaped(words.refused)
  return sequence === null ? escaped(words.unplaced) : filled(escaped(words.placed), { sequence })
}

function signerLines(signer: ProvenSigner, { words, state, moment }: Said): string[] {
  const { certificate, serial, validFrom, validUntil } = signer
  return [
    filled(escaped(words.signedBy), { state: state(signer.state), time: moment(signer.signedAt) }),
    filled(escaped(words.certificate), {
      digest: code(certificate),
      serial: code(serial),
      from: moment(validFrom),
      until: moment(validUntil),
    }),
    statusLine(signer, words, moment),
  ]
}

function statusLine({ status }: ProvenSigner, words: CourtWords, moment: Said['moment']): string {
  switch (status.kind) {
    case 'revoked': {
      const { revokedAt, reason, invalidFrom } = status
      return filled(escaped(words.revoked), {
        time: moment(revokedAt),
        reason: escaped(reason),
        from: moment(invalidFrom),
      })
    }
    case 'notRevoked':
      return filled(escaped(words.notRevoked), { time: moment(status.asOf) })
    case 'unknown':
      return escaped(words.statusUnknown)
  }
}

function logLines({ index, time, seen, others }: ProvenPlace, said: Said): string[] {
  const { words, state, moment, own } = said
  const [first] = seen
  const by = others.map(state).join(', ')
  return [
    filled(escaped(words.logged), { state: state(own), index, time: moment(time) }),
    first === undefined
      ? filled(escaped(words.unseen), { state: state(own) })
      : filled(escaped(words.seen), { time: moment(first.at), by, count: others.length }),
  ]
}

function receiptLines({ signer, code: refusal, time, promise }: ProvenReceipt, said: Said): string[] {
  const { words, state, moment } = said
  const by = state(signer.state)
  const taken =
    refusal === null
      ? filled(escaped(words.receipt), { state: by, time: moment(time) })
      : filled(escaped(words.receiptRefuses), { state: by, time: moment(time), code: code(refusal) })
  const [, ...certificate] = signerLines(signer, said)
  return [
    taken,
    [filled(escaped(words.receiptSigner), { state: by }), ...certificate].join(' '),
    ...(promise === 'kept' ? [escaped(words.promiseKept)] : []),
    ...(promise === 'proven' ? [filled(escaped(words.promiseProven), { state: by })] : []),
    ...(promise === 'elsewhere' ? [filled(escaped(words.promiseElsewhere), { state: by })] : []),
  ]
}

function code(text: string): string {
  return `<code dir="ltr">${escaped(text)}</code>`
}
