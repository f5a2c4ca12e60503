/** What must hold whatever happens. */
export type Invariant =
  | 'no receipt before its commit'
  | 'nothing acknowledged is lost'
  | 'no two transactions wait for each other'
  | 'nothing happens twice'
  | 'the record is free of gaps'
  | 'the state is the replay of the record'
  | 'both nodes hold the same'
  | 'clocks are right'
  | 'the log only grows'
  | 'the verifier finds nothing'
  | 'everything comes to rest'
  | 'no promise is broken'

/** An invariant that does not hold, and the objects that show it. */
export class Broken extends Error {
  readonly invariant: Invariant
  readonly objects: Readonly<Record<string, unknown>>

  constructor(invariant: Invariant, objects: Readonly<Record<string, unknown>>) {
    super(`${invariant}: ${JSON.stringify(objects)}`)
    this.invariant = invariant
    this.objects = objects
  }
}
