import { readFile } from 'node:fs/promises'
import { packagedFonts } from '../exchange/letterFiles.ts'
import type { FontFiles, LetterFonts } from '../letter/pdf/fonts.ts'
import { wrongUse } from './outcome.ts'

/** The fonts of the packages that this program brings, and the files that a person names for further scripts. */
export async function letterFonts(further: readonly string[]): Promise<LetterFonts> {
  const [fonts, ...others] = await Promise.all([packagedFonts(), ...further.map(named)])
  return { ...fonts, further: [...fonts.further, ...others] }
}

async function named(path: string): Promise<FontFiles> {
  try {
    const bytes = await readFile(path)
    return { regular: bytes, bold: bytes }
  } catch (reason) {
    throw wrongUse(`--font: ${reason instanceof Error ? reason.message : String(reason)}`)
  }
}
