import type { Express, Handler } from 'express'

/** The handlers of an application that have something under way. */
export interface Handling {
  /** Resolves when none has any more, also of requests whose connection is gone: a handler does not end with it. */
  idle(): Promise<void>
}

/** What routes of Express are made of, whichever they belong to. */
interface Layer {
  handle: Handler
  readonly route?: { readonly stack: readonly Layer[] } | undefined
}

/** Counts what the handlers of an application have under way from now on; it has all of them by then. */
export function handlingOf(app: Express): Handling {
  const underWay = new Set<Promise<unknown>>()
  const count = (done: Promise<unknown>): void => {
    underWay.add(done)
    const forget = (): void => void underWay.delete(done)
    done.then(forget, forget)
  }
  const countEach = (layers: readonly Layer[]): void => {
    for (const layer of layers) {
      if (layer.route === undefined) layer.handle = counted(layer.handle, count)
      else countEach(layer.route.stack)
    }
  }
  countEach(app.router.stack)
  return {
    async idle() {
      // What one of them hands on to the next is under way before it has ended itself.
      while (underWay.size > 0) await Promise.allSettled(underWay)
    },
  }
}

function counted(handle: Handler, count: (done: Promise<unknown>) => void): Handler {
  // Express knows an error handler by its four parameters, and ours wait for nothing.
  if (handle.length > 3) return handle
  return (request, response, next) => {
    const done: unknown = handle(request, response, next)
    if (done instanceof Promise) count(done)
    return done
  }
}
