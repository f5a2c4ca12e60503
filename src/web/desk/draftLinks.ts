import type { FormPart } from '../form/plan.ts'

/** Where a draft is. */
export function draftLink(id: string): string {
  return `/drafts/${id}`
}

/** Where it is seen as it will be signed. */
export function checkLink(id: string): string {
  return `${draftLink(id)}/check`
}

/** Where a part of it is written; with what is missing told beside the fields. */
export function partLink(id: string, part: Pick<FormPart, 'name'>, isMissingTold = false): string {
  return `${draftLink(id)}/parts/${part.name}${isMissingTold ? '?missing' : ''}`
}

/** Where its files are. */
export function filesLink(id: string): string {
  return `${draftLink(id)}/files`
}

/** Where a request is begun with a template. */
export function templateLink(id: string): string {
  return `/templates/${id}`
}
