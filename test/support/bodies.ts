import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'

const example = JSON.parse(
  readFileSync(resolve(import.meta.dirname, '../../schemas/example/request.json'), 'utf8'),
) as { readonly body: object }

/** A text of a person. */
export const text = { language: 'en', text: 'As the case may be.' }

/** What each type says in tests where nothing else is given: a preservation of the mailbox a1. */
export const bodies = {
  request: example.body,
  acknowledgement: { ownReference: 'QA-1' },
  'status-request': { text },
  supplement: { text },
  withdraw: {},
  'status-report': { outcomes: [{ measure: 'a1', outcome: 'unchanged' }] },
  decision: {
    outcomes: [{ measure: 'a1', outcome: 'refused', grounds: [{ code: 'DUAL_CRIMINALITY' }], reasons: text }],
  },
  'contact-note': { channel: 'telephone', at: '2026-03-01T06:45:00Z', with: 'the duty officer', text },
} as const
