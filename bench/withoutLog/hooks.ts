import type { ResolveHook } from 'node:module'

/** What a node without a log has in the place of its own modules. */
const instead: Readonly<Record<string, string>> = {
  '/src/exchange/trail.ts': new URL('./trail.ts', import.meta.url).href,
  '/src/exchange/proof/collect.ts': new URL('./collect.ts', import.meta.url).href,
  '/src/store/lockedWithLog.ts': new URL('./lockedWithLog.ts', import.meta.url).href,
  '/src/exchange/sequence.ts': new URL('./sequence.ts', import.meta.url).href,
}

export const resolve: ResolveHook = async (specifier, context, nextResolve) => {
  const resolved = await nextResolve(specifier, context)
  const path = Object.keys(instead).find((end) => resolved.url.split('?')[0]?.endsWith(end))
  return path === undefined ? resolved : { ...resolved, url: instead[path] ?? resolved.url }
}
