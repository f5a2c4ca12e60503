import { type Proof, anew, guardsIn, testsIn } from '../attack.ts'

const onScript = testsIn('test/web/desk/script.long.test.ts')

/** Attack 50 on what the pages of requests show. */
export const pageProofs: readonly Proof[] = [
  anew(
    guardsIn('src/letter/html.ts')('escaped', ".replaceAll('<', '&lt;')"),
    onScript('attack 50: is text and never an element, on every page and in every file of a message'),
    onScript(
      'attack 50: is text in its letter, on its page and in the fields of a draft, in every place that takes any text',
    ),
  ),
  anew(
    guardsIn('src/web/desk/policy.ts')('policy', `"default-src 'none'",`, `"default-src *",`),
    onScript('attack 50: could load and run nothing even where it were an element'),
  ),
]
