import type { RefusalCode } from '../message/refusal.ts'
import type { Problem } from './problem.ts'

/** The part of `problems` about what another State has given, where it would go on. */
export const onwardProblems = {
  ONWARD_FORBIDDEN: { status: 403, title: 'The State that gave this has forbidden to pass it on' },
  ONWARD_CONSENT_MISSING: {
    status: 403,
    title: 'What another State has given goes on only with its consent, and none names this recipient',
  },
  ONWARD_EXCEEDS_CONSENT: { status: 403, title: 'The consent does not cover all that would be passed on' },
  ONWARD_CONDITIONS_MISSING: {
    status: 422,
    title: 'The conditions of the consent, or those under which it was given, do not travel along',
  },
  ONWARD_ORIGIN_UNKNOWN: {
    status: 422,
    title: 'What is passed on, or the consent for it, is in no record of this node',
  },
  ONWARD_OTHER_PURPOSE: { status: 403, title: 'The consent is for another proceeding' },
  ONWARD_NO_EVIDENCE_USE: {
    status: 403,
    title: 'It was given not to be used as evidence, and the consent names no proceeding for which it may be',
  },
  ONWARD_TOO_LATE: { status: 403, title: 'By now it is to be deleted or sealed' },
  HANDLING_NOT_CARRIED: { status: 422, title: 'It would go on with a laxer handling code than it came with' },
  HANDLING_RECIPIENTS_ONLY: {
    status: 403,
    title: 'TLP:RED: only a consent that names this authority and this file lets it go on',
  },
  HANDLING_ORGANISATION_ONLY: {
    status: 403,
    title: 'TLP:AMBER+STRICT: only a consent that names this authority lets it go on',
  },
  HANDLING_NEED_TO_KNOW: {
    status: 403,
    title: 'TLP:AMBER: the consent does not say for what the recipient needs it',
  },
  HANDLING_NO_EVIDENCE: {
    status: 403,
    title: 'Europol H1: only a consent that names the proceeding lets it be handed over as evidence',
  },
  HANDLING_NO_ONWARD: { status: 403, title: 'Europol H2: only a consent that names this file lets it go on' },
  HANDLING_AS_STATED: {
    status: 403,
    title: 'Europol H3: only a consent that names this authority and this file lets it go on',
  },
  HANDLING_UNKNOWN: {
    status: 403,
    title: 'A handling code of a State: only a consent that names this authority and this file lets it go on',
  },
} as const satisfies Readonly<
  Record<Extract<RefusalCode, `ONWARD_${string}` | `HANDLING_${string}`>, Problem>
>
