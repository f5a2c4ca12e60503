import { METHODS } from 'node:http'
import type { Express } from 'express'

/** What of the router of an application is looked at. */
interface Layer {
  readonly route?: {
    readonly path: string | readonly string[]
    readonly methods: Readonly<Record<string, boolean>>
  }
}

/**
 * Every method and path that an application answers, as its own router has them: `GET /cases/:request`. What stands there for all
 * methods (`app.all`) answers that a method is none, and is left out.
 */
export function routesOf(app: Express): string[] {
  const { stack } = app.router as unknown as { readonly stack: readonly Layer[] }
  const found = stack.flatMap(({ route }) =>
    route === undefined || isForAll(route.methods)
      ? []
      : Object.keys(route.methods).flatMap((method) =>
          [route.path].flat().map((path) => `${method.toUpperCase()} ${path}`),
        ),
  )
  return [...new Set(found)]
}

function isForAll(methods: Readonly<Record<string, boolean>>): boolean {
  return METHODS.every((method) => method.toLowerCase() in methods)
}
