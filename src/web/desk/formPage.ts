import type { Request, Response } from 'express'
import type { VNode } from 'preact'
import type { Refusal, RefusalCode } from '../../message/refusal.ts'
import type { FormError } from '../parts/ErrorSummary.tsx'
import type { Frame } from '../parts/Layout.tsx'
import { problems } from '../problem.ts'
import type { Desk } from './desk.tsx'
import { answerWithPage, visitOf } from './pageOf.ts'
import type { Words } from './words.ts'

/** Why a form was not taken. */
export interface Wrong {
  readonly refusal: Refusal
  /** The field that each of its faults is about. */
  readonly fieldOf: FieldOf
}

/** Id of the field of a form to which a refusal belongs; null: none. */
export type FieldOf = (refusal: Refusal) => string | null

/** The field that is known of a code. */
export function fieldOfCode(fields: Readonly<Partial<Record<RefusalCode, string>>>): FieldOf {
  return ({ code }) => fields[code] ?? null
}

/** The field that is known of a code, else the one that the refusal points to. */
export function fieldPointedTo(fields: Readonly<Partial<Record<RefusalCode, string>>> = {}): FieldOf {
  return ({ code, pointer }) => fields[code] ?? pointer?.slice(1) ?? null
}

/** It is about no field. */
export const ofNoField: FieldOf = () => null

/** What every page with a form is made with. */
export interface FormParts {
  readonly frame: Frame
  readonly words: Words
  readonly errors: readonly FormError[]
}

/**
 * Shows a form, as it is at first or with what was wrong with it.
 *
 * @param wrong - null: nothing
 */
export function showForm(
  desk: Desk,
  request: Request,
  response: Response,
  wrong: Wrong | null,
  page: (parts: FormParts) => VNode,
): void {
  const visit = visitOf(request, response)
  const errors = wrong === null ? [] : desk.errorsOf(visit, wrong)
  const status = wrong === null ? 200 : problems[wrong.refusal.code].status
  answerWithPage(response, status, page({ frame: desk.frameOf(visit), words: visit.words, errors }))
}
