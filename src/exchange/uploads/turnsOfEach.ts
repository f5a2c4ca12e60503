/** Lets what is done with one thing be done one after the other, whatever has become of the one before. */
export type InTurn = <Outcome>(name: string, work: () => Promise<Outcome>) => Promise<Outcome>

export function turnsOfEach(): InTurn {
  const last = new Map<string, Promise<unknown>>()
  return async (name, work) => {
    const before = last.get(name) ?? Promise.resolve()
    const own = before.then(work, work)
    last.set(name, own)
    try {
      return await own
    } finally {
      if (last.get(name) === own) last.delete(name)
    }
  }
}
