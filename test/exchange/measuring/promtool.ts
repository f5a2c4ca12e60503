import { existsSync } from 'node:fs'
import { requireTool } from '../../support/outsideTool.ts'

/** Where the program of Prometheus is that checks rules and numbers; a test is passed over where it is not there, as `requireTool` says. */
export function promtoolFor(test: Mocha.Context): string {
  const tool = ['/usr/bin/promtool', '/usr/local/bin/promtool'].find((path) => existsSync(path))
  requireTool(test, tool !== undefined, 'promtool (Debian: prometheus)')
  return tool ?? ''
}
