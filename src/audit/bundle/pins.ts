import type { FindIn } from './report.ts'
import type { Pins } from './trust.ts'
import type { Bundle } from './verify.ts'

/**
 * Names each pin for a State of which no bundle has a trust list: the reader would think that somebody had been compared.
 * A pin for a State that is here, and that its list does not fit, is judged where the list is opened.
 */
export function checkPins(bundles: readonly Bundle[], pins: Pins, find: FindIn): void {
  const paths = bundles.flatMap(({ files }) => [...files.keys()])
  for (const state of pins.keys()) {
    if (paths.some((path) => path.startsWith(`trust/${state}-`))) continue
    const what = 'it fits nothing here: no trust list of that State is in these bundles'
    find('', 'incomplete', `pin for ${state} that was given`, what)
  }
}
