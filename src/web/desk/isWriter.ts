import type { DeskPerson } from '../deskServices.ts'
import { deskRoutes } from '../deskPaths.ts'

/** Whether somebody writes drafts. */
export function isWriter(person: DeskPerson | null): boolean {
  return person?.roles.some((role) => deskRoutes.draft.audience.some((one) => one === role)) === true
}
