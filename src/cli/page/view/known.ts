import { element, labelled } from './elements.ts'
import { fileField } from './fileField.ts'
import type { Asked } from './check.ts'
import { word } from './words.ts'

/** What the reader knows from elsewhere. */
export type Known = Omit<Asked, 'bundles'>

/** The fields for what the reader knows: one for each option of the command that says such a thing. */
export interface KnownFields {
  readonly known: () => Known
  /** The fields in the language of the page; what was entered stays in them. */
  readonly shown: () => HTMLElement[]
}

/** @param changed - called when any of it was changed */
export function knownFields(changed: () => void): KnownFields {
  const pins = element('textarea', { rows: '3', spellcheck: 'false', dir: 'ltr', id: 'pins' })
  pins.placeholder = 'VN=0f3a 91c2 …'
  pins.addEventListener('input', changed)
  const checkpoints = fileField('checkpoints', { multiple: true, changed })
  const revocations = fileField('revocations', { multiple: true, changed })
  const timeAuthorities = fileField('timeAuthorities', {
    multiple: true,
    help: 'timeAuthoritiesHelp',
    changed,
  })
  const policy = fileField('policy', { multiple: false, changed })
  return {
    known: () => ({
      pins: pins.value,
      checkpoints: checkpoints.files(),
      revocations: revocations.files(),
      timeAuthorities: timeAuthorities.files(),
      policy: policy.files()[0] ?? null,
    }),
    shown: () => [
      labelled(word('pins'), pins, word('pinsHelp')),
      ...[checkpoints, revocations, timeAuthorities, policy].map((field) => field.shown()),
    ],
  }
}
