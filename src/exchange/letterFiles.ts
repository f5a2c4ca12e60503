import { readFile } from 'node:fs/promises'
import { harmless } from '../letter/harmless.ts'
import { letterHtml } from '../letter/html.ts'
import type { Letter } from '../letter/letter.ts'
import type { FontFiles, LetterFonts } from '../letter/pdf/fonts.ts'
import { letterText } from '../letter/text.ts'

export const letterFormats = ['text', 'html', 'pdf'] as const
export type LetterFormat = (typeof letterFormats)[number]

/** A letter as the bytes of a file. `fonts` is asked for PDF alone. */
export async function letterContent(
  letter: Letter,
  format: LetterFormat,
  fonts: () => Promise<LetterFonts> = packagedFonts,
): Promise<Uint8Array> {
  if (format === 'pdf') {
    // Loaded when it is needed: everything else would wait for it.
    const { letterPdf } = await import('../letter/pdf/letterPdf.ts')
    return await letterPdf(letter, await fonts())
  }
  const text = format === 'html' ? letterHtml(letter) : `${letterText(letter).map(harmless).join('\n')}\n`
  return Buffer.from(text, 'utf8')
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
