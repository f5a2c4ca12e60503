import type { EvidenceItem, Message } from '../../message/generated/types.ts'

/** An item of evidence that a message tells of, and where in the message. */
export interface FoundItem {
  /** As `manifest/0/2` (of which measure, which item). */
  readonly place: string
  readonly item: EvidenceItem
}

/** The items of evidence of a message: in the manifest of a delivery, and among what stored data were given. */
export function evidenceIn(message: Message): readonly FoundItem[] {
  if (message.type !== 'delivery') return []
  return message.body.outcomes.flatMap(({ manifest = [], result }, measure) => {
    const stored = result?.kind === 'stored-data' ? result.items : []
    return [
      ...manifest.map((item, at) => ({ place: `manifest/${measure}/${at}`, item })),
      ...stored.map((item, at) => ({ place: `items/${measure}/${at}`, item })),
    ]
  })
}
