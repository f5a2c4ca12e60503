import type { Request, Response } from 'express'
import type { KeptDraft } from '../../exchange/drafts/keptDraft.ts'
import type { DraftView } from '../../exchange/drafts/readDraft.ts'
import type { DeskPerson } from '../deskServices.ts'
import { type FormPart, planOf } from '../form/plan.ts'
import { isUuid } from '../../exchange/identifiers.ts'
import { type Desk, actingIn } from './desk.tsx'
import type { Sentence } from './words.ts'

/** The id of a draft in the address; null: what stands there is none. */
export function draftIn({ params }: Request): string | null {
  const { draft } = params
  return typeof draft === 'string' && isUuid(draft) ? draft : null
}

/** The draft that the address names, for whoever visits; null: it is not there for them, which was noted and answered. */
export async function draftFor(desk: Desk, request: Request, response: Response): Promise<DraftView | null> {
  const id = draftIn(request)
  const { person } = actingIn(request, response)
  const view = id === null ? null : await desk.services.drafts.read(id, person)
  if (view === null) await hideDraft(desk, request, response)
  return view
}

/** Answers as if there were no draft, which is noted first. */
export async function hideDraft(desk: Desk, request: Request, response: Response): Promise<void> {
  await desk.services.drafts.noteHidden(actingIn(request, response), `${request.method} ${request.path}`)
  desk.problem(request, response, 404)
}

/** The part of a draft that the address names, or null. */
export function partIn({ params }: Request, { draft }: DraftView): FormPart | null {
  return planOf(draft.type).parts.find(({ name }) => name === params.part) ?? null
}

/**
 * What is told to whoever typed upon a draft that was changed meanwhile. Who changed it last is not kept, but who ever did: whoever did so
 * alone did it in another window.
 */
export function overtakenBy(
  { editors }: Pick<KeptDraft, 'editors'>,
  { id }: Pick<DeskPerson, 'id'>,
): Sentence {
  if (!editors.includes(id)) return 'draftOvertaken'
  return editors.every((one) => one === id) ? 'draftOvertakenAlone' : 'draftOvertakenByOne'
}
