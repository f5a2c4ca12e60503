const { appendFileSync } = require('node:fs')
const { relative } = require('node:path')
const { Spec } = require('mocha').reporters

/** Files whose tests took longest together are told at the end, so that what makes the suite long is seen. */
const slowestMax = 15

/** Tells what mocha's own reporter tells, and writes the file of each test that failed to where FAILED_FILES says. */
module.exports = class FailedFiles extends Spec {
  constructor(runner, options) {
    super(runner, options)
    const tookMs = new Map()
    runner.on('fail', ({ file, parent }) => {
      appendFileSync(process.env.FAILED_FILES, `${file ?? parent?.file ?? 'no file'}\n`)
    })
    runner.on('test end', ({ file, parent, duration = 0 }) => {
      const name = file ?? parent?.file ?? 'no file'
      tookMs.set(name, (tookMs.get(name) ?? 0) + duration)
    })
    runner.on('end', () => {
      const slowest = [...tookMs].sort(([, one], [, other]) => other - one).slice(0, slowestMax)
      const all = [...tookMs.values()].reduce((sum, one) => sum + one, 0)
      console.log(
        `the tests of ${tookMs.size} files took ${Math.round(all / 1000)} s one after another, without what stands before and after them; the longest:`,
      )
      for (const [name, ms] of slowest)
        console.log(`${String(Math.round(ms / 1000)).padStart(6)} s  ${relative(process.cwd(), name)}`)
    })
  }
}
