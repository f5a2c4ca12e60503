import type { JsonObject } from '../../message/json.ts'
import { manifestGaps, undeclaredIn } from '../../workflow/manifest.ts'
import { hasResult } from '../../workflow/results.ts'
import { type Delivering, deliveredRows } from './delivered.ts'

/** Something that the workflow will ask of a draft, whatever its schema says. */
export interface OwedByWorkflow {
  /** In the body (RFC 6901). */
  readonly pointer: string
  /**
   * A file must stand in the manifest, or there with its custody, or be declared by the draft; the result must be told; what is corrected
   * must be a message of the own side, or a place that it has.
   */
  readonly lacks: 'item' | 'custody' | 'declared' | 'result' | 'ownMessage' | 'place'
  /** Id of the file; null: it is of none. */
  readonly file: string | null
}

/** All that the guards of the workflow would find missing in what a body says of measures, at once: the record tells one after another. */
export function owedByWorkflow(
  delivering: Pick<Delivering, 'state' | 'side' | 'type' | 'exhibits' | 'at'>,
  body: JsonObject,
): readonly OwedByWorkflow[] {
  return deliveredRows(delivering, body).flatMap(({ place, row, measure, offered }) => {
    const at = `/outcomes/${place}`
    const undeclared = offered.handsOver ? undeclaredIn(row, delivering.exhibits) : []
    const files = offered.wantsManifest ? manifestGaps(row) : []
    const isResultOwed =
      offered.wantsResult && row.final === true && row.result === undefined && hasResult(measure.kind)
    return [
      ...undeclared.map(({ member, file }) => ({
        pointer: `${at}${member}`,
        lacks: 'declared' as const,
        file,
      })),
      ...files.map(({ member, file, lacks }) => ({ pointer: `${at}${member}`, lacks, file })),
      ...(isResultOwed ? [{ pointer: `${at}/result`, lacks: 'result' as const, file: null }] : []),
    ]
  })
}
