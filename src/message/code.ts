import type { ExtensionCode } from './generated/types.ts'
import type { Unfinished } from './unfinished.ts'

/** A code as one word: `DELETE_BY`; or `vn/condition/KEEP_SEALED` for one that a State has added to a published list. */
export function codeText(code: string | ExtensionCode | Unfinished<ExtensionCode>): string {
  if (typeof code === 'string') return code
  const { owner = '', name = '', value = '' } = code
  return `${owner.toLowerCase()}/${name}/${value}`
}
