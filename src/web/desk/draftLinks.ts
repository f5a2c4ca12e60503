import type { KeptDraft } from '../../exchange/drafts/keptDraft.ts'
import { idOf, nearest } from '../form/errorsOfBody.ts'
import { nodesOf, withAll } from '../form/node.ts'
import { wantedMember } from '../form/openRow.ts'
import { type FormPart, planOf } from '../form/plan.ts'

/** Where a draft is. */
export function draftLink(id: string): string {
  return `/drafts/${id}`
}

/** Where it is seen as it will be signed. */
export function checkLink(id: string): string {
  return `${draftLink(id)}/check`
}

/** Name of the member of an address that has told beside the fields what is missing. */
export const missingMember = 'missing'

/** Where a part of it is written; with what is missing told beside the fields. */
export function partLink(id: string, part: Pick<FormPart, 'name'>, isMissingTold = false): string {
  return `${draftLink(id)}/parts/${part.name}${isMissingTold ? `?${missingMember}` : ''}`
}

/** Which part of a draft has what stands at a place in its message (RFC 6901); null: none has. */
export function partAt({ type }: Pick<KeptDraft, 'type'>, pointer: string): FormPart | null {
  const [, body, member = ''] = pointer.split('/')
  return body === 'body' ? (planOf(type).parts.find(({ members }) => members.includes(member)) ?? null) : null
}

/**
 * Where that is written: the field of the page that stands at the place, or the nearest one around it, for not every place of a message is a
 * field; null: in no part of it.
 */
export function placeLink(draft: Pick<KeptDraft, 'id' | 'type' | 'body'>, pointer: string): string | null {
  const part = partAt(draft, pointer)
  if (part === null) return null
  const all = withAll(nodesOf(draft.type, part.members, draft.body))
  const nodes = new Map([...all].map((node) => [node.pointer, node]))
  const node = nearest(nodes, pointer.replace(/^\/body/, ''))
  return node === null ? partLink(draft.id, part) : rowLink(draft.id, part, idOf(node))
}

/** Where a place of its body (RFC 6901) is written: a row of a list in which it stands is shown with its fields. */
export function rowLink(
  id: string,
  part: Pick<FormPart, 'name'>,
  pointer: string,
  isMissingTold = false,
): string {
  const place = encodeURIComponent(pointer)
  return `${partLink(id, part, isMissingTold)}${isMissingTold ? '&' : '?'}${wantedMember}=${place}#${place}`
}

/** Where its files are. */
export function filesLink(id: string): string {
  return `${draftLink(id)}/files`
}

/** Where one of them, by its id in the draft, is told of and saved. */
export function draftFileLink(id: string, exhibit: string): string {
  return `${filesLink(id)}/${exhibit}`
}

/** Where a file comes into it piece by piece. */
export function uploadLink(id: string, upload: string): string {
  return `${uploadsLink(id)}/${upload}`
}

/** Where such files are begun. */
export function uploadsLink(id: string): string {
  return `${draftLink(id)}/uploads`
}

/** Where a request is begun with a template. */
export function templateLink(id: string): string {
  return `/templates/${id}`
}
