import { readFile } from 'node:fs/promises'
import { harmless } from '../letter/harmless.ts'
import { letterHtml } from '../letter/html.ts'
import type { Letter } from '../letter/letter.ts'
import type { FontFiles, LetterFonts } from '../letter/pdf/fonts.ts'
import { letterText } from '../letter/text.ts'
import { exchangeLimits } from './limits.ts'

export const letterFormats = ['text', 'html', 'pdf'] as const
export type LetterFormat = (typeof letterFormats)[number]

/** More letters are wanted as PDF at this moment than this process makes: NODE_BUSY. */
export class TooManyLetters extends Error {
  override readonly name = 'TooManyLetters'
}

let making = 0
const waiting: (() => void)[] = []

/**
 * A letter as the bytes of a file. `fonts` is asked for PDF alone.
 *
 * @throws TooManyLetters where too many wait to be made into PDF
 */
export async function letterContent(
  letter: Letter,
  format: LetterFormat,
  fonts: () => Promise<LetterFonts> = packagedFonts,
): Promise<Uint8Array> {
  if (format === 'pdf') {
    // Loaded when it is needed: everything else would wait for it.
    const { letterPdf } = await import('../letter/pdf/letterPdf.ts')
    return await inTurn(async () => await letterPdf(letter, await fonts()))
  }
  const text = format === 'html' ? letterHtml(letter) : `${letterText(letter).map(harmless).join('\n')}\n`
  return Buffer.from(text, 'utf8')
}

async function inTurn<Made>(make: () => Promise<Made>): Promise<Made> {
  const { pdfsAtOnceMax, pdfsWaitingMax } = exchangeLimits.letters
  if (waiting.length >= pdfsWaitingMax) throw new TooManyLetters('too many letters wait to be made into PDF')
  if (making >= pdfsAtOnceMax) await new Promise<void>((resolve) => void waiting.push(resolve))
  else making += 1
  try {
    return await make()
  } finally {
    // Whoever waits takes over the place.
    const next = waiting.shift()
    if (next === undefined) making -= 1
    else next()
  }
}

let fontsOfPackages: Promise<LetterFonts> | null = null

/** The fonts of the packages that this program brings: tens of megabytes, which are read once. */
export async function packagedFonts(): Promise<LetterFonts> {
  fontsOfPackages ??= readPackagedFonts().catch((reason: unknown) => {
    fontsOfPackages = null
    throw reason
  })
  return await fontsOfPackages
}

async function readPackagedFonts(): Promise<LetterFonts> {
  const [latin, arabic, chinese, korean] = await Promise.all([
    packaged('@embedpdf/fonts-latin', 'NotoSans-Regular.ttf', 'NotoSans-Bold.ttf'),
    packaged('@embedpdf/fonts-arabic', 'NotoNaskhArabic-Regular.ttf', 'NotoNaskhArabic-Bold.ttf'),
    packaged('@embedpdf/fonts-sc', 'NotoSansHans-Regular.otf', 'NotoSansHans-Bold.otf'),
    packaged('@embedpdf/fonts-kr', 'NotoSansKR-Regular.otf', 'NotoSansKR-Bold.otf'),
  ])
  return { latin, arabic, chinese, further: [korean] }
}

async function packaged(name: string, regular: string, bold: string): Promise<FontFiles> {
  const folder = new URL('../fonts/', import.meta.resolve(name))
  const [one, other] = await Promise.all([regular, bold].map((file) => readFile(new URL(file, folder))))
  if (one === undefined || other === undefined) throw new Error(`${name} has no fonts`)
  return { regular: one, bold: other }
}
