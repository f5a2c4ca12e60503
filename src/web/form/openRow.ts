import type { JsonObject } from '../../message/json.ts'
import { valueAt } from './errorsOfBody.ts'
import { traceIn } from './keptRows.ts'
import { pointerTo } from './pointer.ts'
import type { FormAct } from './readPart.ts'

/** Name of the member of an address that says which row is shown with its fields. */
export const wantedMember = 'row'

/**
 * What is to be seen once an act is done: the row that is new or wanted, the one around what has changed, and after one was taken away that
 * which was shown before. A pointer (RFC 6901); null: nothing more than any other.
 *
 * @param body - with what the act has changed
 */
export function wantedAfter(
  { act, pointer }: FormAct,
  posted: readonly (readonly [name: string, value: string])[],
  body: JsonObject,
): string | null {
  if (act === 'add') {
    const rows = valueAt(body, pointer)
    return Array.isArray(rows) && rows.length > 0 ? pointerTo(pointer, String(rows.length - 1)) : pointer
  }
  if (act === 'remove') return shownBeside(pointer, posted)
  return pointer === '' ? null : pointer
}

/** The row of the same list that was shown, by the number that it has now; the list where none was. */
function shownBeside(removed: string, posted: readonly (readonly [name: string, value: string])[]): string {
  const end = removed.lastIndexOf('/')
  const [list, gone] = [removed.slice(0, end), Number(removed.slice(end + 1))]
  const shown = posted.flatMap(([name, value]) => {
    const number = name.startsWith(`${list}/`) ? name.slice(list.length + 1) : ''
    return traceIn(value)?.isKept === false && /^[0-9]+$/.test(number) ? [Number(number)] : []
  })
  const [open] = shown.filter((number) => number !== gone)
  return open === undefined ? list : pointerTo(list, String(open > gone ? open - 1 : open))
}
