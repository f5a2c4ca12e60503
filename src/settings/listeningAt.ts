import { isIP } from 'node:net'

/** A port as a setting names it; 0: the system gives one that is free. */
export function readPort(name: string, text: string, problems: string[]): number {
  const port = Number(text)
  if (!/^[0-9]{1,5}$/.test(text) || port > 65535) problems.push(`${name} must be 0 to 65535, not "${text}"`)
  return port
}

/** Whether nobody but this machine reaches what listens there. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))
}
