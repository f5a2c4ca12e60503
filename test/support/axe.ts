import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

/** axe itself, to be evaluated in a page before it is asked. */
export const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/**
 * Asks axe for what is serious or critical on a page: each as the rule and the first place. The impact of a finding is that of
 * its rule, so the rules of axe whose findings would be left out are not run, and the sheets are not read anew for them: that
 * takes a third of the time. What axe leaves out by itself, as its experiments, stays out.
 */
export const seriousByAxe = `(async () => {
  const { rules, tagExclude } = axe._audit
  const values = rules
    .filter(({ enabled, impact, tags }) => enabled && impact !== 'minor' && impact !== 'moderate' &&
      !tags.some((tag) => tagExclude.includes(tag)))
    .map(({ id }) => id)
  if (values.length < 60) throw new Error('axe has ' + values.length + ' rules')
  const options = { resultTypes: ['violations'], preload: false, runOnly: { type: 'rule', values } }
  const { violations } = await axe.run(document, options)
  return violations
    .filter(({ impact }) => ['serious', 'critical'].includes(impact))
    .map(({ id, nodes }) => id + ' ' + nodes[0].html.slice(0, 200))
})()`
