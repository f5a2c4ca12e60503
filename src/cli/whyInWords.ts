import { whyOfFile, whyThere } from '../web/desk/whyOfFile.ts'

/** Why a file waits or is damaged, in English, behind the code by which an operator finds it. */
export function whyInWords(code: string): string {
  return behind(code, whyOfFile(code))
}

/** The same of a file that waits at the other State. */
export function whyThereInWords(code: string): string {
  return behind(code, whyThere(code))
}

function behind(code: string, why: string | null): string {
  return why === null ? `(${code})` : `(${code}: ${why})`
}
