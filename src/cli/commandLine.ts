import { hostname, userInfo } from 'node:os'
import type { ActedFrom } from '../audit/events.ts'

/** From where whoever runs this command acts. */
export function commandLine(): ActedFrom {
  return { by: 'commandLine', host: hostname(), user: loginName() }
}

/** The user of the operating system; one without a name (in a container) by number. */
export function loginName(): string {
  try {
    return userInfo().username
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`
  }
}
