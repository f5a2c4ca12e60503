const { appendFileSync } = require('node:fs')
const { Spec } = require('mocha').reporters

/** Tells what mocha's own reporter tells, and writes the file of each test that failed to where FAILED_FILES says. */
module.exports = class FailedFiles extends Spec {
  constructor(runner, options) {
    super(runner, options)
    runner.on('fail', ({ file, parent }) => {
      appendFileSync(process.env.FAILED_FILES, `${file ?? parent?.file ?? 'no file'}\n`)
    })
  }
}
