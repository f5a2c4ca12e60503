import type { ReadCarrier } from '../exchange/carrier/read.ts'
import type { Node } from '../exchange/node.ts'
import { formatFor } from '../letter/format.ts'
import { type LetterLanguage, directionOf } from '../letter/language.ts'
import { type Block, type Letter, type Line, code, words } from '../letter/letter.ts'
import { phrase } from '../letter/words.ts'
import type { CarrierReceipt } from '../message/generated/types.ts'
import { carrierWords } from './carrierWords.ts'
import type { Reader } from '../exchange/letterReading.ts'

/** The receipt for a carrier as a page: what it says in words, and the signed receipt as a code. */
export function carrierLetter(
  { trust }: Pick<Node, 'trust'>,
  { receipt, receiptText }: Pick<ReadCarrier, 'receipt' | 'receiptText'>,
  { language, timeZone }: Reader,
): Letter {
  const said = carrierWords[language]
  const own = trust.own().list
  const format = formatFor(language, timeZone ?? own.authorities[0]?.timeZone ?? 'UTC')
  const stateName = (state: string): string => format.country(state) ?? state
  const demonstration: readonly Block[] =
    own.demonstration === true
      ? [{ kind: 'paragraph', line: [{ text: phrase(language, 'demonstration'), style: 'strong' }] }]
      : []
  return {
    language,
    direction: directionOf(language),
    title: said.title,
    reference: receipt.carrier.slice(0, 16),
    dated: receipt.time,
    sheets: [
      {
        letterhead: [words(stateName(receipt.node))],
        title: words(said.title),
        blocks: [
          ...demonstration,
          field(said.by, words(stateName(receipt.node))),
          field(said.to, words(stateName(receipt.to))),
          field(said.carrier, [code(receipt.carrier)]),
          field(said.read, words(format.moment(receipt.time))),
          ...countBlocks(receipt, language),
          { kind: 'paragraph', line: words(said.meaning) },
        ],
        proof: {
          title: words(said.code),
          uri: receiptText,
          blocks: [{ kind: 'paragraph', line: words(said.how) }],
        },
      },
    ],
  }
}

function countBlocks({ messages, exhibits }: CarrierReceipt, language: LetterLanguage): readonly Block[] {
  const said = carrierWords[language]
  const { accepted, refused, places = [] } = messages
  return [
    field(said.messages, words(filled(said.messagesText, { accepted, refused }))),
    ...(places.length === 0 ? [] : [field(said.refusedLines, [code(places.join(', '))])]),
    field(said.files, words(filled(said.filesText, exhibits))),
  ]
}

function field(label: string, value: Line): Block {
  return { kind: 'field', label: words(label), value }
}

function filled(template: string, values: Readonly<Record<string, number>>): string {
  return template.replace(/\{([a-z]+)\}/g, (whole, name: string) => String(values[name] ?? whole))
}
