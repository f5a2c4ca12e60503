import type { Response } from 'express'
import { isAccessName } from '../../exchange/accessTokens.ts'
import type { Desk } from './desk.tsx'

/** What may be said on the page to which somebody comes after something was done. */
export const doneSentences = [
  'doneDisabled',
  'doneEnabled',
  'doneRoles',
  'doneFactor',
  'donePasskeyTaken',
  'doneUnlinked',
  'donePasskeyRemoved',
  'doneDelegation',
  'doneDropped',
  'doneTemplate',
  'doneSearch',
  'doneList',
  'doneTokenConfirmed',
  'doneTokenRevoked',
  'doneEndpointDisabled',
  'doneNoticesAgain',
  'doneSentAgain',
] as const

export type DoneSentence = (typeof doneSentences)[number]

/** What was done, and to whom or to what. */
export interface Done {
  readonly sentence: DoneSentence
  /** Sign-in name, or the name of a token or an endpoint; empty: it is about none. */
  readonly name: string
}

/** Leads to another page, which says once what was done. */
export function leadAfter(
  { cookies }: Desk,
  response: Response,
  path: string,
  sentence: DoneSentence,
  name = '',
): void {
  cookies.keepDone(response, `${sentence}.${name}`)
  response.redirect(303, path)
}

/** What such a page says; null: what came is nothing that was kept here. */
export function doneIn(kept: string | null): Done | null {
  const [, said = '', name = ''] = /^([A-Za-z]+)\.(.*)$/.exec(kept ?? '') ?? []
  const sentence = doneSentences.find((one) => one === said)
  // A sign-in name has the form of a name of a system, too.
  return sentence === undefined || !(name === '' || isAccessName(name)) ? null : { sentence, name }
}
