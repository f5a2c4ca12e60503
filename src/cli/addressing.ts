import type { Side } from '../workflow/state.ts'

interface Between {
  readonly side: Side
  readonly own: string
  readonly counterpart: string
}

interface About {
  readonly kind: string
  readonly state: string
}

/** What the side that opened a record does, where it does not ask for something: by the kind of what it is about. */
const opening: Readonly<Record<string, (state: string) => string>> = {
  'contact-test': () => 'tests the line to',
  'joint-investigation': () => 'proposes a joint investigation to',
  'jurisdiction-coordination': () => 'raises jurisdiction with',
  'spontaneous-information': (state) => (unsent.has(state) ? 'offers information to' : 'informs'),
}

/** States in which the content of spontaneous information has not been sent. */
const unsent: ReadonlySet<string> = new Set(['offered', 'termsAccepted', 'termsRejected', 'withdrawn'])

/** Who opened a record, and to what end: `vn.spp asks qa.pp`, `ch.bj informs mu.ago`. Where nothing is placed yet, who writes. */
export function addressing({ side, own, counterpart }: Between, about: readonly About[]): string {
  const deeds = new Set(about.map(({ kind, state }) => opening[kind]?.(state) ?? 'asks'))
  const [deed = 'writes to', ...others] = deeds
  const verb = others.length === 0 ? deed : 'asks'
  return side === 'requesting' ? `${own} ${verb} ${counterpart}` : `${counterpart} ${verb} ${own}`
}
