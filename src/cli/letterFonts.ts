import { readFile } from 'node:fs/promises'
import type { FontFiles, LetterFonts } from '../letter/pdf/fonts.ts'
import { wrongUse } from './outcome.ts'

/** The fonts of the packages that this program brings, and the files that a person names for further scripts. */
export async function letterFonts(further: readonly string[]): Promise<LetterFonts> {
  const [latin, arabic, chinese, ...others] = await Promise.all([
    packaged('@embedpdf/fonts-latin', 'NotoSans-Regular.ttf', 'NotoSans-Bold.ttf'),
    packaged('@embedpdf/fonts-arabic', 'NotoNaskhArabic-Regular.ttf', 'NotoNaskhArabic-Bold.ttf'),
    packaged('@embedpdf/fonts-sc', 'NotoSansHans-Regular.otf', 'NotoSansHans-Bold.otf'),
    packaged('@embedpdf/fonts-kr', 'NotoSansKR-Regular.otf', 'NotoSansKR-Bold.otf'),
    ...further.map(named),
  ])
  return { latin, arabic, chinese, further: others }
}

async function packaged(name: string, regular: string, bold: string): Promise<FontFiles> {
  const folder = new URL('../fonts/', import.meta.resolve(name))
  const [one, other] = await Promise.all([regular, bold].map((file) => readFile(new URL(file, folder))))
  if (one === undefined || other === undefined) throw new Error(`${name} has no fonts`)
  return { regular: one, bold: other }
}

async function named(path: string): Promise<FontFiles> {
  try {
    const bytes = await readFile(path)
    return { regular: bytes, bold: bytes }
  } catch (reason) {
    throw wrongUse(`--font: ${reason instanceof Error ? reason.message : String(reason)}`)
  }
}
